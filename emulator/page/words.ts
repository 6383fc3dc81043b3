import { writeTime } from "../times";
import { type Html, html } from "./html";

/** How numbers, times and sizes are written for people. */

export const count = (n: number): string => n.toLocaleString("en-US");

export const formatCount = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** UTC; each page says so. */
export const when = (ms: number | undefined): Html =>
  ms === undefined
    ? html`<span class="unset">–</span>`
    : html`<time datetime="${writeTime(ms)}">${writeTime(ms).replace("T", " ").replace("Z", "")}</time>`;

const units: readonly (readonly [name: string, seconds: number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** `2 h 5 min`: the two largest units that count. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const from = units.findIndex(([, size]) => seconds >= size);
  if (from < 0) return "under 1 s";
  const parts = units.slice(from, from + 2).map(([name, size], index) => {
    const above = index === 0 ? seconds : seconds % (units[from]?.[1] ?? 1);
    return [Math.floor(above / size), name] as const;
  });
  return parts
    .filter(([n], index) => index === 0 || n > 0)
    .map(([n, name]) => `${count(n)} ${name}`)
    .join(" ");
};

/** `2.4 GB`: powers of a thousand. */
export const size = (bytes: number): string => {
  if (bytes < 1000) return formatCount(bytes, "byte");
  const names = ["kB", "MB", "GB", "TB", "PB"];
  const power = Math.min(names.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${names[power - 1]}`;
};

/** Dollars; the parts are whole cents (price.ts). */
export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

/** A text can be megabytes, and a page is asked for again every second. */
const LONGEST = 1_000;

export const cutText = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${count(text.length)} characters)`;
