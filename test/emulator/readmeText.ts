import { readFileSync } from "node:fs";
import { join } from "node:path";

const readme = readFileSync(join(__dirname, "../../emulator/README.md"), "utf8");

/** The cells of the rows of the table in a section, without the head. */
export const readmeRows = (heading: string): readonly (readonly string[])[] => {
  const section = readme.split(/^## /m).find((it) => it.startsWith(`${heading}\n`));
  return rowsOf(section ?? "");
};

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

/** The first block of code in a language. */
export const readmeBlock = (language: string): string => {
  const [, block] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(readme) ?? [];
  if (block === undefined) throw new Error(`README has no block in ${language}`);
  return block;
};
