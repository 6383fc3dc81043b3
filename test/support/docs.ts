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
