import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { isRecord } from "../shared/codec";
import { explain, type HostError } from "../shared/errors";
import { groupsOfMany, type Kinds, maxAlike } from "../shared/manyAlike";
import { isInline } from "./inline";
import { causeOf, type Failure, failureText } from "./lookupFailure";
import { isPlain } from "./markedValues";
import { isPreview, isUnderMocks, serialize, summarize, wasReported } from "./previewErrors";
import { programError } from "./programError";
import { logError } from "./programLog";
import { ignoreFailure, orUnknown } from "./settled";

/*
 * How the user reads of lookups that fail. One error object is one message: the SDK prints each object once, when an Output
 * has failed with it. So all lookups that fail for one reason share one object, and its text is put together when it is
 * printed, with all that wait for it.
 */

/** A lookup that has failed, and has not said so yet. */
interface Held {
  readonly name: string;
  readonly asked: string;
  readonly why: HostError;
  readonly fail: (error: pulumi.RunError) => void;
}

/** What one run of a program has asked. */
interface Run {
  /** Lookups that have no answer yet. */
  open: number;
  /** How many there were so far. */
  asked: number;
  /** Until no lookup is open, failures are held back: those of one cause come together, and in the order asked. */
  readonly held: Map<number, Held>;
  /** By the cause. */
  readonly errors: Map<string, pulumi.RunError>;
  /** The causes, by their kind. */
  readonly kinds: Kinds;
}

const runs = new WeakMap<object, Run>();
const failures = new WeakMap<object, Failure>();

/** An Automation API process runs many programs, each with another monitor. */
const thisRun = (): Run => {
  const monitor: object = pulumi.runtime.getMonitor() ?? runs;
  const run = runs.get(monitor) ?? {
    open: 0,
    asked: 0,
    held: new Map(),
    errors: new Map(),
    kinds: new Map(),
  };
  runs.set(monitor, run);
  return run;
};

/** What was looked up is named after the first two words: `cannot find genome.fa`. */
const kindOf = (name: string, reason: string): string => `${name}: ${reason.split(" ", 2).join(" ")}`;

const newError = (run: Run, name: string, asked: string, why: HostError): pulumi.RunError => {
  const reason = explain(why);
  // A preview names what is wrong with the settings where a resource meets it first; then there is only its last word.
  if (why._tag === "SettingsProblem" && wasReported(reason)) return summarize();
  const kind = kindOf(name, reason);
  const alike = run.kinds.get(kind) ?? { first: `${asked}: ${reason}`, count: 0 };
  run.kinds.set(kind, alike);
  alike.count += 1;
  if (alike.count > maxAlike) {
    const more = run.errors.get(kind) ?? programError(() => groupsOfMany(alike));
    run.errors.set(kind, more);
    return more;
  }
  const failure: Failure = { reason, asked: new Set(), lookups: 0, waiters: new Map() };
  const error = programError(() => failureText(failure));
  failures.set(error, failure);
  return error;
};

/** The error that a lookup fails with: that of its cause, if another one has failed because of it. */
const errorOf = (run: Run, { name, asked, why }: Held): pulumi.RunError => {
  const cause = causeOf(asked, why);
  const error = run.errors.get(cause) ?? newError(run, name, asked, why);
  run.errors.set(cause, error);
  const failure = failures.get(error);
  if (failure !== undefined) {
    failure.asked.add(asked);
    failure.lookups += 1;
  }
  return error;
};

/** The SDK prints an error when a turn ends in which nobody has handled it: one turn for each keeps the order. */
const inTurn = (steps: readonly (() => void)[], next = 0): void => {
  const step = steps[next];
  if (step === undefined) return;
  step();
  setImmediate(() => inTurn(steps, next + 1));
};

/** An answer may start the next lookup at once, so one turn passes before none is open. */
const withAnswer = (run: Run): void => {
  run.open -= 1;
  setImmediate(() => {
    if (run.open > 0) return;
    const inOrder = [...run.held].sort(([a], [b]) => a - b);
    run.held.clear();
    // An error's text counts all that have failed for its reason, so that none is printed before all are known.
    const errors = inOrder.map(([, held]) => ({ held, error: errorOf(run, held) }));
    inTurn(
      errors.map(
        ({ held, error }) =>
          () =>
            held.fail(error),
      ),
    );
  });
};

/** A program that fails in its own text fails the outputs of its stack, too; the SDK handles their value alone. */
const ignoreStackOutputs = (): void => {
  const outputs = pulumi.runtime.getStackResource()?.outputs;
  if (pulumi.Output.isInstance(outputs)) ignoreFailure(outputs);
};

/** Runs a lookup: its answer, or the one error of its cause. */
export const valueOrFail = async <A>(
  name: string,
  asked: string,
  ask: TE.TaskEither<HostError, A>,
): Promise<A> => {
  const run = thisRun();
  const place = run.asked;
  run.asked += 1;
  run.open += 1;
  const answer = await ask().finally(() => withAnswer(run));
  if (E.isRight(answer)) return answer.right;
  if (isInline()) ignoreStackOutputs();
  const why = answer.left;
  throw await new Promise<pulumi.RunError>((fail) => run.held.set(place, { name, asked, why, fail }));
};

/**
 * An Output that fails is an unhandled rejection, which the Automation API gives to all programs of its process. In the preview
 * of such a program the failure is printed, which fails this program alone, and the value stays unknown.
 */
export const failingAlone = <A>(answer: pulumi.Output<A>): pulumi.Output<A> =>
  isPreview() && isInline()
    ? orUnknown(answer, ({ message }) => {
        if (!wasReported(message)) void logError([message]);
      })
    : answer;

/** Whether an Output comes out of a resource. The SDK knows, its type declarations leave it out. */
const isOfResource = (value: pulumi.Output<unknown>): boolean => {
  const resources: unknown = Reflect.get(value, "resources");
  const found: unknown = typeof resources === "function" ? resources.call(value) : undefined;
  return found instanceof Set && found.size > 0;
};

/** Remembers which args of a resource wait for lookups, for the messages of those that fail. */
export const watchLookups = (resource: string, path: string, value: unknown): void => {
  if (isUnderMocks()) return;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const isFirst = value instanceof Promise || !isOfResource(value);
    serialize("", { value }).catch((error: unknown) => {
      const waiters = isRecord(error) ? failures.get(error)?.waiters : undefined;
      const known = waiters?.get(resource);
      if (known !== undefined) known.args.add(path);
      else waiters?.set(resource, { args: new Set([path]), isFirst });
    });
  } else if (Array.isArray(value))
    for (const [index, item] of value.entries()) watchLookups(resource, `${path}[${index}]`, item);
  else if (isRecord(value) && isPlain(value))
    for (const [key, item] of Object.entries(value))
      watchLookups(resource, path === "" ? key : `${path}.${key}`, item);
};
