import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type * as t from "io-ts";
import type { ApiError } from "../errors";
import { type Client, call, inPath } from "./http";
import { Nothing, pageOf, Task, TaskStatus } from "./wire";

/** The longest page that the API gives: API digest, section 2.4. */
const pageSize = 100;

/** `POST /tasks`, with `action=run` to start it in the same call: API digest, 5.1. Never repeated. */
export const createTask = (client: Client, body: object, run: boolean): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", "/tasks", run ? { action: "run" } : {}, body);

/** `GET /tasks/{id}`: API digest, 5.2. */
export const getTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "GET", `/tasks/${inPath(id)}`);

/** `PATCH /tasks/{id}`: API digest, 5.4. */
export const patchTask = (client: Client, id: string, body: object): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "PATCH", `/tasks/${inPath(id)}`, {}, body);

/** `POST /tasks/{id}/actions/run`: API digest, 5.6. Drafts only; never repeated. */
export const runTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", `/tasks/${inPath(id)}/actions/run`);

/** `POST /tasks/{id}/actions/abort`: API digest, 5.7. */
export const abortTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", `/tasks/${inPath(id)}/actions/abort`);

/** `DELETE /tasks/{id}`: API digest, 5.9. Drafts only. */
export const deleteTask = (client: Client, id: string): TE.TaskEither<ApiError, unknown> =>
  call(client)(Nothing, "DELETE", `/tasks/${inPath(id)}`);

type Filter = Readonly<Record<string, string>>;

/** All items of a list, page by page. An explicit order: without one, pages may repeat or miss items (API digest, 2.4). */
const listTasks = <A>(
  client: Client,
  item: t.Type<A, unknown>,
  filter: Filter,
  offset = 0,
): TE.TaskEither<ApiError, readonly A[]> =>
  pipe(
    call(client)(pageOf(item), "GET", "/tasks", {
      ...filter,
      order_by: "created_time",
      order: "asc",
      offset,
      limit: pageSize,
    }),
    TE.flatMap(({ items }) =>
      items.length < pageSize
        ? TE.right(items)
        : pipe(
            listTasks(client, item, filter, offset + pageSize),
            TE.map((rest) => [...items, ...rest]),
          ),
    ),
  );

/** The drafts of a project, by id and status: API digest, 5.3. */
export const listDrafts = (client: Client, project: string): TE.TaskEither<ApiError, readonly TaskStatus[]> =>
  listTasks(client, TaskStatus, { project, status: "DRAFT", fields: "id,status" });

/** The children of a batch, by id and status: API digest, 5.3 and 6. */
export const listChildren = (
  client: Client,
  parent: string,
): TE.TaskEither<ApiError, readonly TaskStatus[]> =>
  listTasks(client, TaskStatus, { parent, fields: "id,status" });
