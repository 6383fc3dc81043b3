import { joinWithAnd } from "../../provider/shared/text";
import { isBatch, machineOf } from "./args";
import { destroyText, leavingTexts } from "./leaving";
import { type Certainty, type Review, sumOf } from "./model";
import { money } from "./money";
import { abortsOf, type Start, startsOf } from "./starts";
import { code, formatCount } from "./text";

/** The first line: what a reviewer agrees to. Amounts are as of the last up or refresh. */

/** `for 0.16 USD and, for 1 of them, a price that is not known`. */
const cost = (again: readonly NonNullable<Start["again"]>[]): string => {
  const known = money(sumOf(again.map(({ price }) => price)));
  const open = again.filter(({ price }) => price === undefined).length;
  if (known === "") return "at a price that is not known";
  return open === 0 ? `for ${known}` : `for ${known} and, for ${open} of them, a price that is not known`;
};

const machines = (starts: readonly Start[]): string => {
  const kinds = starts.map(({ args }) => {
    const machine = machineOf(args);
    const spot = args.useInterruptibleInstances === true ? " (spot)" : "";
    return `${machine === undefined ? "the app’s default machine" : code(machine.split(";")[0] ?? machine, 30)}${spot}`;
  });
  const distinct = [...new Set(kinds)];
  return joinWithAnd(
    distinct.length > 3 ? [...distinct.slice(0, 3), `${distinct.length - 3} more kinds`] : distinct,
  );
};

/** `2 batches of 6 child tasks in all`; how many is not known where the files come from a run that has not been. */
const batchesText = (batches: readonly Start[]): string => {
  const known = batches.reduce((sum, { children }) => sum + (children ?? 0), 0);
  const open = batches.filter(({ children }) => children === undefined).length;
  const all = formatCount(batches.length, "batch", "batches");
  if (open === 0)
    return `${all} of ${formatCount(known, "child task")}${batches.length > 1 ? " in all" : ""}`;
  return open === batches.length
    ? `${all} (how many child tasks is not known yet)`
    : `${all} (${formatCount(known, "child task")} in ${batches.length - open} of them; not known yet for ${open})`;
};

const startText = (starts: readonly Start[]): string => {
  if (starts.length === 0) return "`pulumi up` starts nothing";
  const [batches, single] = [
    starts.filter(({ args }) => isBatch(args)),
    starts.filter(({ args }) => !isBatch(args)),
  ];
  const what = [
    ...(single.length > 0 ? [formatCount(single.length, "task")] : []),
    ...(batches.length > 0 ? [batchesText(batches)] : []),
  ];
  return `\`pulumi up\` starts ${joinWithAnd(what)}, on ${machines(starts)}`;
};

/** What starts and has been paid for before. */
const againText = (starts: readonly Start[]): readonly string[] => {
  if (starts.length === 0) return [];
  const again = starts.flatMap((start) => start.again ?? []);
  if (again.length === 0) return ["Nothing is paid for a second time."];
  const one = again.length === 1;
  const who =
    again.length < starts.length
      ? `${again.length} of these ${one ? "has" : "have"}`
      : one
        ? "It has"
        : `All ${again.length} have`;
  return [`**${who} run before, ${cost(again)}, and ${one ? "is" : "are"} paid for a second time.**`];
};

const abortText = (review: Review): string => {
  const aborts = abortsOf(review);
  const sure = aborts.filter(({ certainty }) => certainty === "sure").length;
  const open = aborts.length - sure;
  const text = (count: number, is: string): readonly string[] =>
    count === 0 ? [] : [`${formatCount(count, "running task")} ${is} aborted`];
  const parts = [...text(sure, sure === 1 ? "is" : "are"), ...text(open, "may be")];
  return parts.length === 0 ? "Nothing that runs is aborted." : `**${joinWithAnd(parts)}.**`;
};

/** `2 more are expected to start, because what they depend on runs again; their earlier runs cost 0.24 USD.` */
const laterText = (starts: readonly Start[], certainty: Certainty, more: string): readonly string[] => {
  const later = starts.filter((start) => start.certainty === certainty);
  if (later.length === 0) return [];
  const paid = money(sumOf(later.map(({ again }) => again?.price)));
  const one = later.length === 1;
  const why =
    certainty === "expected"
      ? `${one ? "is" : "are"} expected to start, because what ${one ? "it depends" : "they depend"} on runs again`
      : `may start, if what ${one ? "it depends" : "they depend"} on turns out to have changed`;
  const cost = paid === "" ? "" : `; ${one ? "its earlier run" : "their earlier runs"} cost ${paid}`;
  return [`${later.length}${more} ${why}${cost}.`];
};

export const isEmpty = ({ tasks, runs, others }: Review): boolean =>
  [...tasks, ...runs].every(({ kind }) => kind === "keep" || kind === "read") &&
  others.every(({ op }) => op === "same");

/** Some sentences on one line, in Markdown. */
export const decision = (review: Review): string => {
  if (review.errors.length > 0)
    return "**The preview failed, and so would `pulumi up`.** What follows is incomplete.";
  if (isEmpty(review)) return "**Nothing changes.** Nothing starts, nothing is aborted.";
  if (review.destroys) return destroyText(review);
  const starts = startsOf(review);
  const sure = starts.filter(({ certainty }) => certainty === "sure");
  const more = sure.length > 0 ? " more" : "";
  return [
    `**${startText(sure)}.**`,
    ...againText(sure),
    abortText(review),
    ...leavingTexts(review),
    ...laterText(starts, "expected", more),
    ...laterText(starts, "maybe", more),
  ].join(" ");
};
