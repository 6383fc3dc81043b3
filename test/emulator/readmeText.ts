import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rowsOf, sectionOf } from "../support/docs";

const readme = readFileSync(join(__dirname, "../../emulator/README.md"), "utf8");

/** The cells of the rows of the table in a section, without the head. */
export const readmeRows = (heading: string): readonly (readonly string[])[] =>
  rowsOf(sectionOf(readme, heading));

/** The first block of code in a language. */
export const readmeBlock = (language: string): string => {
  const [, block] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(readme) ?? [];
  if (block === undefined) throw new Error(`README has no block in ${language}`);
  return block;
};
