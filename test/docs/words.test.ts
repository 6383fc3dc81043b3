import { globSync } from "node:fs";
import { page } from "../support/docs";
import { repository } from "../support/stack";

/* The pages use words that a reader knows whose first language is not English. */

const pages = ["*.md", "docs/**/*.md", ".github/**/*.md"].flatMap((pattern) =>
  globSync(pattern, { cwd: repository }),
);

/** What the commands print is as it is. */
const prose = (path: string): string => page(path).replace(/^```[\s\S]*?^```/gm, "");

const avoided =
  /\banew\b|\bof its own\b|\bis to be\b|\bwhoever\b|\btold of\b|\bby now\b|\bbesides\b|\bleads there\b|\bwhose it is\b/gi;

/** A row of the fault matrix has the name of the tests that it counts. */
const names: Readonly<Record<string, readonly string[]>> = { "docs/proof.md": ["anew"] };

test.each(pages)("%s has none of the words to avoid", (path) => {
  expect(prose(path).match(avoided) ?? []).toStrictEqual(names[path] ?? []);
});
