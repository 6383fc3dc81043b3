import * as t from "io-ts";
import { visible } from "./alike";
import { kindName } from "./text";

/** One thing that is wrong with a program's arguments. It never holds the value itself: that may be secret. */
export interface Mistake {
  /** Where: `executionSettings.maxParallelInstances`, `inputs.reads[2].path`. */
  readonly path: string;
  /** What was expected, as the second half of a sentence: `must be a whole number of at least 1`. */
  readonly wanted: string;
  /** What kind of thing was given, or `undefined` where the kind adds nothing. */
  readonly given?: string;
}

/** Steps into a list are `[2]`; a port may be called `1`, too. Steps into a union or an intersection are io-ts's own. */
const pathOf = (context: t.Context): string =>
  context.reduce((path, { key }, index) => {
    const parent = context[index - 1];
    if (parent !== undefined && isCombination(parent.type)) return path;
    if (Array.isArray(parent?.actual)) return `${path}[${key}]`;
    return path === "" ? key : `${path}.${key}`;
  }, "");

const isCombination = (type: t.Decoder<unknown, unknown>): boolean =>
  type instanceof t.IntersectionType || type instanceof t.UnionType;

/** Some messages have said already what was given. */
const isAboutKind = (wanted: string): boolean => wanted.startsWith("must be") && !wanted.includes(", not ");

/** io-ts's failures as mistakes, in the order of the properties. */
export const mistakesOf = (errors: t.Errors): readonly Mistake[] =>
  errors.map(({ context, value, message }) => ({
    path: pathOf(context),
    wanted: message ?? "has a form that is not understood",
    ...(isAboutKind(message ?? "") ? { given: kindName(value) } : {}),
  }));

/** `executionSettings.maxParallelInstances must be a whole number of at least 1, not a string`. */
export const sentence = ({ path, wanted, given }: Mistake): string => {
  const where = path === "" ? "what is given" : visible(path);
  return given === undefined ? `${where} ${wanted}` : `${where} ${wanted}, not ${given}`;
};
