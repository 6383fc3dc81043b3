import { setTimeout as later } from "node:timers/promises";
import type { Process } from "../host/provider";
import { until } from "../support/until";
import { type Aim, aimsOf, type Journaled } from "./calls";
import { unclear } from "./clear";
import type { Variant } from "./faults";
import { goingOn, stateOf, tasksOn, wrongInState } from "./observed";
import { destroy, type Operation, refresh } from "./operation";
import type { Failure, Stack } from "./stack";
import { processFor, shownInLists, type World } from "./world";

/** What an operation leaves behind: on the platform, in the state, and once all is destroyed. */
interface Traces {
  readonly tasks: readonly string[];
  readonly state: string;
  /** Whether another `up` would change something. */
  readonly changes: boolean;
  readonly destroyed: readonly string[];
}

/** An operation without trouble: its calls, and what comes of them. */
export interface Untroubled extends Traces {
  readonly aims: readonly Aim[];
}

export type Outcome = "unnoticed" | "resumed" | "kept" | "violation";

/** How an operation came through one case. */
export interface Result {
  readonly outcome: Outcome;
  /** In what the promise was broken. */
  readonly violations: readonly string[];
  readonly failure: Failure | undefined;
}

/** No case takes as long; what does would never end. */
const longest = 60_000;

const within = async (act: Promise<Failure | undefined>): Promise<Failure | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Failure>((end) => {
    timer = setTimeout(() => end({ message: "it does not come back", reasons: [], id: undefined }), longest);
  });
  try {
    return await Promise.race([act, over]);
  } finally {
    clearTimeout(timer);
  }
};

/** Who waits for a task waits through an outage, and says so: then it is over. */
const reopened = async <A>({ gate }: World, { lines }: Process, act: Promise<A>): Promise<A> => {
  if (gate === undefined) return act;
  const over = act.then(
    () => true,
    () => true,
  );
  const waits = async (): Promise<void> => {
    while (!lines.some((line) => line.includes("still waiting, for the tasks go on")))
      if (await Promise.race([over, later(20, false)])) return;
    await gate.open();
  };
  const [result] = await Promise.all([act, waits()]);
  return result;
};

/** Untroubled: as long as it takes, but no longer than a user would accept. */
const patience = 3;

/** What nobody waits for comes to its end, and the state learns of it. */
const settled = async (operation: Operation, world: World, stack: Stack): Promise<void> => {
  if (operation.settles !== true || stack.kept === undefined) return;
  await until(async () => (await goingOn(world.platform)) === 0);
  const failure = await stack.refresh(processFor(world, operation));
  if (failure !== undefined) throw new Error(`the refresh failed: ${failure.message}`);
};

const recovered = async (
  operation: Operation,
  world: World,
  stack: Stack,
  left = patience,
): Promise<Failure | undefined> => {
  await shownInLists();
  const failure = await within(operation.again(stack, processFor(world, operation)));
  return failure === undefined || left <= 1 ? failure : recovered(operation, world, stack, left - 1);
};

/** What is left behind, and what is left of that when all is destroyed. */
const tracesOf = async (operation: Operation, world: World, stack: Stack): Promise<Traces> => {
  const { platform } = world;
  await settled(operation, world, stack);
  const tasks = await tasksOn(platform);
  const state = stateOf(stack);
  const changes = stack.kept !== undefined && (await stack.changes(processFor(world, operation)));
  const failure = await destroy(stack, processFor(world, operation));
  const destroyed = failure === undefined ? await tasksOn(platform) : [`destroy failed: ${failure.message}`];
  return { tasks, state, changes, destroyed };
};

const prepared = async (operation: Operation, world: World): Promise<Stack> => {
  const stack = await operation.prepare({
    platform: world.platform,
    world,
    process: () => processFor(world, { ...operation, isRenamed: false }),
  });
  await shownInLists();
  return stack;
};

/** Runs an operation with nothing in its way. */
export const untroubledRun = async (operation: Operation, world: World): Promise<Untroubled> => {
  const stack = await prepared(operation, world);
  await world.platform.requests();
  const failure = await operation.act(stack, processFor(world, operation));
  if (failure !== undefined) throw new Error(`${operation.name} fails by itself: ${failure.message}`);
  const journal: readonly Journaled[] = await world.platform.requests();
  return { aims: aimsOf(journal), ...(await tracesOf(operation, world, stack)) };
};

/** What an operation is measured by: itself without trouble, or what it must come to. */
export const measured = async (
  operation: Operation,
  run: (operation: Operation) => Promise<Untroubled>,
): Promise<Untroubled> => {
  const own = await run(operation);
  const { like } = operation;
  return like === undefined
    ? own
    : { ...(await run({ ...operation, ...like, like: undefined })), aims: own.aims };
};

/** Where two texts begin to differ. */
const apart = (found: string, wanted: string): string => {
  const at = [...found].findIndex((letter, index) => letter !== wanted[index]);
  const from = Math.max(0, (at < 0 ? found.length : at) - 60);
  return `…${found.slice(from, from + 160)}…, not …${wanted.slice(from, from + 160)}…`;
};

const differences = (found: Traces, wanted: Traces): readonly string[] => {
  const [tasks, expected] = [found.tasks.length, wanted.tasks.length];
  const count = tasks > expected ? "duplicate" : tasks < expected ? "loss" : "the platform differs";
  const same = (part: "tasks" | "destroyed"): boolean =>
    JSON.stringify(found[part]) === JSON.stringify(wanted[part]);
  return [
    ...(same("tasks")
      ? []
      : [
          `${count}: ${tasks} tasks, expected ${expected}: ${apart(found.tasks.join(), wanted.tasks.join())}`,
        ]),
    ...(found.state === wanted.state ? [] : [`the state differs: ${apart(found.state, wanted.state)}`]),
    ...(found.changes === wanted.changes
      ? []
      : [`a further diff says ${found.changes}, expected ${wanted.changes}`]),
    ...(same("destroyed")
      ? []
      : [`orphan: destroy leaves ${apart(found.destroyed.join(), wanted.destroyed.join())}`]),
  ];
};

/** Runs an operation with trouble at one of its calls, lets the user try again, and looks at what has become of it all. */
export const troubledRun = async (
  operation: Operation,
  world: World,
  variant: Variant,
  aim: Aim,
  wanted: Untroubled,
): Promise<Result> => {
  const { platform, gate } = world;
  const stack = await prepared(operation, world);
  const process = processFor(world, operation, variant.options);
  await variant.arm(world, aim);
  const failure = await within(reopened(world, process, operation.act(stack, process)));
  await platform.control("DELETE", "/faults");
  await gate?.open();
  const violations: string[] = [];
  if (failure !== undefined) {
    const odd = unclear(failure, platform.token);
    if (odd !== undefined) violations.push(odd);
  }
  // The state keeps what the platform has said of a task until the next look.
  if (variant.misleads === true) await refresh(stack, processFor(world, operation));
  if (failure !== undefined || variant.misleads === true) {
    const again = await recovered(operation, world, stack);
    if (again !== undefined) violations.push(`it fails ${patience} times more: ${again.message}`);
  }
  const wrong = await wrongInState(platform, stack, operation.kind);
  if (wrong !== undefined) violations.push(wrong);
  violations.push(...differences(await tracesOf(operation, world, stack), wanted));
  return {
    outcome:
      violations.length > 0
        ? "violation"
        : failure === undefined
          ? "unnoticed"
          : failure.id === undefined
            ? "resumed"
            : "kept",
    violations,
    failure,
  };
};
