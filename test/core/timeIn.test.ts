import { timeIn } from "../../provider/model/timeIn";

const noon = Date.UTC(2026, 10, 30, 12);

test.each([
  "2026-11-30T12:00:00Z",
  "2026-11-30T12:00:00.000Z",
  "2026-11-30T12:00:00",
  "2026-11-30T12:00:00.0",
  "2026-11-30T12:00",
  "2026-11-30T17:00:00+05:00",
  "2026-11-30T17:00:00+0500",
  "2026-11-30T17:00:00 +0500",
  "2026-11-30T04:00:00.000 -0800",
  "2026-11-30T10:45:00 -0115",
  "2026-11-30T12:00Z",
  "2026-11-30T04:00:00.000-08:00",
])("%s is noon in UTC, in whatever zone this machine is", (text) => {
  expect(timeIn(text)).toBe(noon);
});

test.each(["2026-11-30T12:00:00.25", "2026-11-30T12:00:00.250Z", "2026-11-30T17:00:00.250000+0500"])(
  "%s keeps its fraction of a second",
  (text) => {
    expect(timeIn(text)).toBe(noon + 250);
  },
);

test.each([
  undefined,
  null,
  "",
  "yesterday",
  "2026-11-30T12:00:00.",
  "2026-11-30T12:00:00 UTC+1",
  "2026-11-30T12:00:00 +05",
  "2026-11-30T12:00:00 +05000",
  "2026-11-30T12:00:00 +0500 or so",
])("%j is no time", (text) => {
  expect(timeIn(text)).toBeNaN();
});
