import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rowsOf } from "../support/docs";

/** The table of what the emulator does, and how we know it, is held against the code. */

const root = join(__dirname, "../..");
const folder = join(root, "emulator");
const rows = rowsOf(readFileSync(join(root, "docs/emulator-choices.md"), "utf8")).map(
  ([topic = "", rule = "", evidence = "", where = "", ...more]) => ({
    topic,
    rule,
    evidence: evidence.split("; "),
    where: [...where.matchAll(/`([^`]+)`/g)].map(([, it = ""]) => it),
    more,
  }),
);

const kinds = [
  /^recorded(?: on (?:SBP|CGC|CAVATICA|BDC))?, (?:\d{4}(?:-\d{2})?|undated)$/,
  /^docs$/,
  /^official client$/,
  /^our choice$/,
];

test("each row has a topic, a rule, where it is in the code, and evidence of a known kind", () => {
  expect(rows.length).toBeGreaterThan(40);
  const odd = rows.filter(
    ({ topic, rule, evidence, where, more }) =>
      topic === "" ||
      rule === "" ||
      more.length > 0 ||
      where.length === 0 ||
      !evidence.every((it) => kinds.some((kind) => kind.test(it))),
  );
  expect(odd).toEqual([]);
});

test("a topic has one row, and each file that a row names is there", () => {
  const topics = rows.map(({ topic }) => topic);
  expect(topics.filter((it, index) => topics.indexOf(it) !== index)).toEqual([]);
  expect(rows.flatMap(({ where }) => where).filter((it) => !existsSync(join(folder, `${it}.ts`)))).toEqual(
    [],
  );
});

test("our choices are those that the code marks as such, file by file", () => {
  const marked = globSync("**/*.ts", { cwd: folder })
    .filter((it) => it !== "index.ts" && /our choice/i.test(readFileSync(join(folder, it), "utf8")))
    .map((it) => it.replace(/\.ts$/, ""));
  const named = rows.filter(({ evidence }) => evidence.includes("our choice")).flatMap(({ where }) => where);
  expect([...new Set(named)].sort()).toEqual(marked.sort());
});
