import { listed } from "../../provider/words";
import { machineOf } from "./args";
import { type Certainty, type Price, type Review, sumOf } from "./model";
import { abortsOf, type Start, startsOf } from "./starts";
import { code, counted } from "./text";

/** The first line: what a reviewer agrees to. Amounts are as of the last up or refresh. */

const amountText = (amount: number): string => {
  const digits = amount > 0 && amount < 0.01 ? 6 : 2;
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
};

/** `0.08 USD`. A dollar sign would open a formula where two of them stand in a line. */
export const money = (prices: readonly Price[]): string =>
  listed(prices.map(({ amount, currency }) => `${amountText(amount)} ${currency.replace(/[^A-Za-z]/g, "")}`));

/** What nobody knows the price of is said. */
const cost = (again: readonly NonNullable<Start["again"]>[]): string => {
  const known = money(sumOf(again.map(({ price }) => price)));
  const open = again.filter(({ price }) => price === undefined).length;
  if (known === "") return "at a price that is not known";
  return open === 0 ? `that cost ${known}` : `that cost ${known} and, for ${open} of them, what is not known`;
};

const machines = (starts: readonly Start[]): string => {
  const kinds = starts.map(({ args }) => {
    const machine = machineOf(args);
    const spot = args.useInterruptibleInstances === true ? " spot" : "";
    return `${machine === undefined ? "the app’s machine" : code(machine.split(";")[0] ?? machine, 30)}${spot}`;
  });
  const distinct = [...new Set(kinds)];
  return listed(
    distinct.length > 3 ? [...distinct.slice(0, 3), `${distinct.length - 3} more kinds`] : distinct,
  );
};

const childrenText = (starts: readonly Start[]): string => {
  const known = starts.reduce((sum, { children }) => sum + (children ?? 0), 0);
  const open = starts.filter(({ children }) => children === undefined).length;
  const parts = [
    ...(known > 0 ? [counted(known, "child task")] : []),
    ...(open > 0 ? [`${counted(open, "batch", "batches")} of a size not known yet`] : []),
  ];
  return parts.length === 0 ? "" : ` with ${listed(parts)}`;
};

const startText = (starts: readonly Start[]): string =>
  starts.length === 0
    ? "Nothing starts now"
    : `Starts ${counted(starts.length, "task")} now${childrenText(starts)}, on ${machines(starts)}`;

const againText = (starts: readonly Start[]): string => {
  const again = starts.flatMap((start) => start.again ?? []);
  if (again.length === 0) return "nothing is paid for twice";
  const what =
    again.length === starts.length
      ? again.length === 1
        ? "it"
        : `all ${again.length}`
      : `${again.length} of them`;
  return `pays for ${what} a second time, after a run ${cost(again)}`;
};

const abortText = (review: Review): string => {
  const aborts = abortsOf(review);
  const sure = aborts.filter(({ certainty }) => certainty === "sure");
  const open = aborts.length - sure.length;
  const parts = [
    ...(sure.length > 0 ? [`aborts ${counted(sure.length, "running task")}`] : []),
    ...(open > 0 ? [`may abort ${counted(open, "running task")}`] : []),
  ];
  return parts.length === 0 ? "aborts nothing" : listed(parts);
};

/** `2 more are expected to follow (0.24 USD)`. */
const laterText = (starts: readonly Start[], certainty: Certainty, more: string): readonly string[] => {
  const later = starts.filter((start) => start.certainty === certainty);
  if (later.length === 0) return [];
  const paid = money(sumOf(later.map(({ again }) => again?.price)));
  const verb =
    certainty === "expected"
      ? later.length === 1
        ? "is expected to follow"
        : "are expected to follow"
      : "may follow";
  return [`${later.length}${more} ${verb}${paid === "" ? "" : ` (had cost ${paid})`}`];
};

export const isEmpty = ({ tasks, runs, others }: Review): boolean =>
  [...tasks, ...runs].every(({ kind }) => kind === "keep" || kind === "read") &&
  others.every(({ op }) => op === "same");

/** One sentence or two, in Markdown. */
export const decision = (review: Review): string => {
  if (review.errors.length > 0)
    return "The preview failed: nothing below is complete, and `pulumi up` would fail, too.";
  if (isEmpty(review)) return "Nothing changes: nothing starts, nothing is paid for, nothing is aborted.";
  const starts = startsOf(review);
  const sure = starts.filter(({ certainty }) => certainty === "sure");
  const more = sure.length > 0 ? " more" : "";
  const later = [...laterText(starts, "expected", more), ...laterText(starts, "maybe", more)];
  const now = `${startText(sure)}; ${againText(sure)}; ${abortText(review)}.`;
  return later.length === 0 ? now : `${now} ${later.join("; ")}.`;
};
