import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type ApiError, isGone } from "../../shared/errors";
import { timeIn } from "../../shared/timeIn";
import { type Client, call, getPage, inPath, type Query } from "../transport/http";
import { type Bulk, bulkGet, isGoneItem, refusalOfItem } from "./bulk";
import { listAll, listTimed, type Timed } from "./paging";
import {
  ChildStatus,
  ChildTask,
  DraftItem,
  ExecutionDetails,
  ListedTask,
  Nothing,
  type Part,
  pageOf,
  RecentTask,
  Task,
  TaskAnswer,
  TaskTime,
  taskIn,
} from "./schemas";

/** `POST /tasks`, with `action=run` to start it in the same call: API digest, 5.1. Never repeated. */
export const createTask = (client: Client, body: object, run: boolean): TE.TaskEither<ApiError, TaskAnswer> =>
  call(client)(TaskAnswer, "POST", "/tasks", run ? { action: "run" } : {}, body);

/** `GET /tasks/{id}`: API digest, 5.2. */
export const getTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "GET", `/tasks/${inPath(id)}`);

/** `PATCH /tasks/{id}`: API digest, 5.4. */
export const patchTask = (client: Client, id: string, body: object): TE.TaskEither<ApiError, TaskAnswer> =>
  call(client)(TaskAnswer, "PATCH", `/tasks/${inPath(id)}`, {}, body);

/** How a draft is started, where that differs from what it says itself: API digest, 5.6. */
export interface RunOptions {
  /** Only `false` means something: no batching for this run. */
  readonly batch?: boolean | undefined;
  readonly useInterruptibleInstances?: boolean | undefined;
}

/** `POST /tasks/{id}/actions/run`: API digest, 5.6. Drafts only; never repeated. */
export const runTask = (
  client: Client,
  id: string,
  { batch, useInterruptibleInstances: spot }: RunOptions = {},
): TE.TaskEither<ApiError, TaskAnswer> =>
  call(client)(TaskAnswer, "POST", `/tasks/${inPath(id)}/actions/run`, {
    batch: batch === false ? "false" : undefined,
    use_interruptible_instances: spot === undefined ? undefined : String(spot),
  });

/** `POST /tasks/{id}/actions/clone` without `action`: a draft of the same inputs, app revision and settings (API digest, 5.8). Never repeated. */
export const cloneTask = (client: Client, id: string): TE.TaskEither<ApiError, TaskAnswer> =>
  call(client)(TaskAnswer, "POST", `/tasks/${inPath(id)}/actions/clone`);

/** `POST /tasks/{id}/actions/abort`: API digest, 5.7. */
export const abortTask = (client: Client, id: string): TE.TaskEither<ApiError, TaskAnswer> =>
  call(client)(TaskAnswer, "POST", `/tasks/${inPath(id)}/actions/abort`);

/** `DELETE /tasks/{id}`: API digest, 5.9. Drafts only. */
export const deleteTask = (client: Client, id: string): TE.TaskEither<ApiError, unknown> =>
  call(client)(Nothing, "DELETE", `/tasks/${inPath(id)}`);

/** The task that an action has answered; fetched where the answer is only a part of it. */
export const wholeOf = (client: Client, answer: TaskAnswer): TE.TaskEither<ApiError, Task> => {
  const task = taskIn(answer);
  return task === undefined ? getTask(client, answer.id) : TE.right(task);
};

const orGone = (task: TE.TaskEither<ApiError, Task>): TE.TaskEither<ApiError, Task | undefined> =>
  pipe(
    task,
    TE.map((it): Task | undefined => it),
    TE.orElse((error) => (isGone(error) ? TE.right(undefined) : TE.left(error))),
  );

const itemOf = (client: Client, answer: Bulk<TaskAnswer>): TE.TaskEither<ApiError, Task | undefined> => {
  if (answer._tag === "Found") return orGone(wholeOf(client, answer.resource));
  return isGoneItem(answer) ? TE.right(undefined) : TE.left(refusalOfItem(client, "/tasks", answer));
};

/**
 * Whole tasks by their ids, 100 a call; `undefined` for one that does not exist. Whether a bulk item has all of a task is not
 * documented (API digest, 5.11 and 12): what is not whole is fetched by itself.
 */
