import * as t from "io-ts";
import { roundAmount } from "../../shared/text";
import { schemaVersion } from "../codecs/schema";
import { executionStatusFrom, groupFrom, hasEnded, priceFrom, webPageOf } from "../task/taskState";
import { compact, valueFrom } from "../values/fromApi";
import { sealAll } from "../values/secrets";
import { onPort, type Value } from "../values/value";
import {
  allTasks,
  childrenNow,
  combinedStatus,
  failedItems,
  isBatch,
  latestWholeAttempt,
  type RunSnapshot,
  statusOf,
  type TaskOfRun,
} from "./runSnapshot";
import { RunHidden } from "./runStored";
import { type DeclaredRun, encodeRun, runArgNames } from "./taskRun";

/** What an app makes: the output ports, and whether a finished task may leave them empty. */
export interface OutputPort {
  readonly id: string;
  readonly optional: boolean;
}

/** What went wrong in one task. */
export interface Failure {
  readonly task: string;
  readonly status: string;
  readonly group?: string;
  readonly message?: string;
  readonly jobs?: readonly FailedJob[];
  readonly url: string;
}

export interface FailedJob {
  readonly name: string;
  /** Addresses in the API by the log's name. */
  readonly logs: Readonly<Record<string, string>>;
}

/** The outputs beside the args, by name. */
export const runComputedNames = [
  "status",
  "lastStatus",
  "url",
  "outputs",
  "childIds",
  "children",
  "childOutputs",
  "price",
  "executionStatus",
  "startTime",
  "endTime",
  "attempts",
  "failures",
  "missingOutputs",
] as const;

/** What something has cost; `breakdown` has decimal numbers as text. */
interface Price {
  readonly amount?: number;
  readonly currency?: string;
  readonly breakdown?: Readonly<Record<string, unknown>>;
}

/** The sum of several prices, part by part; the parts are decimal numbers as strings (API digest, 3.3). */
const sumOf = (prices: readonly Price[]): Price | undefined => {
  const [first, ...more] = prices;
  if (first === undefined || more.length === 0) return first;
  const breakdowns = prices.map(({ breakdown }) => breakdown as Readonly<Record<string, string>> | undefined); // of a wire price
  const parts = [...new Set(breakdowns.flatMap((it) => Object.keys(it ?? {})))];
  const sum = (numbers: readonly unknown[]): number =>
    roundAmount(numbers.reduce<number>((a, n) => a + Number(n ?? 0), 0));
  return compact({
    amount: sum(prices.map(({ amount }) => amount)),
    currency: first.currency,
    breakdown:
      parts.length === 0
        ? undefined
        : Object.fromEntries(parts.map((part) => [part, String(sum(breakdowns.map((it) => it?.[part])))])),
  });
};

/** All that the run has cost. A batch's own price is that of its children; one that names none is added up. */
export const priceOf = (run: RunSnapshot): Price | undefined => {
  const tasks = allTasks(run).flatMap((task) => {
    const own = priceFrom(task.price);
    const children = task === latestWholeAttempt(run) && own === undefined ? (run.children ?? []) : [];
    return [own, ...children.map(({ price }) => priceFrom(price))];
  });
  return sumOf(tasks.filter((price) => price !== undefined));
};

const statusCounts = ["queued", "running", "completed", "failed", "aborted"] as const;

/** As what the platform counts a child: API digest, 3.2. */
const countedAs = (status: string): (typeof statusCounts)[number] =>
  statusCounts.find((name) => name === status.toLowerCase()) ?? (status === "DRAFT" ? "queued" : "running");

/** Of a batch of which children were run again: counted again, for the platform does not know that they belong to it. */
const executionStatusOf = (run: RunSnapshot): Record<string, unknown> => {
  const whole = latestWholeAttempt(run);
  const children = childrenNow(run);
  if (children.every(({ group, task }) => group === task))
    return whole.execution_status ? executionStatusFrom(whole.execution_status) : {};
  const counted = (name: string): number =>
    children.filter(({ task }) => countedAs(task.status) === name).length;
  return Object.fromEntries(statusCounts.map((name) => [name, counted(name)]));
};

/** What a task has made, by the app's output ports; an unset one may be missing on the wire (API digest, 3.1). */
const madeOutputs = (task: TaskOfRun, ports: readonly OutputPort[]): Readonly<Record<string, Value>> => {
  const named = [...new Set([...ports.map(({ id }) => id), ...Object.keys(task.outputs ?? {})])];
  return Object.fromEntries(named.map((port) => [port, valueFrom(onPort(task.outputs, port))]));
};

/** The output ports that a finished task should have filled and has not. It happens on the real platform. */
export const missingOutputs = (task: TaskOfRun, ports: readonly OutputPort[]): readonly string[] =>
  task.status === "COMPLETED"
    ? ports.flatMap(({ id, optional }) =>
        !optional && valueFrom(onPort(task.outputs, id)) === null ? [id] : [],
      )
    : [];

const nonEmptyList = <A>(list: readonly A[]): readonly A[] | undefined =>
  list.length > 0 ? list : undefined;

