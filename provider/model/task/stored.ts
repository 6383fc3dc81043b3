import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { formatParts, isRecord, refined } from "../../shared/codec";
import { type Mistake, mistakesOf } from "../../shared/mistakes";
import type { Resolved } from "../../shared/unknown";
import { batchingOf } from "../values/batching";
import { valueFrom } from "../values/fromApi";
import { type TaskInputs, value } from "../values/value";
import type { DeclaredTask } from "./draftTask";
import { knownSettingsBy, type Settings, shapes } from "./fields";

/**
 * Args as the state holds them. A refresh writes there what it finds on the platform, which need not keep to the
 * rules for programs (a blank name, say); so these are read by their shapes alone, and what has no known shape is
 * left out. Only what a task cannot do without is asked for.
 */
const Needed = t.type(
  {
    project: refined("project", t.string.is, "must be a string"),
    app: refined("app", t.string.is, "must be a string"),
    name: refined("name", t.string.is, "must be a string"),
  },
  "StoredArgs",
);

const inputsIn = (stored: unknown): TaskInputs =>
  isRecord(stored)
    ? Object.fromEntries(
        Object.entries(stored).map(([port, item]) => {
          const decoded = value.decode(item);
          return [port, E.isRight(decoded) ? decoded.right : valueFrom(item)];
        }),
      )
    : {};

const { batch, batchInput, batchBy, connection } = shapes;
const batchingShapes = { batch, batchInput, batchBy };

/** What a draft says of machines, places and texts. */
export const storedSettings = (stored: Readonly<Record<string, unknown>>): Resolved<Settings> =>
  knownSettingsBy((row) => row.stored(stored[row.part]));

/** The args of a `DraftTask` out of its stored outputs. */
export const decodeStoredArgs = (
  stored: Readonly<Record<string, unknown>>,
): E.Either<readonly Mistake[], DeclaredTask> => {
  const needed = Needed.decode(stored);
  if (E.isLeft(needed)) return E.left(mistakesOf(needed.left));
  const { project, app, name } = needed.right;
  return E.right({
    project,
    app,
    name,
    ...storedSettings(stored),
    inputs: inputsIn(stored.inputs),
    batching: batchingOf(formatParts(batchingShapes, stored)),
    run: stored.run === true,
    triggers: Array.isArray(stored.triggers) ? stored.triggers : [],
    ...formatParts({ connection }, stored),
  });
};
