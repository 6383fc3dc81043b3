/** A comment that `review` has printed, in its parts. */

export const firstLine = (comment: string): string => comment.split("\n")[0] ?? "";

/** The text under a title, up to the next one. */
export const sectionOf = (comment: string, title: string): string => {
  const [, after = ""] = comment.split(new RegExp(`^#### ${title}(?: \\(\\d+\\))?$`, "m"));
  return after.split(/^#### /m)[0]?.trim() ?? "";
};

/** The rows of the table under a title, without its head. */
export const rowsOf = (comment: string, title: string): readonly string[] =>
  (sectionOf(comment, title).split("\n\n")[0] ?? "").split("\n").slice(2);

/** The text of the graph. */
const graphOf = (comment: string): string => /```mermaid\n([\s\S]*?)\n```/.exec(comment)?.[1] ?? "";

/** Its nodes and arrows, without the looks. */
export const drawnIn = (comment: string): readonly string[] =>
  graphOf(comment)
    .split("\n")
    .slice(1)
    .filter((line) => !line.includes("classDef"))
    .map((line) => line.trim());
