import type * as t from "io-ts";
import { patternCodec } from "./codec";

/** Go's notation, which Pulumi's `customTimeouts` have too, and days. */
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** How long something may take: `24h`, `90m`, `1h30m`, `2.5h`, `30s`. */
export const duration: t.Type<string> = patternCodec(
  "Duration",
  /^(?=.*[1-9])(\d+(\.\d+)?(ms|s|m|h|d))+$/,
  "must be a duration like 24h, 90m or 1h30m",
);

/** A duration in milliseconds; `undefined` for what is none. */
export const millisecondsIn = (text: string): number | undefined =>
  duration.is(text)
    ? [...text.matchAll(part)].reduce(
        (sum, [, n, unit]) => sum + Number(n) * (milliseconds[unit ?? ""] ?? 0),
        0,
      )
    : undefined;

/** Milliseconds as a clock shows them: `00:12:40`; hours go beyond 24. */
export const clock = (span: number): string => {
  const seconds = Math.max(0, Math.floor(span / 1_000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => String(n).padStart(2, "0"))
    .join(":");
};
