import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { page, rowsOf, sectionOf } from "../support/docs";
import { repository } from "../support/stack";

/* docs/architecture.md has a row for each property whose name begins with `__`, which Pulumi hides. */

/** Names of the SDK and of JavaScript. */
const ofOthers = /^__(pulumi\w*|childResources|data|remote|transformations|proto__)$/;

const used: ReadonlySet<string> = new Set(
  globSync("provider/**/*.ts", { cwd: repository })
    .flatMap((file) => readFileSync(join(repository, file), "utf8").match(/\b__[a-z]\w*/g) ?? [])
    .filter((name) => !ofOthers.test(name)),
);

const rows = rowsOf(sectionOf(page("docs/architecture.md"), "Hidden properties"));

/** What only states of earlier versions have, and nobody reads. */
const unread = rows
  .filter(([, , , reader]) => reader === "nobody")
  .map(([name]) => name?.replaceAll("`", ""));

test("the table of hidden properties has each name that the provider uses, once, and no other", () => {
  const names = rows.map(([name]) => name?.replaceAll("`", ""));
  expect(names.filter((name) => !unread.includes(name)).sort()).toStrictEqual([...used].sort());
});

test("each row says of which resource it is, who writes it, who reads it, and whether it is stored", () => {
  const odd = rows.filter(
    ([, of = "", writer, reader, stored = "", what]) =>
      !["both", "task", "run"].includes(of) ||
      !["yes", "no", "earlier"].includes(stored) ||
      [writer, reader, what].some((cell) => cell === undefined || cell === ""),
  );
  expect(odd).toStrictEqual([]);
});

test("what a state of an earlier version holds is in the table as stored", () => {
  const states = globSync("test/fixtures/state/*/*/state.json", { cwd: repository });
  const held = new Set(
    states.flatMap((file) => readFileSync(join(repository, file), "utf8").match(/(?<=")__\w+(?=":)/g) ?? []),
  );
  const stored = new Set(rows.filter((row) => row[4] !== "no").map(([name]) => name?.replaceAll("`", "")));
  expect(held.size).toBeGreaterThan(5);
  expect([...held].filter((name) => !stored.has(name))).toStrictEqual([]);
});
