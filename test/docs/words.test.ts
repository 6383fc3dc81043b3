import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { proseOf } from "../support/prose";
import { repository } from "../support/stack";

/* Pages, messages, comments and names of tests use words that a reader knows whose first language is not English. */

/** In each row: what nobody should write, and what is plain. A blank is any blank, also one between two lines of a comment. */
const rows: readonly (readonly [avoided: string, plain: string])[] = [
  ["anew", "again"],
  ["t(?:akes?|aken|aking|ook) over", "adopt"],
  ["t(?:akes?|aken|aking|ook) (?:it|them|(?:a|the) \\w+) over", "adopt"],
  ["told", "reported, known"],
  ["mend(?:s|ed|ing)?", "fix"],
  ["of (?:its|one.s|their|his|her|your|our|my) own", "its own …, a separate …"],
  ["(?:is|are|was|were) to be", "must be, will be"],
  ["who(?:m)?ever", "a user who"],
  ["besides", "also"],
  ["bears?", "has"],
  ["leads", "points to"],
  ["lead (?:to|here|there|nowhere|elsewhere|back)", "point to"],
  ["stands?(?!-)", "is, means, replaces"],
  ["good end", "success"],
  ["by now", "now, already"],
  ["whose it is", "its owner"],
  ["as it would be", "(leave it out)"],
  ["of the like", "(leave it out)"],
];

const blank = /[\s*/#>]+/g;

const avoided = rows.map(([words, plain]) => ({
  pattern: new RegExp(`\\b${words.replaceAll(" ", blank.source)}\\b`, "gi"),
  plain,
}));

/** Files that may have such words, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  "CHANGELOG.md": "entries stay as they were written",
  "test/docs/words.test.ts": "its own table",
};

/** Fixtures hold recorded answers, and states of earlier versions. */
const isOurs = (path: string): boolean =>
  !path.startsWith("test/fixtures/") && !path.includes("node_modules/") && !Object.hasOwn(exceptions, path);

const endings = "{ts,mts,cts,js,mjs,cjs,md,py,sh,yml,yaml,cwl}";
const areas = ["provider", "cli", "emulator", "tools", "test", "docs", "examples", ".github"];

const filesOf = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: repository }).filter(isOurs).sort();

const lineOf = (text: string, index: number): number => text.slice(0, index).split("\n").length;

const findingsIn = (path: string, text: string): readonly string[] =>
  avoided.flatMap(({ pattern, plain }) =>
    [...text.matchAll(pattern)].map(
      (match) => `${path}:${lineOf(text, match.index)}: "${match[0].replace(blank, " ")}": ${plain}`,
    ),
  );

const findingsOf = (path: string): readonly string[] => {
  const source = readFileSync(join(repository, path), "utf8");
  // Only a file with such a word somewhere is worth parsing.
  return findingsIn(path, source).length === 0 ? [] : findingsIn(path, proseOf(path, source));
};

test.each([...areas.map((area) => `${area}/**/*.${endings}`), `*.${endings}`])(
  "%s has none of the words to avoid",
  (pattern) => {
    const paths = filesOf(pattern);
    expect(paths).not.toStrictEqual([]);
    expect(paths.flatMap(findingsOf)).toStrictEqual([]);
  },
);

const program = `
const anew = 1; // once

/** It has \`told\`, which is
 * to be seen. */
say(\`It runs \${anew} anew.\`, "told");
`;

test("a word is found in comments, texts and pages with its line, and names in a program are not read", () => {
  expect([
    ...findingsIn("a.ts", proseOf("a.ts", program)),
    ...findingsIn("a.md", proseOf("a.md", "Text.\nIt takes the draft over.\n")),
  ]).toStrictEqual([
    'a.ts:6: "anew": again',
    'a.ts:4: "is to be": must be, will be',
    'a.md:2: "takes the draft over": adopt',
  ]);
});
