/** Times as the API writes and reads them (API digest 2.5). Inside the emulator a time is a number of milliseconds. */

/** `2016-01-12T19:20:10Z`: UTC, no numeric offset, or the official Python client fails. */
export const writeTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `yyyy-MM-dd`, with a time, with a zone; no zone means UTC. A space for `+` is a client that did not encode it. */
export const readTime = (text: string): number | undefined => {
  const trimmed = text.trim().replace(/ (\d{2}:?\d{2})$/, "+$1");
  const match = shape.exec(trimmed);
  if (match === null) return undefined;
  const zoned = match[1] !== undefined && match[3] === undefined ? `${trimmed}Z` : trimmed;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) ? undefined : ms;
};
