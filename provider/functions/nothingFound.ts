import type { FileItem } from "../api/endpoints/schemas";
import { didYouMean, visible } from "../shared/alike";
import { explain, type HostError } from "../shared/errors";
import { joinWithAnd, nearest } from "../shared/text";
import { hasMetadata, isMatch, leftOut } from "./choose";
import type { FilesQuery } from "./filesQuery";
import { isFolder, valuesOf } from "./foundFile";

/** What is there in place of the files that nothing was found of: pure. */

const mostListed = 8;

const cutText = (all: readonly string[]): string =>
  all.length > mostListed
    ? `${all.slice(0, mostListed).map(visible).join(", ")} and ${all.length - mostListed} more`
    : joinWithAnd(all.map(visible));

const areOrIs = (all: readonly string[]): string => (all.length === 1 ? "is" : "are");

/** `3 files`, `1 file`. */
const files = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;

/** `.fastq.gz` rather than `.gz`. */
const endingOf = (name: string): string =>
  /(\.[a-z0-9]+)?\.(gz|bgz|bz2|xz|zst|zip|bai|crai|csi|tbi|idx|fai)$/i.exec(name)?.[0] ??
  /\.[^.]+$/.exec(name)?.[0] ??
  "";

/** `58 end in .fastq.gz, 2 in .tar`. */
const endings = (names: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(endingOf(name), (counts.get(endingOf(name)) ?? 0) + 1);
  const [first, ...rest] = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostListed)
    .map(([ending, count]) => [count, ending === "" ? "nothing after a dot" : visible(ending)] as const);
  if (first === undefined) return "";
  return [
    `${first[0]} ${first[0] === 1 ? "ends" : "end"} in ${first[1]}`,
    ...rest.map(([count, ending]) => `${count} in ${ending}`),
  ].join(", ");
};

const aboutMatch = (glob: string, names: readonly string[]): string => {
  if (glob.includes("/"))
    return "match is about the name alone, and no name has a /: give the folder as folder";
  const other = names.filter((name) => isMatch(name.toLowerCase(), glob.toLowerCase())).length;
  const note = other === 0 ? "" : ` (${other} would match in other upper and lower case)`;
  return `none matches ${visible(glob)}: ${endings(names)}${note}`;
};

const aboutField = (
  field: string,
  wanted: readonly string[],
  all: readonly FileItem[],
): string | undefined => {
  const values = [...new Set(all.flatMap(({ metadata }) => valuesOf(metadata, field)))].sort();
  if (values.length === 0) {
    const fields = [...new Set(all.flatMap(({ metadata }) => Object.keys(metadata ?? {})))]
      .filter((name) => all.some(({ metadata }) => valuesOf(metadata, name).length > 0))
      .sort();
    const meant = nearest(field, fields);
    if (meant !== undefined) return `none has the field ${visible(field)}: ${didYouMean(field, meant)}`;
    return `none has the field ${visible(field)}: there ${areOrIs(fields)} ${cutText(fields)}`;
  }
  if (wanted.some((value) => values.includes(value))) return undefined;
  const [first = ""] = wanted;
  const meant = nearest(first, values);
  const hint = meant === undefined ? "" : `${didYouMean(first, meant)} `;
  return `none has that ${visible(field)}: ${hint}there ${areOrIs(values)} ${cutText(values)}`;
};

const aboutMetadata = (
  wanted: Readonly<Record<string, readonly string[]>>,
  all: readonly FileItem[],
): readonly string[] => {
  if (
    !all.some(({ metadata }) =>
      Object.keys(metadata ?? {}).some((field) => valuesOf(metadata, field).length > 0),
    )
  )
    return ["none has metadata"];
  const fields = Object.entries(wanted).flatMap(([field, values]) => aboutField(field, values, all) ?? []);
  return fields.length > 0 ? fields : ["none has all of that metadata at once"];
};

/** The filters, by what they say where they alone let nothing pass. */
const filtersOf = (
  query: FilesQuery,
): readonly (readonly [
  passes: (file: FileItem) => boolean,
  about: (all: readonly FileItem[]) => readonly string[],
])[] => {
  const { match, origin, which } = query;
  return [
    ...(which._tag === "Metadata"
      ? [
          [
            (file: FileItem) => hasMetadata(file, which.metadata),
            (all: readonly FileItem[]) => aboutMetadata(which.metadata, all),
          ] as const,
        ]
      : []),
    ...(match === undefined
      ? []
      : [
          [
            (file: FileItem) => isMatch(file.name, match),
            (all: readonly FileItem[]) => [
              aboutMatch(
                match,
                all.map(({ name }) => name),
              ),
            ],
          ] as const,
        ]),
    ...(origin === "any"
      ? []
      : [
          [
            (file: FileItem) => leftOut(file, { origin, match: undefined }) === undefined,
            () => [origin === "task" ? "none was made by a task" : "all were made by tasks"],
          ] as const,
        ]),
  ];
};

const askedText = ({ match, origin, which }: FilesQuery): string =>
  joinWithAnd([
    ...(which._tag === "Metadata" ? [`metadata (${cutText(Object.keys(which.metadata))})`] : []),
    ...(match === undefined ? [] : [`match ${visible(match)}`]),
    ...(origin === "any" ? [] : [`origin ${origin}`]),
  ]);

const beginning = (query: FilesQuery): string => `nothing is found for ${askedText(query)}`;

/** The same warning where what is there is unknown. */
export const nothingFoundUnseen = (query: FilesQuery, why: HostError): string =>
  `${beginning(query)}; what is there could not be listed: ${explain(why)}`;

/** Whether finding nothing may be a mistake: a filter was given. */
export const isFiltered = ({ match, origin, which }: FilesQuery): boolean =>
  match !== undefined || origin !== "any" || which._tag === "Metadata";

/**
 * The warning about a lookup that finds nothing: `nothing is found for match *.fastq: of 60 files, none matches *.fastq:
 * 60 end in .fastq.gz`. `isWhole` is false where only the first 1,000 have been looked at.
 */
export const nothingFound = (query: FilesQuery, items: readonly FileItem[], isWhole: boolean): string => {
  const all = items.filter((item) => !isFolder(item));
  const folders = items.length - all.length;
  const below =
    query.recursive || folders === 0
      ? ""
      : `; recursive: true looks in its ${folders === 1 ? "folder" : `${folders} folders`}, too`;
  const start = beginning(query);
  if (all.length === 0) return `${start}: there is no file${query.recursive ? "" : " here"}${below}`;
  const filters = filtersOf(query);
  const empty = filters.filter(([passes]) => !all.some(passes)).flatMap(([, about]) => about(all));
  const counts = `${isWhole ? "of" : "of the first"} ${files(all.length)}`;
  const reason = empty.length > 0 ? empty.join("; ") : "none matches all of that";
  return `${start}: ${counts}, ${reason}${below}`;
};
