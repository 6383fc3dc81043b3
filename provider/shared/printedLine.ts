import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { Price } from "./existingWork";
import { safeText } from "./safeText";

/*
 * The lines of the provider. The engine carries nothing but text from `diff` to a preview, so what `review` needs travels as data at
 * the end of the line, and people may reword the text at any time: `sb:align: … [review:1 {"of":"task",…}]`.
 */

/** A started task, or the run of one, as the provider sees it. */
const Seen = t.intersection([
  t.type({ of: t.union([t.literal("task"), t.literal("run")]), id: t.string, status: t.string }),
  t.partial({ price: Price }),
]);
export type Seen = t.TypeOf<typeof Seen>;

const Attempt = t.intersection([
  t.type({
    tells: t.literal("Attempt"),
    number: t.number,
    /** How many children run again; 0 where it is the task itself. */
    failed: t.number,
  }),
  /** What they had cost; missing where that was nothing, or is not known. */
  t.partial({ cost: Price }),
]);
export type Attempt = t.TypeOf<typeof Attempt>;

/** What a line tells `review`. */
export const Note = t.intersection(
  [
    Seen,
    t.union([
      t.type({ tells: t.literal("Status") }),
      /** Not sure: only if a value that is not known yet really changes. */
      t.type({ tells: t.literal("Replacement"), isSure: t.boolean }),
      /** What failed runs once more. */
      Attempt,
      /** An interrupted update has started attempts that the state does not know. */
      t.type({ tells: t.literal("LeftAttempts") }),
    ]),
  ],
  "Note",
);
export type Note = t.TypeOf<typeof Note>;

/** A text for people, with what it tells `review`. */
export interface Remark {
  readonly text: string;
  readonly note?: Note | undefined;
}

export interface PrintedLine extends Remark {
  /** The name of the resource; missing where the line is about none. */
  readonly resource?: string | undefined;
}

/** A price as a note holds it: whole, or not at all. */
export const notedPrice = (
  price: { readonly amount?: number; readonly currency?: string } | undefined,
): Pick<Seen, "price"> =>
  price?.amount === undefined || price.currency === undefined
    ? {}
    : { price: { amount: price.amount, currency: price.currency } };

const version = 1;
const opening = "[review:";

/** JSON that stays itself wherever it is printed: no tag of the engine, no start of a note, no invisible character. It holds no list. */
const printableJson = (value: string | Note): string =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]|[<[]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A name without what would end it, and without what `safeText` changes. */
const isPlain = (name: string): boolean =>
  !/^["\s]|: /.test(name) && !name.includes(opening) && name !== "" && safeText(name) === name;

const prefix = (resource: string | undefined): string =>
  resource === undefined ? "sb: " : `sb:${isPlain(resource) ? resource : printableJson(resource)}: `;

/** No text, of a platform for one, may look like a note. */
const withoutNote = (text: string): string => text.replaceAll(opening, "[\\review:");

export const formatLine = ({ resource, text, note }: PrintedLine): string =>
  `${prefix(resource)}${withoutNote(text)}${note === undefined ? "" : ` ${opening}${version} ${printableJson(note)}]`}`;

const line = /^sb:(?: |("(?:[^"\\]|\\.)*"|[^\n]+?): )(.*?)(?: \[review:(\d+) (.*)\])?$/s;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parseName = (name: string): string => {
  const parsed = name.startsWith('"') ? parseJson(name) : name;
  return typeof parsed === "string" ? parsed : name;
};

/** What `formatLine` has made a line of; nothing where it is not the provider's. Left: it holds a note that cannot be read here. */
export const parseLine = (printed: string): E.Either<"UnknownNote", PrintedLine | undefined> => {
  const found = line.exec(printed.replace(/[\r\n]+$/, ""));
  if (found === null) return E.right(undefined);
  const [, name, text = "", its, json = ""] = found;
  const said: PrintedLine = { ...(name === undefined ? {} : { resource: parseName(name) }), text };
  // Half a note is none that can be left out.
  if (text.includes(opening)) return E.left("UnknownNote");
  if (its === undefined) return E.right(said);
  const note = Note.decode(parseJson(json));
  return its === String(version) && E.isRight(note)
    ? E.right({ ...said, note: note.right })
    : E.left("UnknownNote");
};
