import { draftTaskProvider } from "../../provider/host";
import { type Properties, unseal } from "../host/provider";
import { bySample, draft as draftOf } from "../host/runs";
import { storedInPart } from "../host/taskRun/partialRuns";
import { app, project, reads } from "../support/seed";
import { until } from "../support/until";
import { goingOn } from "./observed";
import { destroy, type Operation, refresh, untroubled, up, upThatWaits } from "./operation";
import { Stack } from "./stack";
import { processFor } from "./world";

/** What is done to the task before it runs: how it, or one of its children, ends. */
type Order = Readonly<Record<string, unknown>>;

interface Task {
  readonly more?: Properties;
  readonly ends?: Order;
}

const left = { wait: false };

const single: Task = {};
const failing: Task = { ends: { outcome: "FAILED" } };
const batch: Task = { more: bySample };
const halfFailing: Task = { more: bySample, ends: { children: { b: "FAILED" } } };

/** A draft that waits to be run. */
const waiting =
  ({ more, ends }: Task, args: Properties = {}): Operation["prepare"] =>
  async ({ platform }) => {
    // Where no task of a list has a description, each is read in whole.
    const task = await draftOf(platform, { description: "by hand", ...more });
    if (ends !== undefined) await platform.control("POST", `/tasks/${task}`, ends);
    return new Stack({ task, ...args });
  };

const draftArgs: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
};

/** The `DraftTask`s of the runs here whose programs declare them. */
const sources = new WeakMap<Stack, Stack>();

/** A draft of the program's own, which the state holds. */
const declared: Operation["prepare"] = async ({ world }) => {
  const source = new Stack(draftArgs);
  const process = processFor(world, { kind: "DraftTask" });
  untroubled(await source.up(process));
  const stack = new Stack({ task: source.kept?.id, ...left });
  sources.set(stack, source);
  return stack;
};

/** The process knows the `DraftTask`: before the start, the draft's tag says who starts it. */
const upWithDraft: Operation["act"] = async (stack, process) => {
  const draft = sources.get(stack)?.kept;
  if (draft === undefined) throw new Error("the program declares no draft");
  const provider = draftTaskProvider(process.session, () => undefined);
  const checked = await provider.check?.(draft.inputs, {
    ...draftArgs,
    __owner: process.owner.replace("TaskRun", "DraftTask"),
    __defaultName: "align",
    __provider: "text",
  });
  await provider.diff?.(draft.id, unseal(draft.outs), unseal(checked?.inputs));
  return up(stack, process);
};

/** A run that is up, or that has come to its bad end; then the program changes. */
const started =
  (task: Task, args: Properties, next: Properties = args): Operation["prepare"] =>
  async (bench) => {
    const stack = await waiting(task, args)(bench);
    const failure = await stack.up(bench.process());
    if (task.ends === undefined) untroubled(failure);
    return Object.assign(new Stack({ task: stack.program.task, ...next }), { kept: stack.kept });
  };

/** A run that nobody has waited for, at its end. */
const over =
  (task: Task): Operation["prepare"] =>
  async (bench) => {
    const stack = await started(task, left)(bench);
    await until(async () => (await goingOn(bench.platform)) === 0);
    return stack;
  };

/** A further attempt that nobody has waited for, at its end: a look reads all attempts in bulk. */
const retried: Operation["prepare"] = async (bench) => {
  const stack = await started(halfFailing, { maxAttempts: 2 }, { maxAttempts: 2, ...left })(bench);
  untroubled(await stack.up(bench.process()));
  await until(async () => (await goingOn(bench.platform)) === 0);
  return stack;
};

/** A process that died while it waited for an attempt, which has ended since: the state does not know it. */
const unwatched =
  (task: Task): Operation["prepare"] =>
  async (bench) => {
    const stack = await started(task, { maxAttempts: 2 })(bench);
    const { kept } = stack;
    untroubled(await stack.up(bench.process(), { ...stack.program, ...left }));
    stack.kept = kept;
    await until(async () => (await goingOn(bench.platform)) === 0);
    return stack;
  };

