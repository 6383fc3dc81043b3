import type { Review } from "./model";
import { abortsOf, startsOf } from "./starts";

/** What a gate can fail on. What only may come counts where the rule's name says so. */

const replacedStarted = ({ tasks }: Review) =>
  tasks.filter(({ kind, past, forced }) => kind === "replace" && past !== undefined && !forced);

export const rules = {
  error: ["the preview fails", ({ errors }: Review) => errors.length > 0],
  warning: ["the provider or the program warns", ({ warnings }: Review) => warnings.length > 0],
  start: [
    "a task starts, which will cost",
    (review: Review) => startsOf(review).some(({ certainty }) => certainty === "sure"),
  ],
  "cost-again": [
    "a task starts that has run before, and is paid for a second time",
    (review: Review) =>
      startsOf(review).some(({ certainty, again }) => certainty === "sure" && again !== undefined),
  ],
  abort: [
    "a running task is aborted",
    (review: Review) => abortsOf(review).some(({ certainty }) => certainty === "sure"),
  ],
  replace: [
    "a task or a run is replaced",
    ({ tasks, runs }: Review) =>
      [...tasks, ...runs].some(({ kind, certainty }) => kind === "replace" && certainty === "sure"),
  ],
  "replace-of-started": [
    "a task that has been started is replaced",
    (review: Review) => replacedStarted(review).some(({ certainty }) => certainty === "sure"),
  ],
  "maybe-replace-of-started": [
    "a task that has been started is replaced, or may be",
    (review: Review) => replacedStarted(review).length > 0,
  ],
  delete: [
    "a task or a run is deleted from the stack",
    ({ tasks, runs }: Review) => [...tasks, ...runs].some(({ kind }) => kind === "delete"),
  ],
  "delete-of-started": [
    "a task that has been started is deleted from the stack",
    ({ tasks }: Review) => tasks.some(({ kind, past }) => kind === "delete" && past !== undefined),
  ],
} as const satisfies Readonly<Record<string, readonly [what: string, hits: (review: Review) => boolean]>>;

export type Rule = keyof typeof rules;

export const isRule = (name: string): name is Rule => Object.hasOwn(rules, name);

export const ruleNames = Object.keys(rules).filter(isRule);

export const hits = (review: Review, asked: readonly Rule[]): readonly Rule[] =>
  asked.filter((rule) => rules[rule][1](review));
