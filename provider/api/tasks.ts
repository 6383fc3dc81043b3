import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../errors";
import { type Client, call, inPath } from "./http";
import { listAll } from "./paging";
import { DraftItem, ExecutionDetails, Nothing, Task, TaskStatus } from "./wire";

/** `POST /tasks`, with `action=run` to start it in the same call: API digest, 5.1. Never repeated. */
export const createTask = (client: Client, body: object, run: boolean): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", "/tasks", run ? { action: "run" } : {}, body);

/** `GET /tasks/{id}`: API digest, 5.2. */
export const getTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "GET", `/tasks/${inPath(id)}`);

/** `PATCH /tasks/{id}`: API digest, 5.4. */
export const patchTask = (client: Client, id: string, body: object): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "PATCH", `/tasks/${inPath(id)}`, {}, body);

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
): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", `/tasks/${inPath(id)}/actions/run`, {
    batch: batch === false ? "false" : undefined,
    use_interruptible_instances: spot === undefined ? undefined : String(spot),
  });

/** `POST /tasks/{id}/actions/clone` without `action`: a draft of the same inputs, app revision and settings (API digest, 5.8). Never repeated. */
export const cloneTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", `/tasks/${inPath(id)}/actions/clone`);

/** `POST /tasks/{id}/actions/abort`: API digest, 5.7. */
export const abortTask = (client: Client, id: string): TE.TaskEither<ApiError, Task> =>
  call(client)(Task, "POST", `/tasks/${inPath(id)}/actions/abort`);

/** `DELETE /tasks/{id}`: API digest, 5.9. Drafts only. */
export const deleteTask = (client: Client, id: string): TE.TaskEither<ApiError, unknown> =>
  call(client)(Nothing, "DELETE", `/tasks/${inPath(id)}`);

/** An explicit order: without one, pages may repeat or miss items (API digest, 2.4). */
const oldestFirst = { order_by: "created_time", order: "asc" };

/** The drafts of a project, by what tells whose they are: API digest, 5.3. */
export const listDrafts = (client: Client, project: string): TE.TaskEither<ApiError, readonly DraftItem[]> =>
  listAll(client, "/tasks", DraftItem, {
    project,
    status: "DRAFT",
    fields: "id,description",
    ...oldestFirst,
  });

/** What a run's children are asked for: API digest, 3.1 and 6. `inputs` tell which group is whose. */
const childFields =
  "id,status,project,app,href,name,batch,batch_group,parent,inputs,outputs,price,execution_status,start_time,end_time";

/** The children of a batch with what they have made: API digest, 5.3 and 6. */
export const listRunChildren = (client: Client, parent: string): TE.TaskEither<ApiError, readonly Task[]> =>
  listAll(client, "/tasks", Task, { parent, fields: childFields, ...oldestFirst });

/** The tasks of a project that were created since, by what tells whose they are: API digest, 5.3. */
export const listSince = (
  client: Client,
  project: string,
  since: string,
): TE.TaskEither<ApiError, readonly Task[]> =>
  listAll(client, "/tasks", Task, {
    project,
    created_from: since,
    fields: "id,status,project,app,name,description,created_by,created_time",
    ...oldestFirst,
  });

/** `GET /tasks/{id}/execution_details`: API digest, 5.10. An early-release call, which may answer 404. */
export const getExecutionDetails = (client: Client, id: string): TE.TaskEither<ApiError, ExecutionDetails> =>
  call(client)(ExecutionDetails, "GET", `/tasks/${inPath(id)}/execution_details`);

/** The children of a batch, by id and status: API digest, 5.3 and 6. */
export const listChildren = (
  client: Client,
  parent: string,
): TE.TaskEither<ApiError, readonly TaskStatus[]> =>
  listAll(client, "/tasks", TaskStatus, { parent, fields: "id,status", ...oldestFirst });
