import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { timeIn } from "../../provider/shared/timeIn";

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
])("%s is noon in UTC", (text) => {
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

/** What a machine in another zone reads: the zone of this process cannot be changed from within a test. */
const readIn = (zone: string, texts: readonly string[]): unknown => {
  const url = (file: string): string => JSON.stringify(pathToFileURL(join(__dirname, "../..", file)));
  const program = `
    import { requireTypeScript } from ${url("tools/typescript.mts")};
    const { timeIn } = requireTypeScript(${url("tools/typescript.mts")})("../provider/shared/timeIn");
    console.log(JSON.stringify(${JSON.stringify(texts)}.map(timeIn)));`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, TZ: zone },
    encoding: "utf8",
  });
  return JSON.parse(answer);
};

test.each(["Asia/Kolkata", "America/St_Johns"])(
  "a time without a zone is in UTC on a machine in %s",
  (zone) => {
    const texts = ["", ":00", ":00.0", ":00.000000"].map((rest) => `2026-11-30T12:00${rest}`);
    expect(texts.map(timeIn)).toStrictEqual(texts.map(() => noon));
    expect(readIn(zone, texts)).toStrictEqual(texts.map(() => noon));
  },
);
