import * as fc from "fast-check";
import { clock, duration, millisecondsIn } from "../../provider/shared/duration";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../support/assert";

const timeout = arg("timeout", duration);

test.each([
  ["24h", 86_400_000],
  ["90m", 5_400_000],
  ["1h30m", 5_400_000],
  ["2.5h", 9_000_000],
  ["30s", 30_000],
  ["250ms", 250],
  ["7d", 604_800_000],
  ["0h1m", 60_000],
  ["1m1s1ms", 61_001],
])("%s is a duration, and stays as it is written", (text, span) => {
  assertDecodes(timeout, text, text);
  assertEncodes(timeout, text, text);
  expect(millisecondsIn(text)).toBe(span);
});

const wanted = "timeout must be a duration like 24h, 90m or 1h30m";

test.each<[string, unknown, string]>([
  ["no unit", "90", "a string of another form"],
  ["a blank", "1h 30m", "a string of another form"],
  ["another unit", "3 days", "a string of another form"],
  ["a unit in capitals", "24H", "a string of another form"],
  ["no time at all", "0s", "a string of another form"],
  ["no time in several parts", "0h0.0m", "a string of another form"],
  ["a negative time", "-1h", "a string of another form"],
  ["a point without digits", "1.h", "a string of another form"],
  ["nothing", "", "an empty string"],
  ["a number", 90, "a number"],
  ["a date", null, "null"],
])("%s is no duration", (_, given, kind) => {
  assertRejects(timeout, given, `${wanted}, not ${kind}`);
  expect(typeof given === "string" ? millisecondsIn(given) : undefined).toBeUndefined();
});

test("the parts of a duration add up", () => {
  const parts = fc.record({ h: fc.nat(99), m: fc.nat(99), s: fc.integer({ min: 1, max: 99 }) });
  fc.assert(
    fc.property(parts, ({ h, m, s }) => {
      expect(millisecondsIn(`${h}h${m}m${s}s`)).toBe(((h * 60 + m) * 60 + s) * 1000);
    }),
  );
});

test.each([
  [0, "00:00:00"],
  [999, "00:00:00"],
  [760_000, "00:12:40"],
  [86_400_000, "24:00:00"],
  [360_000_000, "100:00:00"],
  // The platform's clock may be ahead of ours.
  [-5_000, "00:00:00"],
])("%i milliseconds are %s on a clock", (span, shown) => {
  expect(clock(span)).toBe(shown);
});
