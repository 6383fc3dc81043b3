import { listed } from "../words";
import type { Finding } from "./asked";

type Lost = Exclude<Finding, { readonly _tag: "Found" }>;

const question = (meant: readonly string[]): string => `did you mean ${meant.join("/")}?`;

/** One of the files that are not there, with what is there in its place. */
const said = (finding: Exclude<Lost, { readonly _tag: "Ambiguous" }>): string => {
  const { path } = finding;
  const text = path.join("/");
  switch (finding._tag) {
    case "IsFolder":
      return `${text} (is a folder)`;
    case "IsFile":
      return `${text} (${path.slice(0, finding.depth + 1).join("/")} is a file)`;
    case "LeftOut":
      return `${text} (${finding.why})`;
    case "Missing": {
      const meant =
        finding.meant === undefined ? [] : [question([...path.slice(0, finding.depth), finding.meant])];
      const folder = path.slice(0, finding.depth + 1).join("/");
      const notes = finding.depth < path.length - 1 ? [`there is no folder ${folder}`, ...meant] : meant;
      return notes.length === 0 ? text : `${text} (${notes.join(": ")})`;
    }
  }
};

/** The one sentence about all that is missing or ambiguous among the files asked for; `undefined` where nothing is. */
export const complaint = (findings: readonly Finding[]): string | undefined => {
  const missing = findings.flatMap((one) =>
    one._tag === "Found" || one._tag === "Ambiguous" ? [] : [said(one)],
  );
  const ambiguous = findings.flatMap((one) =>
    one._tag === "Ambiguous" ? [`${one.path.join("/")} (${listed(one.all)})`] : [],
  );
  const count = findings.length === 1 ? "" : `${missing.length} of ${findings.length} files: `;
  const parts = [
    ...(missing.length === 0 ? [] : [`cannot find ${count}${listed(missing)}`]),
    ...(ambiguous.length === 0
      ? []
      : [`there is more than one ${listed(ambiguous)}: ask for the one that is meant with paths`]),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
};
