import { hasEnded } from "../../provider/model/task/taskState";
import { isRecord } from "../../provider/shared/codec";
import { ExistingWork, existingWorkKey } from "../../provider/shared/existingWork";
import { argsOf, type TaskArgs } from "./args";
import { type Before, replacement, sourcesOf } from "./certainty";
import { changesOf } from "./changes";
import type { Kind, PreviousRun, TaskStep } from "./model";
import { partsOfUrn, type State, type Step } from "./preview";
import { hidden, unseal } from "./values";

/** The args as the state has them; a resource that `get` has read has them in its outputs only. */
export const storedArgs = ({ inputs, outputs }: State): Readonly<Record<string, unknown>> =>
  outputs !== undefined && "project" in outputs ? outputs : (inputs ?? {});

/** The args as they may be shown. */
const shownArgs = (given: Readonly<Record<string, unknown>>, secret: boolean): TaskArgs => {
  const { inputs, expectedChildren, ...rest } = given;
  const ports = isRecord(inputs) ? inputs : {};
  return argsOf({
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, unseal(value)])),
    ...(secret && rest.description !== undefined ? { description: hidden } : {}),
    inputs: secret ? Object.fromEntries(Object.keys(ports).map((port) => [port, hidden])) : unseal(ports),
    // The groups are metadata of the files in `inputs`.
    expectedChildren:
      secret && isRecord(expectedChildren) ? { count: expectedChildren.count } : expectedChildren,
  });
};

export const isSecret = ({ oldState, newState }: Step): boolean =>
  [oldState, newState].some((state) => [state?.inputs, state?.outputs].some((it) => it?.__secret === true));

/** What `check` has found on the platform for a new resource. */
const existingOf = ({ op, newState }: Step): ExistingWork | undefined => {
  const found = newState?.inputs?.[existingWorkKey];
  return op === "create" && ExistingWork.is(found) ? found : undefined;
};

/**
 * What `--replace` makes of a task that is as the program says: it adopts a draft, and what runs or has done what `run: true`
 * asks for. What a `TaskRun` has run to its end is created, and paid for, again.
 */
const replacementOf = (
  judged: ReturnType<typeof replacement>,
  past: PreviousRun | undefined,
  run: unknown,
): ReturnType<typeof replacement> => {
  const isSpent =
    past !== undefined && hasEnded(past.status) && !(past.status === "COMPLETED" && run === true);
  return judged.forced && isSpent ? { certainty: "sure", forced: false } : judged;
};

/** A `DraftTask` of the preview. */
export const taskStep = (
  before: Before,
  past: ReadonlyMap<string, PreviousRun>,
  step: Step,
  kind: Kind,
  onlyIf: boolean,
): TaskStep => {
  const { urn, oldState, newState } = step;
  const secret = isSecret(step);
  const was = oldState ? storedArgs(oldState) : undefined;
  const now = newState?.inputs ?? {};
  const changes = was !== undefined && newState ? changesOf("task", was, now, secret) : [];
  const existing = existingOf(step);
  const adopts = argsOf(now).adopts ?? (existing?.adopted === true ? existing.id : undefined);
  const id = oldState?.id ?? adopts ?? newState?.id;
  const found =
    id === undefined ? undefined : (past.get(id) ?? (adopts === existing?.id ? existing : undefined));
  return {
    what: "task",
    urn,
    name: partsOfUrn(urn).name,
    kind: kind === "create" && adopts !== undefined ? "adopt" : kind,
    ...(kind === "replace"
      ? replacementOf(replacement(before, step, changes, onlyIf), found, now.run)
      : { certainty: "sure", forced: false }),
    ...(id === undefined ? {} : { id }),
    ...(found === undefined ? {} : { past: found }),
    ...(existing === undefined || existing.adopted ? {} : { existing }),
    changes: kind === "update" || kind === "replace" ? changes : [],
    from: sourcesOf(newState ?? oldState, "inputs"),
    args: shownArgs(newState?.inputs ?? (newState ? storedArgs(newState) : (was ?? {})), secret),
    ...(was === undefined ? {} : { was: shownArgs(was, secret) }),
    secret,
  };
};
