import { isObject, isString, type JsonObject, list } from "../json";
import type { Store } from "../store/store";
import { type Html, html } from "./html";
import { cut, fileLink, joinParts, nameLine } from "./parts";
import { cutText, formatCount } from "./words";

/** Lists longer than this are folded. */
const FOLDED = 5;

/** Deeper than this, a value is shown as JSON. */
const DEEPEST = 3;

/** A value of a port, of metadata or of settings. Files are links. */
export const valueView = (store: Store, value: unknown, depth = 0): Html => {
  if (value === undefined || value === null) return html`<span class="unset">not set</span>`;
  if (isString(value))
    return value === "" ? html`<span class="unset">empty text</span>` : html`<bdi>${cutText(value)}</bdi>`;
  if (isObject(value) && (value.class === "File" || value.class === "Directory") && isString(value.path))
    return fileValue(store, value.path, value, depth);
  if (typeof value !== "object" || depth >= DEEPEST)
    return html`<code>${cutText(JSON.stringify(value))}</code>`;
  return Array.isArray(value) ? listView(store, value, depth) : recordView(store, value, depth);
};

const fileValue = (store: Store, path: string, value: JsonObject, depth: number): Html => {
  const file = store.files.get(path);
  const { items, more } = cut(depth < DEEPEST ? list(value.secondaryFiles) : []);
  return html`${file === undefined ? html`<code>${cutText(path)}</code> <span class="unset">(no such file)</span>` : fileLink(file)}${
    items.length > 0 &&
    html`<div class="beside">with ${joinParts(items.map((it) => valueView(store, it, depth + 1)))}${more}</div>`
  }`;
};

const listView = (store: Store, values: readonly unknown[], depth: number): Html => {
  if (values.length === 0) return html`<span class="unset">empty list</span>`;
  const { items, more } = cut(values);
  const view = html`<ul class="values">${items.map((it) => html`<li>${valueView(store, it, depth + 1)}</li>`)}</ul>${more}`;
  if (values.length <= FOLDED) return view;
  return html`<details><summary>${summary(values)}</summary>${view}</details>`;
};

const summary = (values: readonly unknown[]): string => {
  const files = values.every((it) => isObject(it) && it.class === "File");
  return formatCount(values.length, files ? "file" : "value");
};

const recordView = (store: Store, record: object, depth: number): Html => {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(record);
  if (entries.length === 0) return html`<span class="unset">empty</span>`;
  const { items, more } = cut(entries);
  return html`<dl class="record">${items.map(
    ([key, it]) =>
      html`<div><dt>${nameLine(key, "(empty)")}</dt><dd>${valueView(store, it, depth + 1)}</dd></div>`,
  )}</dl>${more}`;
};
