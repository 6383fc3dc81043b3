import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../errors";
import { type Client, call, inPath } from "./http";
import { listAll } from "./paging";
import { Nothing, Task, TaskStatus } from "./wire";

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

/** An explicit order: without one, pages may repeat or miss items (API digest, 2.4). */
const oldestFirst = { order_by: "created_time", order: "asc" };

/** The drafts of a project, by id and status: API digest, 5.3. */
export const listDrafts = (client: Client, project: string): TE.TaskEither<ApiError, readonly TaskStatus[]> =>
  listAll(client, "/tasks", TaskStatus, { project, status: "DRAFT", fields: "id,status", ...oldestFirst });

/** The children of a batch, by id and status: API digest, 5.3 and 6. */
export const listChildren = (
  client: Client,
  parent: string,
): TE.TaskEither<ApiError, readonly TaskStatus[]> =>
  listAll(client, "/tasks", TaskStatus, { parent, fields: "id,status", ...oldestFirst });
