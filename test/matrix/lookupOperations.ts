import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { getApp } from "../../provider/api/apps";
import type { Client } from "../../provider/api/http";
import { getProject } from "../../provider/api/projects";
import { getTask, listChildren } from "../../provider/api/tasks";
import { explain, type HostError } from "../../provider/errors";
import { filesQuery } from "../../provider/functions/filesQuery";
import { findFiles } from "../../provider/functions/findFiles";
import { clientFor } from "../../provider/host/host";
import { bySample, draft } from "../host/runs";
import { app, project } from "../support/seed";
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
  speed: "slow",
  prepare: async () => new Stack({}),
  act: asked(ask),
  again: asked(ask),
});

const files = (args: Readonly<Record<string, unknown>>) => (client: Client) => {
  const query = filesQuery.decode({ project, ...args });
  if (E.isLeft(query)) throw new Error("the query is wrong");
  return findFiles(client, query.right);
};

/** A batch that runs, for the list of its children. */
const batch: Operation["prepare"] = async ({ platform }) => {
  const task = await draft(platform, bySample);
  await platform.api("POST", `/tasks/${task}/actions/run`);
  return new Stack({ task });
};

export const lookupOperations: readonly Operation[] = [
  lookup("an app", (client) => getApp(client, app)),
  lookup("a project", (client) => getProject(client, project)),
  { ...lookup("a task", getTask), prepare: batch },
  { ...lookup("a batch's children", listChildren), prepare: batch },
  lookup("files by name", files({ names: ["a_1.fastq", "b_1.fastq"] })),
  lookup("files by path", files({ paths: ["genome.fa"] })),
  lookup("files by metadata", files({ metadata: { sample_id: "a" } })),
];
