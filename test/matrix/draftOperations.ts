import type { Properties } from "../host/provider";
import { app, genome, otherProject, project, reads } from "../support/seed";
import { until } from "../support/until";
import {
  type Bench,
  destroy,
  type Operation,
  preview,
  previewNew,
  previewThatNames,
  refresh,
  untroubled,
  up,
} from "./operation";
import { Stack } from "./stack";
import { shownInLists } from "./world";

const file = (path: string) => ({ class: "File", path });

const program: Properties = {
  project,
  app: `${app}/0`,
  description: "E18",
  inputs: { reads: reads.map(file), threads: 4 },
  executionSettings: { instanceType: "c4.large", maxParallelInstances: 2 },
};

const edited: Properties = {
  ...program,
  name: "align again",
  inputs: { reads: reads.map(file), genome: file(genome), threads: null },
  executionSettings: { instanceType: "c5.9xlarge", maxParallelInstances: 1 },
};

const running = { ...program, run: true };
const batch = {
  ...program,
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

const fresh =
  (args: Properties): Operation["prepare"] =>
  async () =>
    new Stack(args);

/** A stack that is up; then the program changes. */
const made =
  (args: Properties, next: Properties = args): Operation["prepare"] =>
  async ({ process }) => {
    const stack = new Stack(args);
    untroubled(await stack.up(process()));
    return Object.assign(new Stack(next), { kept: stack.kept });
  };

/** The same, with the task at its end, as a refresh finds it. */
const ended =
  (args: Properties, next: Properties = args): Operation["prepare"] =>
  async (bench) => {
    const stack = await made(args, next)(bench);
    await completed(bench, stack);
    untroubled(await stack.refresh(bench.process()));
    return stack;
  };

const completed = ({ platform }: Bench, { kept }: Stack): Promise<void> =>
  until(async () => (await platform.api("GET", `/tasks/${kept?.id}?fields=status`)).status === "COMPLETED");

/** A process that died after its create: the task is there, and no state knows it. */
const killed =
  (args: Properties): Operation["prepare"] =>
  async (bench) => {
    const stack = await made(args)(bench);
    stack.kept = undefined;
    return stack;
  };

/** A task that has run, and that no state knows. */
const forgotten =
  (args: Properties): Operation["prepare"] =>
  async (bench) => {
    const stack = await made({ ...args, run: true })(bench);
    await completed(bench, stack);
    await shownInLists();
    const lost = new Stack(args);
    untroubled(await lost.previewNew(bench.process()));
    return lost;
  };

/** A draft that somebody has made otherwise, and that the program imports. */
const foreign: Operation["prepare"] = async ({ platform }) => {
  const { id } = await platform.api("POST", "/tasks", {
    project,
    app: `${app}/0`,
    name: "by hand",
    inputs: { reads: [file(reads[0])] },
  });
  return new Stack({ ...program, __import: id });
};

const draft = { kind: "DraftTask", speed: "slow", again: up } as const;

export const draftOperations: readonly Operation[] = [
  { ...draft, name: "create", prepare: fresh({ ...program, app }), act: up },
  { ...draft, name: "create with run", prepare: fresh(running), act: up },
  {
    ...draft,
    name: "create with run, batch",
    speed: "quick",
    settles: true,
    prepare: fresh({ ...batch, run: true }),
    act: up,
  },
  {
    ...draft,
    name: "create after a killed one",
    prepare: killed(program),
    act: up,
    like: { prepare: fresh(program), act: up },
  },
  {
    ...draft,
    name: "create with run after a killed one",
    prepare: killed(running),
    act: up,
    like: { prepare: fresh(running), act: up },
  },
  { ...draft, name: "create that imports", prepare: foreign, act: up },
  { ...draft, name: "preview of a change", prepare: made(program, edited), act: preview, again: preview },
  {
    ...draft,
    name: "preview of a task that has run",
    speed: "quick",
    config: { "sevenbridges:checks": "apps" },
    prepare: forgotten(program),
    act: previewNew,
    again: previewThatNames,
  },
  { ...draft, name: "read, draft", prepare: made(program), act: refresh },
  { ...draft, name: "read, started", prepare: made(running), act: refresh },
  { ...draft, name: "read, ended", speed: "quick", prepare: ended(running), act: refresh },
  { ...draft, name: "read, batch", speed: "quick", prepare: ended({ ...batch, run: true }), act: refresh },
  { ...draft, name: "update", prepare: made(program, edited), act: up },
  {
    ...draft,
    name: "update of a renamed draft",
    isRenamed: true,
    prepare: made(program, { ...edited, name: "renamed" }),
    act: up,
  },
  { ...draft, name: "update that runs", prepare: made(program, { ...edited, run: true }), act: up },
  {
    ...draft,
    name: "update that renames an ended task",
    speed: "quick",
    prepare: ended(running, { ...running, name: "align again" }),
    act: up,
  },
  {
    ...draft,
    name: "replace",
    prepare: made(program, { ...program, project: otherProject, app: `${otherProject}/align/0` }),
    act: up,
  },
  { ...draft, name: "delete", prepare: made(program), act: destroy, again: destroy },
  { ...draft, name: "delete that aborts", prepare: made(running), act: destroy, again: destroy },
];
