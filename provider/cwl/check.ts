import type { Batching } from "../model/values/batching";
import { onPort, type TaskInputs, type Value } from "../model/values/value";
import { didYouMean } from "../shared/alike";
import { type Mistake, sentence } from "../shared/mistakes";
import { nearest } from "../shared/text";
import { isUnknown, type Unknown } from "../shared/unknown";
import { batchMistakes, oneOfSplit, type Split, splitFor } from "./batch";
import { emptyLists } from "./emptyLists";
import { otherTypes } from "./fileTypes";
import { isOpen, type Misfit, misfits } from "./misfits";
import type { DefaultBatching, Port } from "./ports";
import { portText } from "./portText";

/** What an app says of the tasks that are made of it. */
interface AppSays {
  readonly inputs: readonly Port[];
  readonly batching: DefaultBatching | undefined;
}

/** What a program says of a task. */
export interface TaskSays {
  readonly inputs: TaskInputs | Unknown;
  readonly batching: Batching | Unknown;
  /** The paths of lists that are empty on purpose. */
  readonly emptyOnPurpose?: readonly string[];
}

/** Sentences that begin with a path and quote no value. */
interface AppFindings {
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

const idsOf = ({ inputs }: AppSays): readonly string[] => inputs.map((port) => port.id);

const mostListed = 12;

const knownPortsText = (names: readonly string[]): string =>
  names.length === 0
    ? "the app has none"
    : `the app has ${names.slice(0, mostListed).join(", ")}${names.length > mostListed ? ` and ${names.length - mostListed} more` : ""}`;

/** `inputs.raeds is not an input of the app: did you mean reads?` */
const noPort = (path: string, given: string, app: AppSays, meant: string | undefined): Mistake => ({
  path,
  wanted: `is not an input of the app: ${meant === undefined ? knownPortsText(idsOf(app)) : didYouMean(given, meant)}`,
});

const isPlain = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

/** The app's own words, and no secret. A file that it suggests is of the project in which the app was made. */
const suggestion = ({ suggestedValue }: Port): string =>
  isPlain(suggestedValue) ? `; the app suggests ${JSON.stringify(suggestedValue)}` : "";

const missingPort = (port: Port): Mistake => ({
  path: `inputs.${port.id}`,
  wanted: `is required (${portText(port)})${suggestion(port)}`,
});

/** A list on a port that takes one value may be meant as a batch. */
const withHint = (value: Value, path: string, wrong: readonly Misfit[]): readonly Misfit[] =>
  wrong.map((misfit) =>
    Array.isArray(value) && misfit.path === path && misfit.given !== undefined
      ? { ...misfit, given: `${misfit.given}: give one value, or split the list with batchInput` }
      : misfit,
  );

/** A value on its port: as it is, or, on the port that a batch splits, as the list that is split. */
const onOnePort = (port: Port, value: Value, split: Split): readonly Misfit[] => {
  const path = `inputs.${port.id}`;
  // The app's default also replaces null.
  const slot = { type: port.type, optional: port.optional || port.default !== undefined };
  const plain = (): readonly Misfit[] => {
    const wrong = misfits(slot, value, path);
    return value === null && wrong.length > 0
      ? wrong.map((misfit) => ({ ...misfit, given: `null${suggestion(port)}` }))
      : withHint(value, path, wrong);
  };
  if (split.port !== undefined && split.port !== port.id) return plain();
  if (split._tag === "none") return plain();
  if (split._tag === "sure") return Array.isArray(value) ? misfits(oneOfSplit(slot), value, path) : [];
  const listed = misfits(oneOfSplit(slot), value, path);
  return listed.length === 0 ? [] : plain();
};

/** A batch says itself that it is over something; on an app's own batch port a list is a list, whatever the port takes. */
const emptyOn = (
  port: Port,
  value: Value,
  split: Split,
  emptyOnPurpose: readonly string[],
): readonly Mistake[] => {
  if (canSplit(split, port.id)) return [];
  const slot = { type: port.type, optional: port.optional || port.default !== undefined };
  const place = split.port === port.id && Array.isArray(value) ? oneOfSplit(slot) : slot;
  return emptyLists(place, value, `inputs.${port.id}`, (path) => emptyOnPurpose.includes(path));
};

/** Of which ports nothing is asked. */
type MayLack = (port: string) => boolean;

const strayInputs = (app: AppSays, inputs: TaskInputs): readonly string[] =>
  Object.keys(inputs).filter((id) => !idsOf(app).includes(id));

/** Rather one that the program does not give already. */
const portMeantBy = (app: AppSays, inputs: TaskInputs, stray: string): string | undefined => {
  const free = idsOf(app).filter((id) => onPort(inputs, id) === undefined);
  return nearest(stray, free) ?? nearest(stray, idsOf(app));
};

const lackingInputs = (app: AppSays, inputs: TaskInputs, split: Split, mayLack: MayLack): readonly Port[] => {
  // A fix of the misspelt name fixes this, too.
  const meant = strayInputs(app, inputs).map((id) => portMeantBy(app, inputs, id));
  const isNeeded = ({ id, optional, default: byDefault }: Port): boolean =>
    !optional && byDefault === undefined && !mayLack(id) && !meant.includes(id) && !canSplit(split, id);
  return app.inputs.filter((port) => onPort(inputs, port.id) === undefined && isNeeded(port));
};

const canSplit = (split: Split, port: string): boolean => split._tag === "sure" && split.port === port;

const batch = (
  app: AppSays,
  inputs: TaskInputs | undefined,
  split: Split,
  mayLack: MayLack,
): readonly Mistake[] =>
  split._tag === "sure" && !idsOf(app).includes(split.port)
    ? [noPort("batchInput", split.port, app, nearest(split.port, idsOf(app)))]
    : batchMistakes(split, inputs, mayLack);

/**
 * Whether the app takes what a program gives it. `mayLack` tells the ports of which nothing is asked: an existing task has
 * on them what it was made with. No stricter than the platform: what that may take all the same is a warning.
 */
export const checkAgainstApp = (
  app: AppSays,
  { inputs, batching, emptyOnPurpose = [] }: TaskSays,
  mayLack: MayLack = () => false,
): AppFindings => {
  const split = splitFor(batching, app.batching);
  if (isUnknown(inputs))
    return { mistakes: batch(app, undefined, split, mayLack).map(sentence), warnings: [] };
  const given = app.inputs.flatMap((port) => {
    const value = onPort(inputs, port.id);
    return value === undefined || isOpen(value) ? [] : [{ port, value }];
  });
  const fits = given.flatMap(({ port, value }) => onOnePort(port, value, split));
  const mistakes: readonly Mistake[] = [
    ...strayInputs(app, inputs).map((id) => noPort(`inputs.${id}`, id, app, portMeantBy(app, inputs, id))),
    ...fits.filter(({ sure }) => sure),
    ...given.flatMap(({ port, value }) => emptyOn(port, value, split, emptyOnPurpose)),
    ...lackingInputs(app, inputs, split, mayLack).map(missingPort),
    ...batch(app, inputs, split, mayLack),
  ];
  return {
    mistakes: mistakes.map(sentence),
    warnings: [
      ...fits.filter(({ sure }) => !sure).map(sentence),
      ...given.flatMap(({ port, value }) => otherTypes(port, value, `inputs.${port.id}`)),
    ],
  };
};
