import { howToMatch, visible } from "../shared/alike";
import { joinWithAnd } from "../shared/text";
import type { Finding, Missing } from "./findings";
import { mostHinted } from "./hints";

/** How the files were asked for: what helps to find one by its name is no help for a path. */
export type AskedBy = "names" | "paths";

type Lost = Exclude<Finding, { readonly _tag: "Found" | "Ambiguous" }>;

const shownName = (path: readonly string[]): string => visible(path.join("/"));

const question = ({ path, depth }: Missing, meant: string): string => {
  const how = howToMatch(path[depth] ?? "", meant);
  return `did you mean ${shownName([...path.slice(0, depth), meant])}${how === undefined ? "" : `, ${how}`}?`;
};

const mostPlaces = 3;

/** Where else a file of that name is. */
const places = ({ place }: Missing, paths: readonly string[], by: AskedBy): string => {
  const some = paths.slice(0, mostPlaces);
  const more = paths.length > some.length ? [`${paths.length - some.length} more`] : [];
  const all = (texts: readonly string[]): string => joinWithAnd([...texts.map(visible), ...more]);
  if (by === "paths") return `it is at ${all(some)}`;
  const folders = some.map((path) => path.split("/").slice(0, -1).join("/"));
  const [only] = folders;
  if (folders.length > 1 || only === undefined)
    return `it is in the folders ${all(folders)}: say with folder in which one`;
  if (only === "") return "it is in no folder: leave out folder";
  const here = place.path.join("/");
  const isBelow = here === "" || only.startsWith(`${here}/`);
  return `it is in folder ${visible(only)}: set ${isBelow ? "recursive: true, or " : ""}folder: "${visible(only)}"`;
};

/** One of the files that are not there, with what is there in its place. */
const findingText = (finding: Lost, by: AskedBy): string => {
  const { path } = finding;
  const text = shownName(path);
  switch (finding._tag) {
    case "IsFolder":
      return `${text} (is a folder)`;
    case "IsFile":
      return `${text} (${shownName(path.slice(0, finding.depth + 1))} is a file)`;
    case "LeftOut":
      return `${text} (${finding.why})`;
    case "Missing": {
      const { advice, elsewhere, meant } = finding;
      const hint =
        advice ??
        (elsewhere !== undefined
          ? places(finding, elsewhere, by)
          : meant !== undefined
            ? question(finding, meant)
            : undefined);
      const isFolder = finding.depth < path.length - 1 && advice === undefined;
      const folder = isFolder ? [`there is no folder ${shownName(path.slice(0, finding.depth + 1))}`] : [];
      const notes = [...folder, ...(hint === undefined ? [] : [hint])];
      return notes.length === 0 ? text : `${text} (${notes.join(": ")})`;
    }
  }
};

/** Some by name, then how many more. */
const cutList = (all: readonly string[]): readonly string[] =>
  all.length > mostHinted ? [...all.slice(0, mostHinted), `${all.length - mostHinted} more`] : all;

/** The one sentence about all that is missing or ambiguous among the files asked for; `undefined` where nothing is. */
export const lookupErrorText = (findings: readonly Finding[], by: AskedBy): string | undefined => {
  const missing = findings.flatMap((one) => (one._tag === "Found" || one._tag === "Ambiguous" ? [] : [one]));
  const ambiguous = findings.flatMap((one) =>
    one._tag === "Ambiguous" ? [`${shownName(one.path)} (${joinWithAnd(one.all)})`] : [],
  );
  const count = findings.length === 1 ? "" : `${missing.length} of ${findings.length} files: `;
  const parts = [
    ...(missing.length === 0
      ? []
      : [`cannot find ${count}${joinWithAnd(cutList(missing.map((one) => findingText(one, by))))}`]),
    ...(ambiguous.length === 0
      ? []
      : [
          `there is more than one ${joinWithAnd(cutList(ambiguous))}: ask for the one that is meant with paths`,
        ]),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
};
