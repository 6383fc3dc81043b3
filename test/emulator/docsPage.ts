import { page, rowsOf, sectionOf } from "../support/docs";

const text = page("docs/emulator.md");

/** The cells of the rows of the table in a section, without the head. */
export const pageRows = (heading: string): readonly (readonly string[])[] => rowsOf(sectionOf(text, heading));

/** The first block of code in a language. */
export const pageBlock = (language: string): string => {
  const [, block] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(text) ?? [];
  if (block === undefined) throw new Error(`docs/emulator.md has no block in ${language}`);
  return block;
};