/** Of a child: the whole batch's part of it is in the state once, with the run. */
const withoutBreakdown = (price: TaskOfRun["price"]): Price | undefined =>
  priceFrom(price ? { ...price, breakdown: undefined } : undefined);

/** What a child has cost that was run more than once. */
const totalPriceOf = ({ retries }: RunSnapshot, child: TaskOfRun): Price | undefined => {
  const again = retries.filter(({ of }) => of === child.id);
  if (again.length === 0) return undefined;
  const prices = [child, ...again.map(({ task }) => task)].map(({ price }) => withoutBreakdown(price));
  return sumOf(prices.filter((price) => price !== undefined));
};

const childrenOutputs = (
  run: RunSnapshot,
  ports: readonly OutputPort[],
  endpoint: string,
): Record<string, unknown> => {
  const children = childrenNow(run);
  const values = children.map(({ task }) => (task.status === "COMPLETED" ? madeOutputs(task, ports) : {}));
  const named = [...new Set([...ports.map(({ id }) => id), ...values.flatMap(Object.keys)])];
  return {
    childIds: children.map(({ task }) => task.id),
    children: children.map(({ group, task }) =>
      compact({
        id: task.id,
        name: group.name,
        status: task.status,
        group: groupFrom(group.batch_group) ?? { value: "", fields: {} },
        price: withoutBreakdown(task.price),
        totalPrice: totalPriceOf(run, group),
        url: webPageOf(task, endpoint),
        missingOutputs: nonEmptyList(missingOutputs(task, ports)),
      }),
    ),
    // One entry per child and port, null where there is nothing: never shortened, so that samples can't be swapped.
    childOutputs:
      children.length > 0 && hasEnded(statusOf(run))
        ? Object.fromEntries(named.map((port) => [port, values.map((it) => onPort(it, port) ?? null)]))
        : {},
  };
};

const attemptsOf = ({ first, retries }: RunSnapshot): readonly unknown[] => {
  const numbers = [...new Set(retries.map(({ number }) => number))].sort((a, b) => a - b);
  return [
    compact({ number: 1, status: first.status, tasks: [{ id: first.id }], price: priceFrom(first.price) }),
    ...numbers.map((number) => {
      const tasks = retries.filter((retry) => retry.number === number);
      return compact({
        number,
        status: combinedStatus(tasks.map(({ task }) => task.status)),
        tasks: tasks.map(({ of, task }) => ({ id: task.id, of })),
        price: sumOf(
          tasks.flatMap(({ task }) => {
            const price = priceFrom(task.price);
            return price === undefined ? [] : [price];
          }),
        ),
      });
    }),
  ];
};

const lastEnd = (run: RunSnapshot): string | undefined =>
  hasEnded(statusOf(run))
    ? allTasks(run)
        .flatMap(({ end_time }) => end_time ?? [])
        .sort()
        .at(-1)
    : undefined;

/** All that goes into the state: plain JSON, no `undefined`. */
export const encodeRunState = (
  run: RunSnapshot,
  declared: DeclaredRun,
  hidden: RunHidden,
  endpoint: string,
  ports: readonly OutputPort[],
  failures: readonly Failure[],
): Record<string, unknown> => {
  const whole = latestWholeAttempt(run);
  const single = !isBatch(run);
  const bad = failedItems(run);
  return {
    ...t.exact(RunHidden).encode(hidden),
    ...encodeRun(declared),
    ...compact({
      __endpoint: endpoint,
      __schema: schemaVersion,
      __attemptCount: bad.length > 0 ? Math.min(...bad.map(({ tries }) => tries)) : undefined,
      // The attempts of earlier versions may be those of a list, without outputs and price: see `decodeStoredRun`.
      __attemptsRead: run.retries.length > 0 ? true : undefined,
      status: statusOf(run),
      url: webPageOf(whole, endpoint),
      price: priceOf(run),
      startTime: run.first.start_time,
      endTime: lastEnd(run),
    }),
    // Always there: what a state lacks is unknown to a program in a preview, and all that depends on it.
    lastStatus: statusOf(run),
    executionStatus: executionStatusOf(run),
    failures,
    missingOutputs: single ? missingOutputs(whole, ports) : [],
    outputs: single && whole.status === "COMPLETED" ? madeOutputs(whole, ports) : {},
    ...childrenOutputs(run, ports, endpoint),
    attempts: attemptsOf(run),
  };
};

/** The state of a run whose task the platform does not have any more: what was known of it, status DELETED. */
export const encodeLostRun = (
  olds: Readonly<Record<string, unknown>>,
  declared: DeclaredRun,
  hidden: RunHidden,
): Readonly<Record<string, unknown>> => {
  const ours: readonly string[] = [...runArgNames, ...Object.keys(RunHidden.props), "__provider"];
  const known = Object.entries(olds).filter(([key]) => !ours.includes(key));
  const { __endpoint } = olds;
  return sealAll(hidden.__secret === true)({
    ...t.exact(RunHidden).encode(hidden),
    ...encodeRun(declared),
    ...Object.fromEntries(known),
    __endpoint,
    __schema: schemaVersion,
    status: "DELETED",
  });
};
