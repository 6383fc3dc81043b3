import { isObject, isString, list } from "../json";
import { type Html, html } from "./html";
import { cut, section } from "./parts";
import { cutText } from "./words";

/** The errors or warnings of a task; nothing where there are none. Those that a test has added have any form. */
export const taskFindings = (heading: "Errors" | "Warnings", found: unknown): Html | undefined => {
  const all = list(found);
  if (all.length === 0) return undefined;
  const { items, more } = cut(all);
  const id = heading.toLowerCase();
  return section(
    id,
    heading,
    html`<ul class="findings ${id}">${items.map((it) => html`<li>${finding(it)}</li>`)}</ul>`,
    more,
  );
};

const finding = (it: unknown): Html => {
  if (!isObject(it)) return html`${cutText(JSON.stringify(it))}`;
  const { title, description, input } = it;
  if (!isString(title) && !isString(description)) return html`<code>${cutText(JSON.stringify(it))}</code>`;
  return html`${isString(title) && html`<strong>${cutText(title)}</strong> `}${isString(description) && cutText(description)}${
    isString(input) &&
    !`${description}`.includes(input) &&
    html` <span class="unset">Input <bdi>${input}</bdi></span>`
  }`;
};
