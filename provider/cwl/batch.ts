import type { BatchBy, Batching } from "../model/values/batching";
import { onPort, type TaskInputs } from "../model/values/value";
import type { Mistake } from "../shared/mistakes";
import { isUnknown, type Unknown } from "../shared/unknown";
import { givenKind, isOpen, type Slot } from "./misfits";
import type { DefaultBatching } from "./ports";
import type { PortType } from "./types";

/** Which port a batch splits, as far as program and app say: API digest, section 6. */
export type Split =
  /** The task is no batch. */
  | { readonly _tag: "none"; readonly port?: undefined }
  /** Its port takes a list. */
  | { readonly _tag: "sure"; readonly port: string; readonly by: BatchBy | DefaultBatching["batchBy"] }
  /** Not known yet, or the app's own batching, of which the program says nothing: a port (any, where it is not named) may take a list. */
  | { readonly _tag: "open"; readonly port?: string }
  /** `batch: true`, and nothing to split by. */
  | { readonly _tag: "lacking"; readonly port?: undefined };

export const splitFor = (batching: Batching | Unknown, byDefault: DefaultBatching | undefined): Split => {
  if (isUnknown(batching)) return { _tag: "open" };
  if (batching._tag === "Disabled") return { _tag: "none" };
  if (batching._tag === "Override")
    return isUnknown(batching.batchInput)
      ? { _tag: "open" }
      : { _tag: "sure", port: batching.batchInput, by: batching.batchBy };
  if (byDefault === undefined) return { _tag: batching.required ? "lacking" : "none" };
  return batching.required
    ? { _tag: "sure", port: byDefault.batchInput, by: byDefault.batchBy }
    : { _tag: "open", port: byDefault.batchInput };
};

/** The batch port takes a list, whether it is declared `File` or `File[]`. */
const listOf = (type: PortType): PortType => {
  if (type._tag === "union") return { ...type, choices: type.choices.map(listOf) };
  return type._tag === "array" ? type : { _tag: "array", items: type };
};

export const oneOfSplit = ({ type, optional }: Slot): Slot => ({ type: listOf(type), optional });

const isFile = (item: unknown): boolean =>
  isOpen(item) || ["a File", "a Directory"].includes(givenKind(item));

/** What is wrong with the list that is split, beside its items' own types. */
const inList = (path: string, given: unknown, by: Split & { readonly _tag: "sure" }): readonly Mistake[] => {
  if (!Array.isArray(given) || given.length === 0)
    return [
      {
        path,
        wanted: "must be a list with something in it, for batchInput splits it",
        given: givenKind(given),
      },
    ];
  if (by.by.type !== "CRITERIA") return [];
  const index = given.findIndex((item) => !isFile(item));
  return index < 0
    ? []
    : [
        {
          path: `${path}[${index}]`,
          wanted: "must be a File, for batchBy groups by metadata",
          given: givenKind(given[index]),
        },
      ];
};

/** What is wrong with how a task is split over a port that the app has. */
export const batchMistakes = (
  split: Split,
  inputs: TaskInputs | undefined,
  mayLack: (port: string) => boolean,
): readonly Mistake[] => {
  if (split._tag === "lacking")
    return [
      {
        path: "batch",
        wanted: "is true, but the app does not define batching: give batchInput and batchBy",
      },
    ];
  if (split._tag !== "sure" || inputs === undefined) return [];
  const path = `inputs.${split.port}`;
  const given = onPort(inputs, split.port);
  if (given === undefined)
    return mayLack(split.port) ? [] : [{ path, wanted: "is required: batchInput splits it" }];
  return isOpen(given) ? [] : inList(path, given, split);
};
