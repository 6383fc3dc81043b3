import * as E from "fp-ts/Either";
import { failureText } from "../model/run/failureText";
import { hasEnded } from "../model/task/taskState";
import { pendingIn } from "../shared/pending";
import { safeText } from "../shared/safeText";
import { roundAmount } from "../shared/text";
import type { Price, TaskStatus } from "./draftTaskOutputs";
import { childName, type OutputResult, outputOf, type RunView, valuesOn } from "./runOutputs";
import type { RunAttempt, RunChild, RunFailure } from "./taskRunOutputs";
import type { TaskValue } from "./values";

/** What became of one run: what a row of a cohort exports, whether it completed or not. */
export interface RunResult {
  /**
   * The run's status. Two are Pulumi's and not the platform's: `SKIPPED` where this update held the run back, because
   * something that it waits for failed; `ERROR` where it could not be started, or not be read.
   */
  readonly status: TaskStatus | "SKIPPED" | "ERROR";
  /** The value on the port; there exactly where the run has completed with what it must make. */
  readonly value?: TaskValue;
  /** Why there is no value. */
  readonly reason?: string;
  /** What all its attempts have cost; missing until there is a cost. */
  readonly price?: Price;
}

/** What became of one child of a batch. */
export interface ChildResult extends RunResult {
  /** The group's value, `E18127`; `hg19, E18127` where two fields group. */
  readonly group: string;
}

/** What results are made of, beside what values are made of. */
export interface RunEnd extends RunView {
  readonly failures: readonly RunFailure[] | undefined;
  readonly attempts: readonly RunAttempt[] | undefined;
}

const totalOf = (attempts: readonly RunAttempt[]): Price | undefined => {
  const prices = attempts.flatMap(({ price }) => price ?? []);
  const [first] = prices;
  if (first === undefined) return undefined;
  const amount = prices.reduce((sum, price) => sum + (price.amount ?? 0), 0);
  return { ...first, amount: roundAmount(amount) };
};

const withPrice = (price: Price | undefined): { price?: Price } => (price === undefined ? {} : { price });

/** The reason that a value's marker gives. */
const reasonIn = (value: TaskValue): string | undefined =>
  typeof value === "string" ? pendingIn(value)[0]?.why : undefined;

/** Without a status, an update has left the run out; mocks complete everything. */
const statusOf = (run: RunView): RunResult["status"] =>
  run.status ?? (run.isMocked === true ? "COMPLETED" : "SKIPPED");

/** `run.result(port)`: of a single task. */
export const resultOf = (run: RunEnd, port: string): OutputResult<RunResult> => {
  if (run.noResult !== undefined) return E.right(run.noResult);
  return E.map((value: TaskValue): RunResult => {
    const status = statusOf(run);
    const price = withPrice(totalOf(run.attempts ?? []));
    const pending = reasonIn(value);
    if (pending === undefined) return { status, value, ...price };
    const failures = hasEnded(status) ? (run.failures ?? []).map(failureText) : [];
    return { status, reason: failures.length > 0 ? failures.join("; ") : pending, ...price };
  })(outputOf(run, port));
};

/**
 * What all attempts of a child have cost. The state of an earlier version has only the last one's price where it was run again;
 * the next refresh stores the sum.
 */
const pricePaid = ({ attempts }: RunEnd, { id, price, totalPrice }: RunChild): Price | undefined => {
  const wasRunAgain = attempts?.some(({ tasks }) => tasks.some((it) => it.id === id && it.of !== undefined));
  return totalPrice ?? (wasRunAgain === true ? undefined : price);
};

const childResult = (run: RunEnd, child: RunChild, port: string, value: TaskValue): ChildResult => {
  const { status, missingOutputs } = child;
  const known = { group: child.group.value, status, ...withPrice(pricePaid(run, child)) };
  if (status === "COMPLETED" && missingOutputs?.includes(port) !== true) return { ...known, value };
  const name = childName(run, child);
  const failure = run.failures?.find(({ task }) => task === child.id);
  if (failure !== undefined) return { ...known, reason: failureText(failure) };
  return {
    ...known,
    reason:
      status === "COMPLETED"
        ? safeText(`${name} is COMPLETED, but has no value on its required output ${port}`)
        : safeText(`${name} is ${status}`),
  };
};

/** `run.childResults(port)`: one for each child of a batch, in the order of the groups; never shortened. */
export const childResultsOf = (run: RunEnd, port: string): OutputResult<readonly ChildResult[]> => {
  if (run.noResult !== undefined) return E.right([{ group: "", ...run.noResult }]);
  const children = run.children ?? [];
  const status = statusOf(run);
  if (children.length === 0 && status !== "COMPLETED") {
    const why = (run.failures ?? []).map(failureText).join("; ");
    return E.right([{ group: "", status, reason: why === "" ? safeText(`${run.name} is ${status}`) : why }]);
  }
  // The values of a batch are known when all of it has ended.
  const values = hasEnded(status) ? valuesOn(run, port) : E.right<string, readonly TaskValue[]>([]);
  return E.map((list: readonly TaskValue[]) =>
    children.map((child, index): ChildResult => {
      const value = list[index] ?? null;
      return hasEnded(status)
        ? childResult(run, child, port, value)
        : {
            group: child.group.value,
            status: child.status,
            reason: safeText(`${run.name} is ${status}; run pulumi up again when it has ended`),
            ...withPrice(pricePaid(run, child)),
          };
    }),
  )(values);
};
