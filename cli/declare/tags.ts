import type { RecentTask } from "../../provider/api/wire";
import { type AttemptLine, lineIn, numberOf } from "../../provider/model/attemptLine";
import { ownerLineIn } from "../../provider/model/ownerLine";
import { hasBegun } from "../../provider/model/taskState";

/* Which resources the tags of a project's tasks name: what a lost state knew. Pure. */

/** A resource as a tag names it. */
export interface Owner {
  /** `organization/rnaseq/dev`, as `pulumi stack` names it; before it a salt, where the stack has one. */
  readonly stack: string;
  /** The types of the components around it, the outermost first. */
  readonly parents: readonly string[];
  readonly name: string;
}

/** The salt, the organization, and the URN's stack, project, types and name. */
const form = /^(?:([A-Za-z0-9._-]{1,64})@)?([^/@]+)\/urn:pulumi:(.+?)::(.+?)::(.+?)::(.+)$/s;

export const ownerIn = (text: string): Owner | undefined => {
  const [, salt, organization, stack, project, types, name] = form.exec(text) ?? [];
  if (types === undefined || name === undefined) return undefined;
  const whole = `${organization}/${project}/${stack}`;
  return {
    stack: salt === undefined ? whole : `${salt}@${whole}`,
    parents: types.split("$").slice(0, -1),
    name,
  };
};

/** A task that runs another one again. */
export interface Attempt {
  readonly of: string;
  readonly number: number;
  readonly id: string;
}

/** What belongs to one `DraftTask` of a lost state. */
export interface Resource {
  readonly owner: Owner;
  /** Its newest task: the one that the state had. */
  readonly task: RecentTask;
  /** Tasks that it had before, from other args; the oldest first. */
  readonly earlier: readonly RecentTask[];
}

export interface Tagged {
  readonly resources: readonly Resource[];
  /** What was run again after it had failed, of all resources. */
  readonly attempts: readonly Attempt[];
  /** Runs that new `triggers` asked for, by what they ran again. */
  readonly again: ReadonlyMap<string, readonly RecentTask[]>;
  /** The name of a `TaskRun`, by the tasks that it ran again: only its further attempts tell. */
  readonly runNames: ReadonlyMap<string, string>;
}

const isOf = (stack: string, text: string): boolean => ownerIn(text)?.stack === stack;

/** The tasks whose descriptions end in a tag; a child may carry that of its batch, and comes with it. */
export const taggedOf = (tasks: readonly RecentTask[]): readonly RecentTask[] =>
  tasks.filter(
    ({ description, parent }) =>
      (parent === undefined || parent === null) &&
      (ownerLineIn(description) ?? lineIn(description)) !== undefined,
  );

/** How many resources each stack has there, by its name. */
export const stacksIn = (tasks: readonly RecentTask[]): ReadonlyMap<string, number> => {
  const owners = new Set(taggedOf(tasks).flatMap(({ description }) => ownerLineIn(description)?.owner ?? []));
  const counts = new Map<string, number>();
  for (const text of owners) {
    const stack = ownerIn(text)?.stack;
    if (stack !== undefined) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  }
  return counts;
};

const resourcesOf = (stack: string, tasks: readonly RecentTask[]): readonly Resource[] => {
  const byOwner = new Map<string, RecentTask[]>();
  for (const task of tasks) {
    const line = ownerLineIn(task.description);
    if (line === undefined || !isOf(stack, line.owner)) continue;
    byOwner.set(line.owner, [...(byOwner.get(line.owner) ?? []), task]);
  }
  return [...byOwner].flatMap(([text, all]): readonly Resource[] => {
    const [owner, task] = [ownerIn(text), all.at(-1)];
    return owner === undefined || task === undefined ? [] : [{ owner, task, earlier: all.slice(0, -1) }];
  });
};

/** What the tags of one stack say. The tasks come as the API lists them, the oldest first. */
export const taggedBy = (stack: string, listed: readonly RecentTask[]): Tagged => {
  const tasks = taggedOf(listed);
  const lines = tasks.flatMap(
    (task): readonly { readonly task: RecentTask; readonly line: AttemptLine }[] => {
      const line = lineIn(task.description);
      return line === undefined || !isOf(stack, line.owner) ? [] : [{ task, line }];
    },
  );
  const again = new Map<string, readonly RecentTask[]>();
  for (const { task, line } of lines)
    if (numberOf(line) === undefined) again.set(line.of, [...(again.get(line.of) ?? []), task]);
  return {
    resources: resourcesOf(stack, tasks),
    attempts: lines.flatMap(({ task, line: { of, ...line } }) => {
      const number = numberOf({ of, ...line });
      return number === undefined || !hasBegun(task.status) ? [] : [{ of, number, id: task.id }];
    }),
    again,
    runNames: new Map(
      lines.flatMap(({ line }) => {
        const name = ownerIn(line.owner)?.name;
        return name === undefined ? [] : [[line.of, name] as const];
      }),
    ),
  };
};
