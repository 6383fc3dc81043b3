import type { RecentTask } from "../../provider/api/endpoints/schemas";
import { attemptTagIn } from "../../provider/model/tags/attemptTag";
import { type OwnerTag, ownerTagIn } from "../../provider/model/tags/ownerTag";
import { ownerIn, stackIdIn, stackIdOf } from "../../provider/model/tags/resourceId";
import { formatCount, joinWithAnd } from "../../provider/shared/text";
import { UsageError } from "../usage";

/* The stacks that the tags of a project's tasks tell apart, and the choice of one of them. Pure. */

/** A stack, as far as tags tell. */
export interface Stack {
  /** The first 8 digits of its resources' ids. */
  readonly id: string;
  /** `organization/rnaseq/dev`; before it a salt, where the stack has one. Only tags of version 0.1.0 hold it. */
  readonly name: string | undefined;
  readonly resourceCount: number;
  /** When its newest task was created: `2026-11-20`. */
  readonly newestDay: string | undefined;
}

/** A task that a resource has created, with its tag. */
export interface OwnedTask {
  readonly task: RecentTask;
  readonly tag: OwnerTag;
}

/** A child may carry the tag of its batch, and comes with it. */
export const isChild = ({ parent }: RecentTask): boolean => parent !== undefined && parent !== null;

/** Whether an old tag names a resource: the brackets of a person look alike. */
const isReadable = (owner: string | undefined): boolean =>
  owner === undefined || ownerIn(owner) !== undefined;

/** The tasks that resources have created, in their order. A clone by hand belongs to nobody. */
export const ownedTasks = (tasks: readonly RecentTask[]): readonly OwnedTask[] =>
  tasks.flatMap((task) => {
    const tag = isChild(task) ? undefined : ownerTagIn(task);
    return tag === undefined || tag.proof === "Copied" || !isReadable(tag.owner) ? [] : [{ task, tag }];
  });

/** The names in old tags: of tasks, and of further attempts. */
const namesById = (tasks: readonly RecentTask[]): ReadonlyMap<string, string> =>
  new Map(
    tasks.flatMap((task) => {
      const tag = ownerTagIn(task) ?? attemptTagIn(task);
      const stack = tag?.owner === undefined ? undefined : ownerIn(tag.owner)?.stack;
      return tag === undefined || stack === undefined ? [] : [[stackIdIn(tag.id), stack] as const];
    }),
  );

const dayOf = ({ created_time: time }: RecentTask): string | undefined =>
  /^\d{4}-\d\d-\d\d/.exec(time ?? "")?.[0];

/** The stacks of a project's tasks, in the order of their first tasks. */
export const stacksIn = (tasks: readonly RecentTask[]): readonly Stack[] => {
  const names = namesById(tasks);
  const owned = ownedTasks(tasks);
  return [...new Set(owned.map(({ tag }) => stackIdIn(tag.id)))].map((id) => {
    const its = owned.filter(({ tag }) => stackIdIn(tag.id) === id);
    return {
      id,
      name: names.get(id),
      resourceCount: new Set(its.map(({ tag }) => tag.id)).size,
      newestDay: its
        .flatMap(({ task }) => dayOf(task) ?? [])
        .toSorted()
        .at(-1),
    };
  });
};

/** The full names that a text after `--stack` may mean. `projectName`: that of the Pulumi.yaml in the working directory. */
const fullNames = (text: string, projectName: string | undefined): readonly string[] => {
  const [, salt = "", path = ""] = /^([A-Za-z0-9._-]{1,64}@)?(.*)$/s.exec(text) ?? [];
  const [first = "", ...more] = path.split("/");
  // What backends without organizations use.
  const ofOrganization = (rest: string): string => `${salt}organization/${rest}`;
  if (more.length > 1) return [text];
  if (more.length === 1)
    return [
      ofOrganization(path),
      ...(projectName === undefined ? [] : [`${salt}${first}/${projectName}/${more.join()}`]),
    ];
  return projectName === undefined ? [] : [ofOrganization(`${projectName}/${path}`)];
};

/** Where tasks were looked for, for messages: `ada/lab`, `ada/lab created since 2026-11-01`. */
export type Where = string;

const stackText = ({ id, name, resourceCount, newestDay }: Stack): string => {
  const day = newestDay === undefined ? "" : `, newest task ${newestDay}`;
  return `${name ?? id} (${formatCount(resourceCount, "resource")}${day})`;
};

const howToChoose =
  "Choose one with --stack: its name (organization/project/stack, after salt@ if it has a salt), or its 8 digits.";

/** One stack's resources make one program. `wanted`: what `--stack` says. */
export const chooseStack = (
  stacks: readonly Stack[],
  where: Where,
  wanted: string | undefined,
  projectName: string | undefined,
): Stack => {
  const names = wanted === undefined ? [] : fullNames(wanted, projectName);
  const byHash = new Map(names.map((name) => [stackIdOf(name), name]));
  const matches = stacks
    .filter(
      ({ id, name }) =>
        wanted === undefined ||
        id === wanted.toLowerCase() ||
        byHash.has(id) ||
        name === wanted ||
        name?.endsWith(`/${wanted}`),
    )
    .map((stack) => ({ ...stack, name: stack.name ?? byHash.get(stack.id) }));
  const [only] = matches;
  if (only === undefined)
    throw new UsageError(
      `No task of ${where} belongs to the stack ${wanted}. They belong to ${joinWithAnd(stacks.map(stackText))}. ${howToChoose}`,
    );
  if (matches.length > 1)
    throw new UsageError(
      `The tasks of ${where} belong to ${matches.length} stacks${wanted === undefined ? "" : ` that ${wanted} may mean`}: ${joinWithAnd(matches.map(stackText))}. ${howToChoose}`,
    );
  return only;
};
