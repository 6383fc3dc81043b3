import { isDeepStrictEqual } from "node:util";
import type { DeclaredTask } from "../../model/task/draftTask";
import { argsOfPart, partsWhere } from "../../model/task/fields";
import { isDraft } from "../../model/task/taskState";
import { canonical, onPort, type TaskInputs, type Value } from "../../model/values/value";
import { hasUnknown, isUnknown, type Unknown } from "../../shared/unknown";

/** A part of a task that can differ, as messages name it: an arg, or one port (`inputs.reads`). */
export interface Change {
  readonly part: keyof DeclaredTask | "endpoint" | "import";
  /** For `inputs`: the port. */
  readonly port?: string;
  /** The preview cannot tell whether it really differs: the value is the output of something yet to be made. */
  readonly unsure: boolean;
}

/** What it takes to bring a task from what it is to what the program says. */
export type Plan =
  | { readonly _tag: "Keep" }
  /** In place. `resume` is set where the stored state itself is bad: errors, or a start that did not happen. */
  | { readonly _tag: "Update"; readonly changes: readonly Change[]; readonly resume: boolean }
  /** A new task. `changes` are the reasons. */
  | { readonly _tag: "Replace"; readonly changes: readonly Change[] };

/** What the plan is made from: the args that the state holds, and what is known of the task. */
export interface Was {
  readonly declared: DeclaredTask;
  readonly endpoint: string;
  readonly status: string;
  readonly errors: readonly unknown[];
}

const changedPart = <T>(part: Change["part"], was: T, now: T): readonly Change[] =>
  isDeepStrictEqual(was, now) ? [] : [{ part, unsure: hasUnknown(now) }];

/** On a draft, an explicit `null` clears the app's default; on a started task nothing can be cleared any more. */
const isEmpty = (value: Value | undefined, draft: boolean): boolean =>
  value === undefined || (value === null && !draft);

const inputChanges = (
  was: TaskInputs | Unknown,
  now: TaskInputs | Unknown,
  draft: boolean,
): readonly Change[] => {
  if (isUnknown(was) || isUnknown(now)) return [{ part: "inputs", unsure: true }];
  const ports = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return ports.flatMap((port): readonly Change[] => {
    const [before, after] = [onPort(was, port), onPort(now, port)];
    if (isEmpty(before, draft) && isEmpty(after, draft)) return [];
    const same =
      before !== undefined && after !== undefined && isDeepStrictEqual(canonical(before), canonical(after));
    return same ? [] : [{ part: "inputs", port, unsure: hasUnknown(after) }];
  });
};

/** Inputs are compared port by port. */
const comparedParts = partsWhere(({ onDraft }) => onDraft !== "edit ports");

/** Everything in which the program differs from the task, in the order of the args. */
export const changesOf = ({ declared: was, status }: Was, now: DeclaredTask): readonly Change[] => [
  ...comparedParts.flatMap((part) => changedPart(part, was[part], now[part])),
  ...inputChanges(was.inputs, now.inputs, isDraft(status)),
];

/** What makes a new task of a draft: the API refuses these edits (API digest, 5.4), and `triggers` ask for it. */
export const replacesDraft: readonly Change["part"][] = [
  ...partsWhere(({ onDraft }) => onDraft === "new task"),
  "endpoint",
];

/** What makes a new task of a started one: all that its results depend on. */
const replacesStarted: readonly Change["part"][] = [
  ...partsWhere(({ onStarted }) => onStarted === "new task"),
  "endpoint",
];

/** A state that the program did not ask for, judged from the state alone: a refresh hides it from the engine. */
const isBad = ({ declared, status, errors }: Was): boolean =>
  isDraft(status) && (errors.length > 0 || declared.run === true);

/** What is the state's alone, and nothing to the platform: a connection that is called otherwise, or that of another user. */
export const isOursAlone = ({ part }: Change): boolean => storedOnly.some((one) => one === part);

const storedOnly = partsWhere(({ onDraft }) => onDraft === "store");

/** Pure: from what the state holds and what the program says to what to do. */
export const plan = (was: Was, now: DeclaredTask, endpoint: string): Plan => {
  const changes = [...changedPart("endpoint", was.endpoint, endpoint), ...changesOf(was, now)];
  const replacing = isDraft(was.status) ? replacesDraft : replacesStarted;
  // Another connection is a reason where it points to another platform.
  const moved = changes.some(({ part }) => part === "endpoint");
  const reasons = changes.filter(
    (change) => replacing.includes(change.part) || (moved && isOursAlone(change)),
  );
  if (reasons.length > 0) return { _tag: "Replace", changes: reasons };
  const resume = isBad(was);
  return changes.length > 0 || resume ? { _tag: "Update", changes, resume } : { _tag: "Keep" };
};

/** What a started task keeps for its next attempt: stored, never sent (the platform has already begun). */
export const isHeldForNextAttempt = (change: Change): boolean => !notHeld.some((one) => one === change.part);

const notHeld = partsWhere(({ onStarted }) => onStarted === "rename" || onStarted === "store");

/** A started task can still be renamed in these states: API digest, 5.4 (code 7026). */
export const isRenamable = (status: string): boolean => status === "RUNNING" || status === "COMPLETED";

/** `inputs.reads`, `executionSettings`: how messages name a change. */
const nameOf = ({ part, port }: Change): string => (port === undefined ? part : `${part}.${port}`);

/** All of them, each once. */
export const namesIn = (changes: readonly Change[]): readonly string[] => [...new Set(changes.map(nameOf))];

/** The same as one text. */
export const namesOf = (changes: readonly Change[]): string => namesIn(changes).join(", ");

const propertiesOf = (part: Change["part"]): readonly string[] => {
  if (part === "endpoint") return ["__endpoint"];
  return part === "import" ? ["adopts"] : argsOfPart(part);
};

/** The changes by the property names that the engine knows. */
export const properties = (changes: readonly Change[]): string[] => [
  ...new Set(changes.flatMap(({ part }) => propertiesOf(part))),
];
