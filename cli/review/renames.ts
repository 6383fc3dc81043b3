import { isDeepStrictEqual } from "node:util";
import { argNames, fields } from "../../provider/model/task/fields";
import { hasUnknown } from "../../provider/shared/unknown";
import type { TaskArgs } from "./args";
import type { PreviousRun, Review, TaskStep } from "./model";
import { hasHidden, isSame, onPort } from "./values";

/** A task that would be made again although only the name of its resource has changed. */
export interface Rename {
  readonly from: TaskStep;
  readonly to: TaskStep;
  readonly past: PreviousRun;
  /** Resources to give `aliases` to, with what they were: the task, and its run where that has changed its name as well. */
  readonly aliases: readonly {
    readonly name: string;
    readonly was: string;
    readonly what: "DraftTask" | "TaskRun";
  }[];
  /** Some inputs are not known yet: it may turn out to be another task. */
  readonly unsure: boolean;
}

const portsOf = (...all: readonly TaskArgs[]): readonly string[] => [
  ...new Set(all.flatMap(({ inputs }) => Object.keys(inputs ?? {}))),
];

/** Inputs are compared port by port; `triggers` are no part of a task. */
const comparedArgs = argNames.filter((arg) => {
  const { kind, onDraft, onStarted } = fields[arg];
  return kind !== "local" && onDraft !== "edit ports" && onStarted === "new task";
});

/** What identifies the task; the resource's name replaces a missing one. */
const isSameTask = (was: TaskArgs, now: TaskArgs): boolean => {
  const named = (args: TaskArgs) => (args.name === args.__defaultName ? undefined : args.name);
  const settings = (args: TaskArgs) => [comparedArgs.map((arg) => args[arg]), args.__endpoint, named(args)];
  return (
    isDeepStrictEqual(settings(was), settings(now)) &&
    portsOf(was, now).every((port) => {
      const [before, after] = [onPort(was.inputs, port), onPort(now.inputs, port)];
      return hasUnknown(after) ? before !== undefined : isSame(before, after);
    })
  );
};

/** Secrets hide whether they are the same. */
const isOpen = (args: TaskArgs): boolean =>
  hasHidden(args.inputs) || portsOf(args).some((port) => hasUnknown(onPort(args.inputs, port)));

export const renamesOf = ({ tasks, runs }: Review): readonly Rename[] => {
  const gone = tasks.filter(({ kind, past }) => kind === "delete" && past !== undefined);
  const taken = new Set<TaskStep>();
  return tasks
    .filter(({ kind }) => kind === "create")
    .flatMap((to): readonly Rename[] => {
      const from = gone.find((one) => !taken.has(one) && isSameTask(one.was ?? one.args, to.args));
      if (from?.past === undefined) return [];
      taken.add(from);
      const [oldRun, newRun] = [
        runs.find(({ kind, task }) => kind === "delete" && task === from.urn),
        runs.find(({ kind, task }) => kind === "create" && task === to.urn),
      ];
      const run =
        oldRun === undefined || newRun === undefined
          ? []
          : [
              {
                name: newRun.name,
                was: oldRun.name === newRun.name ? oldRun.urn : oldRun.name,
                what: "TaskRun" as const,
              },
            ];
      // The same name under another parent has another URN.
      const task = {
        name: to.name,
        was: from.name === to.name ? from.urn : from.name,
        what: "DraftTask" as const,
      };
      return [{ from, to, past: from.past, aliases: [task, ...run], unsure: isOpen(to.args) }];
    });
};

/** `{ aliases: [{ name: "align" }] }`; a whole URN where the name is the same. */
export const aliasText = (was: string): string =>
  was.startsWith("urn:")
    ? `aliases: [${JSON.stringify(was)}]`
    : `aliases: [{ name: ${JSON.stringify(was)} }]`;
