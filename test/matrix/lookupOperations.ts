import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { decodeArgs } from "../../provider/functions/decodeArgs";
import { appLookup } from "../../provider/functions/getApp";
import { fileLookup } from "../../provider/functions/getFile";
import { filesLookup } from "../../provider/functions/getFiles";
import { projectLookup } from "../../provider/functions/getProject";
import { taskLookup } from "../../provider/functions/getTask";
import type { Lookup } from "../../provider/functions/lookUp";
import { newRun, type Run } from "../../provider/functions/run";
import { clientFor } from "../../provider/host/session/connections";
import { explain, type HostError } from "../../provider/shared/errors";
import type { Properties } from "../host/provider";
import { bySample, draft } from "../host/runs";
import { app, genome, project } from "../support/seed";
import { until } from "../support/until";
import { goingOn } from "./observed";
import type { Bench, Operation } from "./operation";
import { Stack } from "./stack";

/** One lookup of a program. What it is to find may depend on what was prepared. */
type Ask = (
  run: Run,
  prepared: Properties,
  warn: (text: string) => void,
) => TE.TaskEither<HostError, unknown>;

const through =
  <Args extends object, Answer>(
    lookup: Lookup<Args, Answer>,
    given: object | ((prepared: Properties) => object),
  ): Ask =>
  (run, prepared, warn) => {
    const args = decodeArgs(lookup.name, lookup.args, typeof given === "function" ? given(prepared) : given);
    if (E.isLeft(args)) throw new Error(`the args of ${lookup.name} are wrong`);
    return lookup.ask(run, args.right, warn);
  };

/** All that a program asks in one moment, with a client of the host's: a program's waits longer. The program fails where one lookup does. */
const asked =
  (asks: readonly Ask[]): Operation["act"] =>
  async (stack, { session }) => {
    const client = clientFor(session, "lookup");
    if (E.isLeft(client)) throw new Error(explain(client.left));
    const run = newRun(client.right)(false);
    const warnings: string[] = [];
    const answers = await Promise.all(
      asks.map((ask) => ask(run, stack.program, (text) => warnings.push(text))()),
    );
    const reasons = answers.flatMap((answer) => (E.isLeft(answer) ? [explain(answer.left)] : []));
    if (reasons.length > 0) return { message: [...new Set(reasons)].join("; "), reasons, id: undefined };
    const found = answers.flatMap((answer) => (E.isRight(answer) ? [answer.right] : []));
    // What is there may be missing in a warning; the warning may not.
    stack.answer = { found, warnings: warnings.length };
    return undefined;
  };

const lookup = (
  name: string,
  asks: readonly Ask[],
  prepare: Operation["prepare"] = async () => new Stack({}),
): Operation => ({
  name: `lookup: ${name}`,
  kind: "DraftTask",
  speed: "quick",
  prepare,
  act: asked(asks),
  again: asked(asks),
});

const file = (path: string): Ask => through(fileLookup, { project, path });
const files = (args: object): Ask => through(filesLookup, { project, ...args });
const task = (name: string): Ask => through(taskLookup, (prepared) => ({ id: prepared[name] }));

/** Tasks that have run: one, and a batch, which has children. */
const tasks = async ({ platform }: Bench): Promise<Stack> => {
  const one = await draft(platform);
  const batch = await draft(platform, bySample);
  for (const id of [one, batch]) await platform.api("POST", `/tasks/${id}/actions/run`);
  await until(async () => (await goingOn(platform)) === 0);
  return new Stack({ one, batch });
};

/** Two folders, one in the other, each with a file. */
const folders = async ({ platform }: Bench): Promise<Stack> => {
  const raw = await platform.api("POST", "/files", { project, name: "raw", type: "folder" });
  const run = await platform.api("POST", "/files", { parent: raw.id, name: "run1", type: "folder" });
  for (const { id } of [raw, run])
    await platform.api("POST", `/files/${genome}/actions/copy`, { parent: id, name: "genome.fa" });
  return new Stack({});
};

export const lookupOperations: readonly Operation[] = [
  lookup("an app", [through(appLookup, { id: app })]),
  lookup("a project", [through(projectLookup, { id: project })]),
  lookup("a task", [task("one")], tasks),
  lookup("a batch and its children", [task("batch")], tasks),
  lookup("tasks together", [task("one"), task("batch"), task("one")], tasks),
  lookup("files by name", [files({ names: ["a_1.fastq", "b_1.fastq"] })]),
  lookup("files by path", [file("genome.fa")]),
  lookup("files by metadata", [files({ metadata: { sample_id: "a" } })]),
  lookup("files by metadata, none", [files({ metadata: { sample_id: "none" } })]),
  lookup(
    "files together, in folders",
    [file("raw/run1/genome.fa"), file("raw/genome.fa"), file("a_1.fastq"), files({ names: ["a_2.fastq"] })],
    folders,
  ),
  lookup("files below a folder", [files({ folder: "raw", recursive: true })], folders),
];
