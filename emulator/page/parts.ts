import type { Rows } from "../calls/rows";
import { STATUSES, type Status } from "../rules/lifecycle";
import type { FileEntry, Project, Task } from "../store/model";
import { type Html, html, join, type Part } from "./html";
import type { Counts, Progress } from "./state";
import { count, cutText, formatCount } from "./words";

/** The pieces that pages are made of. */

/** A name can hold marks that turn the direction of what follows; `bdi` keeps them to itself. */
export const nameLine = (name: string, otherwise = "(no name)"): Html =>
  name.trim() === "" ? html`<span class="unset">${otherwise}</span>` : html`<bdi>${cutText(name)}</bdi>`;

const projectPath = (id: string): string => `/projects/${id.split("/").map(encodeURIComponent).join("/")}`;
export const taskPath = (id: string): string => `/tasks/${encodeURIComponent(id)}`;
const filePath = (id: string): string => `/files/${encodeURIComponent(id)}`;

export const projectLink = ({ id, name }: Pick<Project, "id" | "name">): Html =>
  html`<a href="${projectPath(id)}">${nameLine(name)}</a>`;
export const taskLink = ({ id, name }: Task): Html => html`<a href="${taskPath(id)}">${nameLine(name)}</a>`;
export const fileLink = ({ id, name }: Pick<FileEntry, "id" | "name">): Html =>
  html`<a href="${filePath(id)}">${nameLine(name)}</a>`;

export const chip = (status: Status): Html =>
  html`<span class="chip ${status.toLowerCase()}">${status}</span>`;

/** `RUNNING 2  COMPLETED 7` */
export const tally = (counts: Counts): Html =>
  counts.size === 0
    ? html`<span class="unset">none</span>`
    : html`<ul class="tally">${[...counts].map(
        ([status, n]) => html`<li class="chip ${status.toLowerCase()}">${status} ${count(n)}</li>`,
      )}</ul>`;

const progressText = ({ done, total, of }: Progress): string =>
  of === "steps"
    ? `${count(done)} of ${formatCount(total, "step")}`
    : `${count(done)} of ${formatCount(total, "child", "children")}`;

export const progressCell = (progress: Progress | undefined): Html =>
  progress === undefined
    ? html`<span class="unset">–</span>`
    : html`<span class="progress">${bar(progress)}<span>${progressText(progress)}</span></span>`;

const bar = (progress: Progress): Html =>
  html`<progress max="${progress.total}" value="${progress.done}" aria-label="Progress: ${progressText(progress)}"></progress>`;

export interface Column<T> {
  readonly head: string;
  readonly cell: (item: T) => Html;
  readonly number?: true;
}

/**
 * On a narrow screen its rows turn into cards. A row that is no table row for the layout is none for screen readers
 * either, in some browsers, unless the roles are written out.
 */
export const table = <T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  keyOf: (item: T) => string,
): Html => html`<table role="table"${columns.length === 2 && html` class="pairs"`}><caption class="hidden">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
  ({ head, number }) =>
    html`<th role="columnheader" scope="col"${number && html` class="number"`}>${head}</th>`,
)}</tr></thead>
<tbody role="rowgroup">${rows.map(
  (row) => html`
<tr role="row" data-key="${keyOf(row)}">${columns.map(({ head, cell, number }, index) =>
    index === 0
      ? html`<th role="rowheader" scope="row">${cell(row)}</th>`
      : html`<td role="cell" data-label="${head}"${number && html` class="number"`}>${cell(row)}</td>`,
  )}</tr>`,
)}</tbody></table>`;

export const section = (id: string, heading: string, ...body: readonly Part[]): Html =>
  html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>
${body}</section>`;

/** Names and values. What is undefined or false is left out. */
export const facts = (entries: readonly (readonly [name: string, value: Part])[]): Html =>
  html`<dl class="facts">${entries
    .filter(([, value]) => value !== undefined && value !== false)
    .map(
      ([name, value]) => html`<div data-key="${name}"><dt><bdi>${name}</bdi></dt><dd>${value}</dd></div>`,
    )}</dl>`;

export const crumbs = (...parts: readonly Html[]): Html =>
  html`<nav class="crumbs" aria-label="Where this page is"><ol>${[
    html`<a href="/">Overview</a>`,
    ...parts,
  ].map((it) => html`<li>${it}</li>`)}</ol></nav>`;

/** A page of a list of which there may be a hundred thousand items. */
const PAGE = 50;

export interface Paged<T> {
  readonly items: readonly T[];
  readonly pager: Html | undefined;
}

/** `?tasks=2` is the second page of the tasks; where there is no such page, the nearest that there is. */
export const pageLinks = <T>(all: Rows<T>, query: URLSearchParams, name: string): Paged<T> => {
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const asked = Number(query.get(name) ?? 1);
  const page = Number.isSafeInteger(asked) ? Math.min(Math.max(1, asked), pages) : 1;
  const from = (page - 1) * PAGE;
  const items = all.slice(from, from + PAGE);
  if (pages === 1) return { items, pager: undefined };
  const to = (n: number, words: string): Html =>
    n < 1 || n > pages
      ? html`<span class="unset">${words}</span>`
      : html`<a href="${linkTo(query, name, String(n))}">${words}</a>`;
  return {
    items,
    pager: html`<nav class="pager" aria-label="Pages of ${name}">${to(page - 1, "Previous")}
<span>${count(from + 1)}–${count(from + items.length)} of ${count(all.length)}</span>
${to(page + 1, "Next")}</nav>`,
  };
};

/** The same page with one parameter changed, at its list. */
const linkTo = (query: URLSearchParams, name: string, value: string | undefined, at = name): string => {
  const next = new URLSearchParams(query);
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return `?${next}#${at}`;
};

export const statusQuery = (query: URLSearchParams): Status | undefined =>
  STATUSES.find((it) => it === query.get("status")?.toUpperCase());

/** Links that show one status of a list, with how many there are. */
export const statusFilter = (query: URLSearchParams, counts: Counts, total: number, list: string): Html => {
  const chosen = statusQuery(query);
  const unpaged = new URLSearchParams(query);
  unpaged.delete(list);
  const link = (status: Status | undefined, words: string): Html =>
    html`<li><a class="chip ${status?.toLowerCase() ?? "all"}" href="${linkTo(unpaged, "status", status, list)}"${
      status === chosen && html` aria-current="true"`
    }>${words}</a></li>`;
  // What is chosen stays, with a count of none: the page is live, and the last one may be gone.
  const shown = STATUSES.filter((it) => counts.has(it) || it === chosen);
  return html`<ul class="tally" aria-label="Show only one status">${link(undefined, `All ${count(total)}`)}
${shown.map((it) => link(it, `${it} ${count(counts.get(it) ?? 0)}`))}</ul>`;
};

export const empty = (sentence: Part): Html => html`<p class="empty">${sentence}</p>`;

/** At most so many of something that has no pages, and how many more there are. */
export const cut = <T>(
  all: readonly T[],
): { readonly items: readonly T[]; readonly more: Html | undefined } => ({
  items: all.slice(0, PAGE),
  more: all.length <= PAGE ? undefined : html`<p class="note">and ${count(all.length - PAGE)} more</p>`,
});

export const joinParts = (parts: readonly Part[]): Html => join(parts, html`, `);
