import * as t from "io-ts";
import { hasEnded } from "../../provider/model/task/taskState";
import { formatParts } from "../../provider/shared/codec";
import type { Note } from "../../provider/shared/printedLine";
import { filesIn } from "../files";
import { type Before, isDraftTask, ofTask, replacement, sourcesOf } from "./certainty";
import { changesOf } from "./changes";
import {
  type Action,
  isRunning,
  type Kind,
  type PreviousRun,
  Price,
  type RunStep,
  sumOf,
  type TaskStep,
} from "./model";
import { partsOfUrn, type Step } from "./preview";
import { isSecret } from "./tasks";

const Known = t.partial({
  task: t.string,
  adopts: t.string,
  status: t.string,
  lastStatus: t.string,
  maxAttempts: t.number,
  wait: t.boolean,
  batch: t.boolean,
  useInterruptibleInstances: t.boolean,
  allowFailures: t.boolean,
  price: Price,
  children: t.array(
    t.intersection([
      t.type({ status: t.string }),
      t.partial({ price: Price, group: t.partial({ value: t.string }) }),
    ]),
  ),
  __attemptCount: t.number,
  // The same in states of version 0.1.0.
  __tries: t.number,
  __startedBy: t.string,
});
type Known = ReturnType<typeof knownStep>;

const knownStep = (properties: unknown) => formatParts(Known.props, properties);

/** What is left to be run again beside the attempts that an interrupted update has left. */
const besideLeft = (notes: readonly Note[]): Action | undefined => {
  if (!notes.some(({ tells }) => tells === "LeftAttempts")) return undefined;
  const [next] = notes.flatMap((note): readonly Action[] =>
    note.tells === "Attempt"
      ? [{ _tag: "Retries", attempt: note.number, failed: note.failed, price: note.cost }]
      : [],
  );
  return next ?? { _tag: "Waits" };
};

/** What `update` does with a run: judged, as the provider does it, from the state, and from what the provider has found. */
const goesOn = (was: Known, now: Known, notes: readonly Note[]): Action => {
  const { status = "", children = [], __tries, __attemptCount: tries = __tries } = was;
  if (!hasEnded(status)) return { _tag: "Waits" };
  const accepted = status === "FAILED" && children.length > 0 && now.allowFailures === true;
  if (tries !== undefined && status !== "DELETED" && tries < (now.maxAttempts ?? 1)) {
    const beside = besideLeft(notes);
    if (beside !== undefined) return beside;
    const failed = children.filter((child) => child.status !== "COMPLETED");
    const paid = failed.length === 0 ? [was.price] : failed.map((child) => child.price);
    return {
      _tag: "Retries",
      attempt: tries + 1,
      failed: failed.length,
      price: sumOf(paid)[0],
    };
  }
  const outcome = status === "DELETED" ? was.lastStatus : status;
  return outcome === "COMPLETED" || accepted || now.wait === false ? { _tag: "Keeps" } : { _tag: "Fails" };
};

/** A run of a task that has been started, or starts itself, only waits. */
const begins = (task: TaskStep | undefined, past: PreviousRun | undefined): Action =>
  (task?.args.run === true && task.kind !== "keep") || past !== undefined
    ? { _tag: "Waits" }
    : { _tag: "Starts" };

const actionOf = (
  kind: Kind,
  task: TaskStep | undefined,
  ofNew: PreviousRun | undefined,
  past: PreviousRun | undefined,
  was: Known,
  now: Known,
  notes: readonly Note[],
): Action => {
  if (kind === "delete")
    return past !== undefined && isRunning(past.status) && was.__startedBy === undefined
      ? { _tag: "Aborts" }
      : { _tag: "Forgets" };
  if (kind === "create") return begins(task, ofNew);
  if (kind === "adopt") return { _tag: "Waits" };
  // Another run of the same task is a clone; that of another task starts it, unless it starts itself.
  if (kind === "replace") return begins(isNew(task) ? task : undefined, undefined);
  return kind === "update" ? goesOn(was, now, notes) : { _tag: "Keeps" };
};

const isNew = (task: TaskStep | undefined): boolean => task?.kind === "create" || task?.kind === "replace";

/** The task that a run to be made would start has been started already. */
const previousRunOfNew = (
  task: TaskStep | undefined,
  past: ReadonlyMap<string, PreviousRun>,
  id: string | undefined,
): PreviousRun | undefined => {
  if (task === undefined) return past.get(id ?? "");
  return isNew(task) ? undefined : task.past;
};

/** A `TaskRun` of the preview. */
export const runStep = (
  before: Before,
  past: ReadonlyMap<string, PreviousRun>,
  step: Step,
  op: Kind,
  onlyIf: boolean,
  notes: readonly Note[],
): RunStep => {
  const { urn, oldState, newState } = step;
  const [was, now] = [knownStep(oldState?.outputs), knownStep(newState?.inputs ?? oldState?.outputs)];
  const kind = op === "create" && now.adopts !== undefined ? "adopt" : op;
  const draft = sourcesOf(newState ?? oldState, "task").find(isDraftTask);
  const task = draft === undefined ? undefined : before.tasks.get(draft);
  const changes =
    oldState && newState ? changesOf("run", oldState.outputs ?? {}, newState.inputs ?? {}, false) : [];
  const found = past.get(was.task ?? oldState?.id ?? "");
  const judged = replacement(before, step, changes, onlyIf);
  const follows = changes.some(({ path, unsure }) => path === "task" && unsure)
    ? ofTask(before, draft)
    : undefined;
  const certainty = judged.certainty === "sure" ? "sure" : (follows ?? judged.certainty);
  return {
    what: "run",
    urn,
    name: partsOfUrn(urn).name,
    kind,
    ...(kind === "replace" ? { certainty, forced: judged.forced } : { certainty: "sure", forced: false }),
    ...(oldState?.id === undefined ? {} : { id: oldState.id }),
    ...(found === undefined ? {} : { past: found }),
    changes: kind === "update" || kind === "replace" ? changes : [],
    from: draft === undefined ? [] : [draft],
    task: draft,
    does: actionOf(
      kind,
      task,
      previousRunOfNew(task, past, now.task),
      found,
      was,
      now,
      notes.filter(({ of, id }) => of === "run" && id === oldState?.id),
    ),
    settings: {
      ...(now.batch === undefined ? {} : { batch: now.batch }),
      ...(now.useInterruptibleInstances === undefined
        ? {}
        : { useInterruptibleInstances: now.useInterruptibleInstances }),
    },
    maxAttempts: now.maxAttempts ?? 1,
    wait: now.wait ?? true,
    isOfAnother: was.__startedBy !== undefined,
    made: new Set(filesIn([oldState?.outputs?.outputs, oldState?.outputs?.childOutputs])),
    groups: isSecret(step) ? [] : (was.children ?? []).flatMap(({ group }) => group?.value ?? []),
  };
};
