/** Times as the API writes and reads them (API digest 2.5). Inside the emulator a time is a number of milliseconds. */

/** `2016-01-12T19:20:10Z`: UTC, no numeric offset, or the official Python client fails. */
export const writeTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** `Date.parse` takes the 30th of February for the 1st of March, and 24:00 for the next day's 00:00. */
const exists = (text: string): boolean => {
  const [day = "", time = ""] = text.split("T");
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) && !time.startsWith("24");
};

const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `yyyy-MM-dd`, with a time, with a zone; no zone means UTC. A space for `+` is a client that did not encode it. */
export const readTime = (text: string): number | undefined => {
  const trimmed = text.trim().replace(/ (\d{2}:?\d{2})$/, "+$1");
  const match = shape.exec(trimmed);
  if (match === null) return undefined;
  const zoned = match[1] !== undefined && match[3] === undefined ? `${trimmed}Z` : trimmed;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) || !exists(trimmed) ? undefined : ms;
};
