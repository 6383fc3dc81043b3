import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { page } from "../support/docs";
import { repository } from "../support/stack";

/* Code, tests and docs name sections of docs/api-digest.md: "API digest, 5.8", "(API digest, 4 and 6)", "API digest, 5.1 to 5.8". */

const digest = page("docs/api-digest.md");
const sections: ReadonlySet<string> = new Set(
  [...digest.matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map(([, number = ""]) => number),
);

/** One line, without the marks that begin the lines of a comment: a citation may be split between two. */
const inOneLine = (text: string): string => text.replace(/\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, " ");

const number = String.raw`\d+(?:\.\d+)?`;
const named = new RegExp(
  `API digest,? (?:sections? )?(${number}(?:(?:, and |, | and | to )${number})*)`,
  "g",
);
const numbersIn = (text: string): readonly string[] => text.match(new RegExp(number, "g")) ?? [];

const files = globSync(["{provider,cli,emulator,examples,test,tools,docs}/**/*.{ts,mts,py,md}", "*.md"], {
  cwd: repository,
  exclude: ["**/node_modules/**", "docs/api-digest.md", "test/docs/apiDigest.test.ts"],
}).sort();
const texts = files.map((file) => [file, inOneLine(readFileSync(join(repository, file), "utf8"))] as const);

/** A page of the documentation calls it by a link, and emulator/index.ts says what its comments refer to. */
const isProse = (file: string, after: string): boolean =>
  after.startsWith("](") || (file === "emulator/index.ts" && after.startsWith(" (docs of"));

test("the digest has the sections 0 to 12, each once", () => {
  const headings = [...digest.matchAll(/^#{2,3} (\d+(?:\.\d+)?)/gm)].map(([, it]) => it);
  expect(headings).toStrictEqual([...sections]);
  expect(headings.filter((it) => !it?.includes("."))).toStrictEqual(
    Array.from({ length: 13 }, (_, n) => String(n)),
  );
});

test("each citation of the digest names sections that exist", () => {
  const cited = texts.flatMap(([file, text]) =>
    [...text.matchAll(named)].flatMap(([, list = ""]) =>
      numbersIn(list).map((it) => ({ file, section: it })),
    ),
  );
  expect(cited.length).toBeGreaterThan(250);
  expect(cited.filter(({ section }) => !sections.has(section))).toStrictEqual([]);
});

test("each mention of the digest is a citation with a section, or a link", () => {
  const mentions = texts.flatMap(([file, text]) => {
    const cited = new Set([...text.matchAll(named)].map(({ index }) => index));
    return [...text.matchAll(/API\s+digest/g)]
      .filter(({ index }) => !cited.has(index) && !isProse(file, text.slice(index + "API digest".length)))
      .map(({ index }) => ({ file, text: text.slice(index, index + 60) }));
  });
  expect(mentions).toStrictEqual([]);
});

test.each(["docs/standins.md", "docs/api-digest.md"])("sections in parentheses exist: %s", (path) => {
  const cited = [
    ...page(path).matchAll(/\(([^()]*, )?(\d{1,2}(?:\.\d+)?(?:(?:, | and )\d{1,2}(?:\.\d+)?)*)\)/g),
  ];
  expect(cited.length).toBeGreaterThan(5);
  expect(cited.flatMap(([, , list = ""]) => numbersIn(list)).filter((it) => !sections.has(it))).toStrictEqual(
    [],
  );
});

test("the rows of sections 11 and 12 name sections that exist", () => {
  const rows = digest
    .slice(digest.indexOf("## 11. "))
    .split("\n")
    .flatMap((line) => /^\| ([\d., ]+) \|/.exec(line)?.[1]?.trim().split(", ") ?? []);
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((it) => !sections.has(it))).toStrictEqual([]);
});