export const getTasks = (
  client: Client,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly (Task | undefined)[]> =>
  pipe(
    bulkGet(client, "tasks", { codec: TaskAnswer, fields: "_all" }, ids),
    TE.flatMap((answers) =>
      pipe(
        answers,
        TE.traverseSeqArray((answer) => itemOf(client, answer)),
      ),
    ),
  );

/** Pages of tasks, the oldest first: without an explicit order, they may repeat or miss items (API digest, 2.4). */
const oldestFirst = <A>({ fields }: Part<A>, which: Query): Query => ({
  ...which,
  fields,
  order_by: "created_time",
  order: "asc",
});

const list = <A extends { readonly id: string }>(
  client: Client,
  part: Part<A>,
  which: Query,
): TE.TaskEither<ApiError, readonly A[]> => listAll(client, "/tasks", part.codec, oldestFirst(part, which));

/**
 * Whether lists show `description`, and with it a task's tag, is not established (API digest, 12). Where no item has the key,
 * whole tasks tell: 100 a call.
 */
const withDescriptions = <A extends Pick<DraftItem, "id" | "description">>(
  client: Client,
  items: readonly A[],
): TE.TaskEither<ApiError, readonly A[]> => {
  const habits = client.habitsOf(client.connection);
  habits.listsShowDescription ||= items.some(({ description }) => description !== undefined);
  return habits.listsShowDescription || items.length === 0
    ? TE.right(items)
    : pipe(
        getTasks(
          client,
          items.map(({ id }) => id),
        ),
        TE.map((tasks) => items.map((item, index) => ({ ...item, description: tasks[index]?.description }))),
      );
};

/** Whether a project's list contains the children of batches is not established (API digest, 12): nothing here is about them. */
const withoutChildren = <A extends Pick<ListedTask, "parent">>(items: readonly A[]): readonly A[] =>
  items.filter(({ parent }) => !parent);

/** The drafts of a project, by what tells whose they are (API digest, 5.3), whether the platform filters by the status or not. */
export const listDrafts = (client: Client, project: string): TE.TaskEither<ApiError, readonly DraftItem[]> =>
  pipe(
    list(client, DraftItem, { project, status: "DRAFT" }),
    TE.map((drafts) => drafts.filter(({ status }) => status === "DRAFT")),
    TE.flatMap((items) => withDescriptions(client, items)),
  );

/**
 * A platform may ignore the filter, as one did with a filter of time (API digest, 12): only what names the batch is its child. A
 * list without any `parent` may only not show it. Such a list obeys the filter, unless the batch itself is in it.
 */
const childrenIn = <A extends Pick<ChildStatus, "id" | "parent">>(
  items: readonly A[],
  batch: string,
): readonly A[] =>
  items.some(({ id, parent }) => parent !== undefined || id === batch)
    ? items.filter(({ parent }) => parent === batch)
    : items;

const listChildrenAs = <A extends Pick<ChildStatus, "id" | "parent">>(
  client: Client,
  part: Part<A>,
  batch: string,
): TE.TaskEither<ApiError, readonly A[]> =>
  pipe(
    list(client, part, { parent: batch }),
    TE.map((items) => childrenIn(items, batch)),
  );

/** The children of a batch, by id and status: API digest, 5.3 and 6. */
export const listChildren = (
  client: Client,
  batch: string,
): TE.TaskEither<ApiError, readonly ChildStatus[]> => listChildrenAs(client, ChildStatus, batch);

/** The same with what they have made. */
export const listRunChildren = (
  client: Client,
  batch: string,
): TE.TaskEither<ApiError, readonly ChildTask[]> => listChildrenAs(client, ChildTask, batch);

/** A second earlier: whether the filter includes its bound is not established (API digest, 10.3). */
const createdFrom = (day: string | undefined): string | undefined => {
  const time = timeIn(day);
  return time > 0 ? new Date(time - 1000).toISOString().slice(0, 19) : day;
};

/** A platform may ignore the filter (API digest, 12). A time that is not known may be any. */
const createdSince = <A extends Pick<ListedTask, "created_time">>(
  items: readonly A[],
  day: string | undefined,
): readonly A[] => items.filter(({ created_time: created }) => !(timeIn(created) < timeIn(day)));

/** The tasks of a project that were created since a day, by what tells whose they are: API digest, 5.3. */
export const listSince = (
  client: Client,
  project: string,
  since: string,
): TE.TaskEither<ApiError, readonly ListedTask[]> =>
  pipe(
    list(client, ListedTask, { project, created_from: createdFrom(since) }),
    TE.flatMap((items) => withDescriptions(client, createdSince(withoutChildren(items), since))),
  );

/** The same with what they have cost, and what became of their children; without a day, all tasks of the project. */
export const listRecent = (
  client: Client,
  project: string,
  since: string | undefined,
): TE.TaskEither<ApiError, Timed<RecentTask>> =>
  pipe(
    listTimed(
      client,
      "/tasks",
      RecentTask.codec,
      oldestFirst(RecentTask, { project, created_from: createdFrom(since) }),
    ),
    TE.flatMap(({ items, now }) =>
      pipe(
        withDescriptions(client, createdSince(withoutChildren(items), since)),
        TE.map((all) => ({ items: all, now })),
      ),
    ),
  );

/** When the newest task of a project was created, by the platform's clock, in milliseconds: API digest, 5.3. */
export const newestTime = (client: Client, project: string): TE.TaskEither<ApiError, number | undefined> =>
  pipe(
    getPage(client)(pageOf(TaskTime.codec), "/tasks", {
      project,
      fields: TaskTime.fields,
      order_by: "created_time",
      order: "desc",
      limit: 1,
    }),
    TE.map(({ body: { items } }) => {
      const time = timeIn(items[0]?.created_time);
      return Number.isFinite(time) ? time : undefined;
    }),
  );

/** `GET /tasks/{id}/execution_details`: API digest, 5.10. An early-release call, which may answer 404. */
export const getExecutionDetails = (client: Client, id: string): TE.TaskEither<ApiError, ExecutionDetails> =>
  call(client)(ExecutionDetails, "GET", `/tasks/${inPath(id)}/execution_details`);
