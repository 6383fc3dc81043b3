import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { json, maybe } from "./maybe";

/** What we read of a task, whole and in parts: API digest, sections 3 and 5. */

const BatchBy = t.intersection(
  [t.type({ type: t.string }), t.partial({ criteria: maybe(t.array(t.string)) })],
  "BatchBy",
);

const Price = t.partial(
  { amount: maybe(t.union([t.number, t.string])), currency: maybe(t.string), breakdown: maybe(json) },
  "Price",
);

/** Upper case, whatever it is on the wire: the vendor's Java client takes either (API digest, 11). */
const Status = new t.Type<string, unknown>(
  "Status",
  t.string.is,
  (u, c) => (typeof u === "string" ? t.success(u.toUpperCase()) : t.failure(u, c)),
  t.identity,
);

const messageNames = ["description", "message", "title"];

/** Messages by what they are about, or one message by itself. */
const messagesIn = (u: Readonly<Record<string, unknown>>): readonly unknown[] =>
  messageNames.some((name) => name in u)
    ? [u]
    : Object.entries(u).flatMap(([port, value]) =>
        [value].flat().map((one) => (typeof one === "string" ? { port, message: one } : { [port]: one })),
      );

/** The form is not documented (API digest, 5.1 and 10.3), and a draft with errors that nobody sees cannot be started. */
const Messages = new t.Type<readonly unknown[], unknown>(
  "Messages",
  (u): u is readonly unknown[] => Array.isArray(u),
  (u, c) => {
    if (Array.isArray(u)) return t.success(u);
    if (typeof u === "string") return t.success(u.trim() === "" ? [] : [u]);
    return json.is(u) ? t.success(messagesIn(u)) : t.failure(u, c);
  },
  t.identity,
);

/**
 * What a task has on the wire, each part by its name: API digest, section 3.1. Settings pass as they are: their rows in `fields.ts`
 * read them.
 */
const taskParts = {
  id: t.string,
  /** A string: a status that we do not know is for people to read. */
  status: Status,
  project: t.string,
  app: t.string,
  href: maybe(t.string),
  name: maybe(t.string),
  description: maybe(t.string),
  created_by: maybe(t.string),
  executed_by: maybe(t.string),
  created_time: maybe(t.string),
  start_time: maybe(t.string),
  end_time: maybe(t.string),
  batch: maybe(t.boolean),
  batch_input: maybe(t.string),
  batch_by: maybe(BatchBy),
  batch_group: maybe(t.partial({ value: maybe(t.string), fields: maybe(json) })),
  parent: maybe(t.string),
  execution_status: maybe(json),
  errors: maybe(Messages),
  warnings: maybe(Messages),
  price: maybe(Price),
  inputs: maybe(json),
  outputs: maybe(json),
};
type TaskParts = typeof taskParts;

/**
 * A whole task, which only a fetch gives: it has every key, and what it has not, the platform has not. Whatever was asked for
 * some fields only is a type that lacks keys, so that the compiler refuses it where a task is wanted.
 */
export const Task = t.type(taskParts, "Task");
export interface Task extends t.TypeOf<typeof Task> {}

/**
 * What an action answers, or a bulk call says of one task. It is promised to be the task (API digest, 5.1 to 5.8), and a bulk
 * item of the documentation's own example is not (API digest, 5.11): whatever is missing may still be there on the platform.
 */
export const TaskAnswer = t.intersection(
  [t.type({ id: t.string, status: Status }), t.partial(taskParts)],
  "TaskAnswer",
);
export interface TaskAnswer extends t.TypeOf<typeof TaskAnswer> {}

/** What every task has on the documents of each platform; what lacks it is a part of a task. */
const alwaysThere = ["project", "app", "inputs", "outputs"] as const;

/** The answer as the task that it is promised to be; nothing where it is only a part of one. */
export const taskIn = (answer: TaskAnswer): Task | undefined => {
  const task = Task.decode(answer);
  return E.isRight(task) && alwaysThere.every((key) => key in answer) ? task.right : undefined;
};

/** A fetched task with what an action has answered since: what the answer leaves out is as it was. */
export const updatedBy = (task: Task, answer: TaskAnswer): Task => ({
  ...task,
  ...Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)),
  id: task.id,
  status: answer.status,
});

/** A task that has just been made: what its answer leaves out is as it was asked for, or is not there yet. */
export const newTask = (answer: TaskAnswer, asked: Pick<Task, "project" | "app">): Task => {
  const { project, app } = asked;
  const none = Object.fromEntries(Object.keys(taskParts).map((key) => [key, undefined]));
  return { ...(none as Omit<Task, "id" | "status" | "project" | "app">), project, app, ...answer }; // every key, without a value
};

/** Some fields of a record, and the codec of what comes back: one follows from the other. */
export interface Part<A> {
  readonly fields: string;
  readonly codec: t.Type<A, unknown>;
  /** Keys that every item has, though its codec takes items without them. */
  readonly always?: readonly string[];
}

const partOf = <K extends keyof TaskParts>(
  name: string,
  ...keys: readonly K[]
): Part<t.TypeOf<t.TypeC<Pick<TaskParts, K>>>> => ({
  fields: keys.join(),
  // Exactly the keys of K, for the loop runs over them; a platform that sends more makes no more of it.
  codec: t.exact(
    t.type(Object.fromEntries(keys.map((key) => [key, taskParts[key]])) as Pick<TaskParts, K>, name),
  ),
});

export type In<P> = P extends Part<infer A> ? A : never;

export const TaskStatus = partOf("TaskStatus", "id", "status");
export type TaskStatus = In<typeof TaskStatus>;

/** When a task was created. */
export const TaskTime = partOf("TaskTime", "id", "created_time");

/** An item of a list of drafts. */
export const DraftItem = partOf("DraftItem", "id", "status", "description");
export type DraftItem = In<typeof DraftItem>;

const listedFields = [
  "id",
  "status",
  "project",
  "app",
  "name",
  "description",
  "created_by",
  "created_time",
  "parent",
] as const;

/** An item of a project's list: its owner and its status. Its outputs and its price are not in there. */
export const ListedTask = partOf("ListedTask", ...listedFields);
export interface ListedTask extends In<typeof ListedTask> {}

/** The same with what it has cost, and the state of its children: for work that a state has lost. */
export const RecentTask = partOf("RecentTask", ...listedFields, "batch", "price", "execution_status");
export interface RecentTask extends In<typeof RecentTask> {}

/** A child of a batch with its status. */
export const ChildStatus = partOf("ChildStatus", "id", "status", "parent");
export type ChildStatus = In<typeof ChildStatus>;

/** A child of a run with what it has made: API digest, 3.1 and 6. `inputs` tell which group is whose. */
export const ChildTask = partOf(
  "ChildTask",
  "id",
  "status",
  "project",
  "app",
  "href",
  "name",
  "batch",
  "batch_group",
  "parent",
  "inputs",
  "outputs",
  "price",
  "execution_status",
  "start_time",
  "end_time",
);
export interface ChildTask extends In<typeof ChildTask> {}

/** What a round of the poller needs of a task; its values are asked for when it has ended. */
export const PolledTask = partOf("PolledTask", "id", "status", "batch", "execution_status", "start_time");
export interface PolledTask extends In<typeof PolledTask> {}

/** Out of which tasks a task has come. */
export const TaskLineage = {
  ...partOf("TaskLineage", "id", "parent", "description"),
  // What this provider has made has a tag in it.
  always: ["description"],
};
export interface TaskLineage extends In<typeof TaskLineage> {}
