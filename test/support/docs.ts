import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./stack";

/** The text of a page: `README.md`, `docs/pipelines.md`. */
export const page = (path: string): string => readFileSync(join(repository, path), "utf8");

/** The blocks of a language that a page shows, in their order. */
export const blocksOf = (path: string, language: string): readonly string[] =>
  [...page(path).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text]) => text ?? "",
  );

/** The text of a page below a heading of the second level. */
export const sectionOf = (text: string, heading: string): string =>
  text.split(/^## /m).find((it) => it.startsWith(`${heading}\n`)) ?? "";

/** The cells of the rows of a table, without the head. */
export const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split("\n")
    .filter((it) => it.startsWith("|"))
    .slice(2)
    .map((it) =>
      it
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
