import type * as pulumi from "@pulumi/pulumi";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../api/endpoints/schemas";
import { listChildren } from "../api/endpoints/tasks";
import type { Client } from "../api/transport/http";
import { taskId } from "../model/codecs/ids";
import { declaredFrom } from "../model/task/declaredFrom";
import { encodeDeclared } from "../model/task/draftTask";
import { computedFrom } from "../model/task/taskState";
import { strictObject } from "../shared/codec";
import { connectionName } from "../shared/connectionName";
import { type ApiError, type HostError, isGone } from "../shared/errors";
import type { WithInputs } from "./inputs";
import { type Lookup, lookUp, lookUpOutput } from "./lookUp";
import type { TaskInfo } from "./taskInfo";

export interface GetTaskArgs {
  /** The task's id, a UUID. */
  readonly id: string;
  /** On which platform: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  readonly connection?: string;
}

/** The same with Outputs. */
export type GetTaskOutputArgs = WithInputs<GetTaskArgs>;

/** A draft batch has no children yet: API digest, section 6. */
const childIds = (client: Client, task: Task): TE.TaskEither<ApiError, readonly string[] | undefined> =>
  task.batch === true && task.status !== "DRAFT"
    ? pipe(
        listChildren(client, task.id),
        TE.map((children) => children.map(({ id }) => id)),
      )
    : TE.right(undefined);

const infoOf = (task: Task, endpoint: string, children: readonly string[] | undefined): TaskInfo => {
  const { __endpoint, __schema, ...computed } = computedFrom(task, endpoint, children);
  const info = { id: task.id, inputs: {}, ...encodeDeclared(declaredFrom(task)), ...computed };
  return info as unknown as TaskInfo; // the names are those of a DraftTask's outputs: a types test compares the two
};

const gone = (error: ApiError, id: string, { connection }: Client): HostError =>
  isGone(error)
    ? {
        _tag: "Declined",
        reason: `there is no task ${id} at ${connection.endpoint}: check the id and the platform`,
      }
    : error;

export const taskLookup: Lookup<GetTaskArgs, TaskInfo> = {
  name: "getTask",
  args: strictObject("getTask", { id: taskId }, { connection: connectionName }),
  asked: ({ id }) => `getTask of ${id}`,
  ask: ({ client, task }, { id }) =>
    pipe(
      task(id),
      TE.flatMap((found) =>
        pipe(
          childIds(client, found),
          TE.map((children) => infoOf(found, client.connection.endpoint, children)),
        ),
      ),
      TE.mapLeft((error) => gone(error, id, client)),
    ),
  mocked: (answer) => ({
    id: "",
    project: "",
    app: "",
    name: "",
    inputs: {},
    href: "",
    url: "",
    status: "",
    appRevision: 0,
    errors: [],
    warnings: [],
    outputs: {},
    ...answer,
  }),
};

/**
 * A task by its id, as it is now: its args and its outputs, in the words of a `DraftTask`. Fails where there is none,
 * or where the token's user may not see it. To see a task in the stack's state as well: `DraftTask.get`.
 *
 * @example
 * ```ts
 * const { outputs } = await sb.getTask({ id: "eb44dce5-2c12-5be3-97b9-92039de6182b" });
 * new sb.DraftTask("count", { project, app, inputs: { bam: outputs.bam ?? null } });
 * ```
 */
export const getTask = (args: GetTaskArgs, opts?: pulumi.InvokeOptions): Promise<TaskInfo> =>
  lookUp(taskLookup, args, opts);

/** The same for an id that may be an Output. `dependsOn` asks after these resources are there, and not in a preview that has yet to make one. */
export const getTaskOutput = (
  args: GetTaskOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<TaskInfo> => lookUpOutput(taskLookup, args, opts);