/** A run whose second attempt has completed. */
const retriedOnce =
  (task: Task): Operation["prepare"] =>
  async (bench) => {
    const stack = await started(task, { maxAttempts: 2 })(bench);
    untroubled(await stack.up(bench.process()));
    return stack;
  };

/** The same, stored without that attempt's values and price. */
const inPart =
  (task: Task): Operation["prepare"] =>
  async (bench) => {
    const stack = await retriedOnce(task)(bench);
    stack.kept = stack.kept && storedInPart(stack.kept);
    return stack;
  };

/** A process that died in the middle of an attempt: its clone exists, and the state does not know it. */
const cutOff =
  (task: Task, at: string): Operation["prepare"] =>
  async (bench) => {
    const stack = await started(task, { maxAttempts: 2 })(bench);
    const { kept } = stack;
    await bench.platform.fault({ match: { method: "POST", path: at }, kind: "drop" });
    await stack.up(bench.process());
    stack.kept = kept;
    return stack;
  };

const quick = { kind: "TaskRun", speed: "quick", again: up } as const;
const medium = { ...quick, speed: "medium" } as const;
const slow = { ...quick, speed: "slow" } as const;

export const runOperations: readonly Operation[] = [
  { ...slow, name: "run", prepare: waiting(single, left), act: up },
  {
    ...slow,
    name: "run of the program's own draft",
    prepare: declared,
    act: upWithDraft,
    again: upWithDraft,
  },
  { ...quick, name: "run and wait", prepare: waiting(single), act: up },
  { ...quick, name: "run and wait, batch", prepare: waiting(batch), act: up },
  { ...medium, name: "wait on", prepare: started(single, left, {}), act: upThatWaits, again: upThatWaits },
  {
    ...medium,
    name: "wait on, batch",
    prepare: started(batch, left, {}),
    act: upThatWaits,
    again: upThatWaits,
  },
  { ...slow, name: "read of a run", prepare: started(single, left), act: refresh },
  { ...quick, name: "read of a batch's run", prepare: over(batch), act: refresh },
  { ...slow, name: "abort", prepare: started(single, left), act: destroy, again: destroy },
];

export const attemptOperations: readonly Operation[] = [
  { ...quick, name: "attempt (clone, update, run)", prepare: started(failing, { maxAttempts: 2 }), act: up },
  { ...quick, name: "attempt of a child", prepare: started(halfFailing, { maxAttempts: 2 }), act: up },
  {
    ...quick,
    name: "attempt after a killed one",
    prepare: cutOff(failing, "/actions/run$"),
    act: up,
  },
  { ...quick, name: "bulk read of attempts", prepare: retried, act: refresh },
  { ...quick, name: "run again (clone)", prepare: started(single, {}, { triggers: ["again"] }), act: up },
];

/** What was left by a process that was killed, or by an earlier version. */
export const leftOverOperations: readonly Operation[] = [
  {
    ...quick,
    name: "attempt that ended unwatched",
    prepare: unwatched(failing),
    act: up,
    like: { prepare: started(failing, { maxAttempts: 2 }), act: up },
  },
  {
    ...quick,
    name: "attempt of a child that ended unwatched",
    prepare: unwatched(halfFailing),
    act: up,
    like: { prepare: started(halfFailing, { maxAttempts: 2 }), act: up },
  },
  {
    ...quick,
    name: "read of a run stored in part",
    prepare: inPart(failing),
    act: refresh,
    like: { prepare: retriedOnce(failing), act: refresh },
  },
  {
    ...quick,
    name: "read of a batch's run stored in part",
    prepare: inPart(halfFailing),
    act: refresh,
    like: { prepare: retriedOnce(halfFailing), act: refresh },
  },
];
