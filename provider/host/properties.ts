import * as E from "fp-ts/Either";
import { laterSchema, schemaVersion } from "../model/codecs/schema";
import { type DeclaredTask, decodeDeclared } from "../model/task/draftTask";
import { decodeStored } from "../model/task/taskState";
import type { KnownTask } from "../model/task/toApi";
import type { HostError } from "../shared/errors";
import type { Mistake } from "../shared/mistakes";
import { pendingIn } from "../shared/pending";
import { isResolved } from "../shared/unknown";

/** Inputs or outputs as the engine hands them over: plain JSON, secrets in clear, not decoded yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** The program's args in checked inputs: `check` adds `adopts`, the id of a task to import, and what a batch is split into. */
export const argsIn = ({ adopts: _, expectedChildren: __, ...args }: Properties): Properties => args;

/** `.get` gives an id and the provider's text; everything else has been stored by this package, or by a later one. */
export const isStored = ({ status, __schema }: Properties): boolean =>
  status !== undefined || __schema !== undefined;

/** What the state holds, by the codec of its kind. What a later package has stored is never taken for what it is not. */
export const decodeOr =
  <A>(decode: (outputs: Properties) => E.Either<readonly Mistake[], A>) =>
  (id: string, olds: Properties): E.Either<HostError, A> => {
    const later = laterSchema(olds);
    if (later !== undefined)
      return E.left({
        _tag: "Declined",
        reason: `the state of task ${id} was written by a later version of pulumi-sevenbridges (its form is ${later}, this version reads up to ${schemaVersion}): upgrade the package with npm install pulumi-sevenbridges@latest, then run it again`,
      });
    const stored = decode(olds);
    return E.isLeft(stored) ? E.left({ _tag: "BadState", id, mistakes: stored.left }) : stored;
  };

export const readStoredTask = decodeOr(decodeStored);

/** The last guard before anything is sent: decoded, and nothing in it is unknown. */
export const readKnownTask = (news: Properties): E.Either<HostError, KnownTask> => {
  if (isHeldBack(news)) return E.left(heldBack);
  const declared = decodeDeclared(argsIn(news));
  if (E.isLeft(declared)) return E.left({ _tag: "Invalid", mistakes: declared.left });
  const missing = pendingError(declared.right);
  if (missing !== undefined) return E.left(missing);
  return isResolved(declared.right) ? E.right(declared.right) : E.left(unknownInput);
};

/** The program's own process has seen that an arg has no value; the engine has dropped it on the way. */
export const isHeldBack = (news: Properties): boolean => news.__heldBack === true;

export const heldBack: HostError = {
  _tag: "Declined",
  reason:
    "an arg has no value, because what it comes from failed or was left out of this update: nothing was made or changed; run pulumi up again",
};

export const unknownInput: HostError = {
  _tag: "Declined",
  reason:
    "an input is still unknown at the time of the update, and nothing unknown is sent: run pulumi up again",
};

/** What waits for the values of a run is neither made nor changed. */
export const pendingError = (declared: object): HostError | undefined => {
  const missing = pendingIn(declared);
  return missing.length === 0
    ? undefined
    : { _tag: "Declined", reason: missing.map(({ path, why }) => `${path}: ${why}`).join("; ") };
};

/** What the state holds was known when it was stored. */
export const readKnownTaskOrWait = (declared: DeclaredTask): E.Either<HostError, KnownTask> =>
  isResolved(declared)
    ? E.right(declared)
    : E.left({ _tag: "Declined", reason: "the stored state holds an unknown value: run pulumi refresh" });
