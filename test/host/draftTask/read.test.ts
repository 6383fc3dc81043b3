import * as E from "fp-ts/Either";
import { Task } from "../../../provider/api/endpoints/schemas";
import { fields } from "../../../provider/model/task/fields";
import { Platform } from "../../support/platform";
import { app, genome, project, reads } from "../../support/seed";
import { failureOf, type Kept, Process, type Properties } from "../provider";

let platform: Platform;
let provider: Process;
let kept: Kept;
const inputs = { reads: reads.map((path) => ({ class: "File", path, name: "kept for people" })), threads: 4 };
const complete: Properties = { project, app: `${app}/0`, inputs };

beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
  kept = await provider.create(complete);
  await platform.log();
});
afterEach(() => platform.close());

/** The inputs that `read` finds, without our own. */
const declared = (inputsFound: Properties | undefined): Properties =>
  Object.fromEntries(Object.entries(inputsFound ?? {}).filter(([key]) => !key.startsWith("__")));

describe("read", () => {
  test("finds no drift where nothing was edited, and gives back what is stored, hidden inputs included", async () => {
    const found = await provider.read(kept.id, kept.outs);
    const { __provider: _, ...stored } = kept.inputs;
    expect(found?.inputs).toStrictEqual(stored);
    expect(found?.props).toStrictEqual(kept.outs);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`]);
  });

  test("a port that the program never set is no drift while it holds the app's default: one call for the app", async () => {
    await platform.api("PATCH", `/tasks/${kept.id}`, { inputs: { label: "aligned" } });
    expect(declared((await provider.read(kept.id, kept.outs))?.inputs)).toStrictEqual(declared(kept.inputs));
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`, `GET /apps/${app}/0`]);
  });

  test("what somebody has edited is drift", async () => {
    await platform.api("PATCH", `/tasks/${kept.id}`, {
      name: "n",
      description: "d",
      inputs: { threads: 5, note: "x", genome: { class: "File", path: genome } },
      batch_input: "reads",
      batch_by: { type: "ITEM" },
    });
    const found = await provider.read(kept.id, kept.outs);
    expect(declared(found?.inputs)).toStrictEqual({
      project,
      app: `${app}/0`,
      name: "n",
      description: "d",
      batchInput: "reads",
      batchBy: { type: "ITEM" },
      inputs: {
        reads: inputs.reads,
        threads: 5,
        note: "x",
        genome: { class: "File", path: genome, name: "genome.fa" },
      },
    });
  });

  test("what the program never set is no drift: spot, machines", async () => {
    await platform.api("PATCH", `/tasks/${kept.id}`, {
      use_interruptible_instances: true,
      execution_settings: { instance_type: "AUTO" },
    });
    expect(declared((await provider.read(kept.id, kept.outs))?.inputs)).toStrictEqual(declared(kept.inputs));
  });

  test("a started task keeps its args, and warns where it ran with other values", async () => {
    await platform.api("PATCH", `/tasks/${kept.id}`, { inputs: { threads: 32 } });
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    const found = await provider.read(kept.id, kept.outs);
    expect(declared(found?.inputs)).toStrictEqual(declared(kept.inputs));
    expect(found?.props).toMatchObject({ status: "QUEUED", inputs: { threads: 4 } });
    expect(provider.lines).toStrictEqual([
      `sb:align: warning: task ${kept.id} was started with other values than the program's for threads`,
    ]);
  });

  test("a completed task brings its outputs and its price", async () => {
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await platform.advance(2000);
    const found = await provider.read(kept.id, kept.outs);
    expect(found?.props).toMatchObject({
      status: "COMPLETED",
      outputs: {
        bam: { class: "File", path: expect.stringMatching(/^[0-9a-f]{24}$/), name: expect.any(String) },
        rate: expect.any(Number),
      },
      price: { amount: expect.any(Number), currency: "USD" },
    });
    expect(Object.keys(found?.props?.outputs.bam)).toStrictEqual(["class", "path", "name"]);
  });

  test("a batch brings its children, and asks for them no more once it was known to have ended", async () => {
    const batch = await provider.create({
      ...complete,
      name: "batch",
      batchInput: "reads",
      batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    });
    await platform.api("POST", `/tasks/${batch.id}/actions/run`);
    await platform.advance(5000);
    await platform.log();
    const first = await provider.read(batch.id, batch.outs);
    expect(first?.props?.childIds).toHaveLength(2);
    expect((await platform.log()).length).toBe(2);
    const second = await provider.read(batch.id, first?.props);
    expect(second?.props?.childIds).toStrictEqual(first?.props?.childIds);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${batch.id}`]);
  });

  test("what no program could have written is read all the same, and the next up puts it right", async () => {
    await platform.api("PATCH", `/tasks/${kept.id}`, {
      output_location: { main_location: "" },
      execution_settings: { instance_type: "a b", max_parallel_instances: 1 },
    });
    const nameless = { match: { method: "GET" }, kind: "alter", set: { name: " " } } as const;
    const program = {
      ...complete,
      outputLocation: { mainLocation: "/x/" },
      executionSettings: { instanceType: "AUTO" },
    };
    const declaredMore = {
      ...kept.outs,
      outputLocation: { mainLocation: "/x/" },
      executionSettings: { instanceType: "AUTO" },
    };
    await platform.fault(nameless);
    const found = await provider.read(kept.id, declaredMore);
    expect(found?.props).toMatchObject({
      name: " ",
      outputLocation: { mainLocation: "" },
      executionSettings: { instanceType: "a b" },
    });
    await platform.fault(nameless);
    const again = await provider.read(kept.id, found?.props);
    expect(again?.props).toStrictEqual(found?.props);
    expect(
      await provider.diff({ id: kept.id, inputs: kept.inputs, outs: found?.props }, program),
    ).toStrictEqual({ changes: true });
  });

  test("an answer with optional fields of an odd form is still an answer", async () => {
    const answer = Task.decode({
      id: "i",
      status: "DRAFT",
      project: "a/b",
      app: "a/b/c/0",
      price: "1",
      execution_status: "x",
      output_location: "/flat",
      inputs: [],
      created_by: 7,
    });
    expect(answer).toMatchObject({ _tag: "Right", right: { id: "i", price: undefined } });
    expect(E.map(fields.outputLocation.read)(answer)).toStrictEqual(E.right(undefined));
  });

  test("a name is only taken from a started task where it could be changed", async () => {
    const { id } = await provider.create({ ...complete, run: true });
    const stored = { ...kept.outs, status: "QUEUED", run: true, name: "wanted" };
    expect((await provider.read(id, stored))?.props).toMatchObject({ name: "wanted", status: "QUEUED" });
  });

  test("unknown fields and an unknown status are for people to read", async () => {
    const outs = { ...kept.outs, status: "PAUSED" };
    expect(await provider.diff({ ...kept, outs }, complete)).toStrictEqual({ changes: false });
  });

  test("get reads by id alone; an id that is none says so", async () => {
    const found = await provider.read(kept.id);
    expect(found?.props).toMatchObject({
      name: "align",
      project,
      inputs: { threads: 4 },
      status: "DRAFT",
    });
    const malformed = await failureOf(provider.read("x") ?? Promise.resolve());
    expect(malformed.message).toBe("the id given to DraftTask.get must be the id of a task (a UUID)");
  });
});
