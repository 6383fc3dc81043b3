import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { getApp } from "../../provider/api/apps";
import type { Client } from "../../provider/api/http";
import { getProject } from "../../provider/api/projects";
import { getTask, listChildren } from "../../provider/api/tasks";
import { explain, type HostError } from "../../provider/errors";
import { ownFileLists } from "../../provider/functions/fileLists";
import { filesQuery } from "../../provider/functions/filesQuery";
import { findFiles } from "../../provider/functions/findFiles";
import { clientFor } from "../../provider/host/host";
import { bySample, draft } from "../host/runs";
import { app, project } from "../support/seed";
import { until } from "../support/until";
import { goingOn } from "./observed";
import type { Operation } from "./operation";
import { Stack } from "./stack";

/** What the functions ask of the API (`getFiles`, `getApp`, …), with a client of the host's: theirs waits longer. */
const asked =
  (ask: (client: Client, task: string) => TE.TaskEither<HostError, unknown>): Operation["act"] =>
  async (stack, { host }) => {
    const client = clientFor(host, "lookup");
    if (E.isLeft(client)) throw new Error(explain(client.left));
    const answer = await ask(client.right, String(stack.program.task))();
    if (E.isLeft(answer)) return { message: explain(answer.left), reasons: [], id: undefined };
    stack.answer = answer.right;
    return undefined;
  };

const lookup = (
  name: string,
  ask: (client: Client, task: string) => TE.TaskEither<HostError, unknown>,
): Operation => ({
  name: `lookup: ${name}`,
  kind: "DraftTask",
  speed: "quick",
  prepare: async () => new Stack({}),
  act: asked(ask),
  again: asked(ask),
});

const files = (args: Readonly<Record<string, unknown>>) => (client: Client) => {
  const query = filesQuery.decode({ project, ...args });
  if (E.isLeft(query)) throw new Error("the query is wrong");
  return findFiles(ownFileLists(client), query.right, () => undefined);
};

/** A batch that has run: it has children. */
const batch: Operation["prepare"] = async ({ platform }) => {
  const task = await draft(platform, bySample);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  await until(async () => (await goingOn(platform)) === 0);
  return new Stack({ task });
};

export const lookupOperations: readonly Operation[] = [
  lookup("an app", (client) =>
    pipe(
      getApp(client, app),
      TE.map(({ id, revision, name }) => ({ id, revision, name })),
    ),
  ),
  lookup("a project", (client) =>
    pipe(
      getProject(client, project),
      TE.map(({ id, name }) => ({ id, name })),
    ),
  ),
  {
    ...lookup("a task", (client, task) =>
      pipe(
        getTask(client, task),
        TE.map(({ id, status, name, inputs }) => ({ id, status, name, inputs })),
      ),
    ),
    prepare: batch,
  },
  {
    ...lookup("a batch's children", (client, task) =>
      pipe(
        listChildren(client, task),
        TE.map((children) => children.map(({ id, status }) => ({ id, status }))),
      ),
    ),
    prepare: batch,
  },
  lookup("files by name", files({ names: ["a_1.fastq", "b_1.fastq"] })),
  lookup("files by path", files({ paths: ["genome.fa"] })),
  lookup("files by metadata", files({ metadata: { sample_id: "a" } })),
];
