import * as E from "fp-ts/Either";
import {
  batchWithoutOutput,
  groupMistake,
  noOutputPort,
  singleWithoutChildren,
} from "../model/run/runMistakes";
import { hasEnded } from "../model/task/taskState";
import { onPort } from "../model/values/value";
import { pending } from "../shared/pending";
import type { RunChild } from "./taskRunOutputs";
import type { TaskValue } from "./values";

/**
 * What a program takes from a run: values where there are any, and else a marker that says why not (`shared/pending.ts`).
 * A mistake of the program's (a port or a group that does not exist) is its sentence. Pure.
 */
export interface RunView {
  /** The resource's name. */
  readonly name: string;
  /** `undefined` under mocks, in states that are not ours, and where an update leaves the run out (`--exclude`). */
  readonly status: string | undefined;
  /** The mocks of a unit test know of no results: there, what is missing is `null`. */
  readonly isMocked?: boolean;
  readonly executionStatus: { readonly [count: string]: unknown } | undefined;
  /** How it stood when it was last seen: that of a record that the platform has lost since. */
  readonly lastStatus: string | undefined;
  readonly allowFailures: boolean | undefined;
  readonly outputs: { readonly [port: string]: TaskValue } | undefined;
  readonly missingOutputs: readonly string[] | undefined;
  readonly children: readonly RunChild[] | undefined;
  /** The children hold a secret: no message names a group. */
  readonly hasSecretChildren?: boolean;
  readonly childOutputs: { readonly [port: string]: readonly TaskValue[] } | undefined;
  /** In an update in which it failed or was held back, and the engine says nothing that the state would keep of it. */
  readonly noResult?: NoResult;
}

/** Why a run has no result at all in this update. */
export interface NoResult {
  /** SKIPPED: it was not tried; ERROR: it could not be started, or not be read. */
  readonly status: "SKIPPED" | "ERROR";
  readonly reason: string;
}

/** A value, or the sentence that says what is wrong in the program. */
export type OutputResult<A> = E.Either<string, A>;

const count = ({ executionStatus }: RunView, key: string): number => {
  const counted = executionStatus?.[key];
  return typeof counted === "number" ? counted : 0;
};

const progress = (run: RunView): string => {
  const ended = count(run, "completed") + count(run, "failed") + count(run, "aborted");
  const children = ended + count(run, "queued") + count(run, "running");
  if (children > 0) return ` ${ended}/${children} children`;
  const steps = count(run, "stepsTotal");
  return steps > 0 ? ` ${count(run, "stepsCompleted")}/${steps} steps` : "";
};

/** How it came out: a record that the platform has lost since keeps that. */
const outcome = ({ status, lastStatus }: RunView): string | undefined =>
  status === "DELETED" ? lastStatus : status;

/** A batch that has ended well has children. */
const isBatch = ({ children }: RunView): boolean => (children ?? []).length > 0;

/** Why there are no values, or nothing where there should be some. */
const notYet = (run: RunView): string | undefined => {
  if (run.noResult !== undefined) return pending(run.noResult.reason);
  const status = outcome(run);
  if (run.isMocked === true && status === undefined) return undefined;
  if (status === undefined)
    return pending(`${run.name} has no result: this update excluded it; run pulumi up without --exclude`);
  if (status === "COMPLETED")
    return (isBatch(run) ? run.childOutputs : run.outputs) === undefined && run.isMocked !== true
      ? pending(`the results of ${run.name} are not in the state; run pulumi refresh to read them`)
      : undefined;
  if (!hasEnded(status) && run.status === "DELETED")
    return pending(
      `the task of ${run.name} was deleted while it was ${status}, so this has no value; make another task to have one`,
    );
  if (!hasEnded(status))
    return pending(`${run.name} is ${status}${progress(run)}; run pulumi up again when it has ended`);
  if (status === "FAILED" && isBatch(run) && run.allowFailures === true) return undefined;
  return pending(`${run.name} is ${status}, so this has no value; run pulumi up again when it has completed`);
};

const noOutput = (run: RunView, what: string, port: string): string =>
  pending(
    `${what} is COMPLETED, but has no value on its required output ${port}: look at it on the platform; if the value is there now, pulumi refresh reads it. A change of triggers of ${run.name} runs ${isBatch(run) ? `all ${run.children?.length} children` : "it"} again, which is paid for again (its price says how much that was)`,
  );

/** `run.output(port)`: of a single task. */
export const outputOf = (run: RunView, port: string): OutputResult<TaskValue> => {
  const why = notYet(run);
  if (why !== undefined) return E.right(why);
  if (isBatch(run)) return E.left(batchWithoutOutput(run.name, port));
  const outputs = run.outputs ?? {};
  if (run.status !== undefined && !Object.hasOwn(outputs, port))
    return E.left(noOutputPort(run.name, port, Object.keys(outputs)));
  return E.right(
    run.missingOutputs?.includes(port) === true
      ? noOutput(run, run.name, port)
      : (onPort(outputs, port) ?? null),
  );
};

/** One value per child. */
export const valuesOn = (run: RunView, port: string): OutputResult<readonly TaskValue[]> => {
  if (run.status !== undefined && !isBatch(run)) return E.left(singleWithoutChildren(run.name, port));
  const outputs = run.childOutputs ?? {};
  return run.status !== undefined && !Object.hasOwn(outputs, port)
    ? E.left(noOutputPort(run.name, port, Object.keys(outputs)))
    : E.right(onPort(outputs, port) ?? []);
};

export const childName = (run: RunView, { group, id }: RunChild): string =>
  `child ${(run.hasSecretChildren === true ? "" : group.value) || id} of ${run.name}`;

const flat = (values: readonly TaskValue[]): TaskValue[] =>
  values.flatMap((value) => (Array.isArray(value) ? flat(value) : value === null ? [] : [value]));

/**
 * `run.childOutput(port)`: of all children, in the order of the groups. A child that completed without a required value
 * is not passed over in silence, unless failures are accepted: a sample would be missing downstream.
 */
export const childOutputOf = (run: RunView, port: string): OutputResult<TaskValue[]> => {
  const why = notYet(run);
  if (why !== undefined) return E.right([why]);
  const lacking = (run.children ?? []).find(({ missingOutputs }) => missingOutputs?.includes(port) === true);
  return E.map((values: readonly TaskValue[]) =>
    lacking !== undefined && run.allowFailures !== true
      ? [noOutput(run, childName(run, lacking), port)]
      : flat(values),
  )(valuesOn(run, port));
};

/** The position of the one child of a group. */
const placeOf = (run: RunView, group: string): OutputResult<number> => {
  const groups = (run.children ?? []).map((child) => child.group.value);
  const mistake = groupMistake(run.name, group, groups, run.hasSecretChildren === true);
  return mistake === undefined ? E.right(groups.indexOf(group)) : E.left(mistake);
};

/** `run.child(group).output(port)`: of the one child of a group. */
export const oneChildOutputOf = (run: RunView, group: string, port: string): OutputResult<TaskValue> => {
  const why = notYet(run);
  if (why !== undefined) return E.right(why);
  if (run.status === undefined) return E.right(null);
  const values = valuesOn(run, port);
  if (E.isLeft(values)) return values;
  return E.map((place: number): TaskValue => {
    const child = run.children?.[place];
    if (child !== undefined && child.status !== "COMPLETED")
      return pending(`${childName(run, child)} is ${child.status}, so this has no value`);
    return child?.missingOutputs?.includes(port) === true
      ? noOutput(run, childName(run, child), port)
      : (values.right[place] ?? null);
  })(placeOf(run, group));
};
