import { getApp, getProject, getTask } from "../../provider";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { inAProgram, reasonOf, runOn } from "./program";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
  runOn(platform);
});
afterEach(() => platform.close());

describe("getApp", () => {
  test("is the newest revision with its ports", async () => {
    const found = await getApp({ id: app });
    expect(found).toMatchObject({ id: `${app}/0`, project, name: "Align", revision: 0 });
    expect(found.inputs.slice(0, 5)).toStrictEqual([
      { id: "reads", type: "File[]", optional: false, fileTypes: ["FASTQ", "FQ"] },
      { id: "genome", type: "File?", optional: true },
      { id: "threads", type: "int?", optional: true },
      { id: "mode", type: "enum(None, Basic)?", optional: true, symbols: ["None", "Basic"] },
      { id: "label", type: "string?", optional: true, default: "aligned" },
    ]);
    expect(found.inputs.at(-1)).toStrictEqual({
      id: "options",
      type: "record(seed: int?, tag: string?)?",
      optional: true,
    });
    expect(found.outputs).toStrictEqual([
      { id: "bam", type: "File", optional: false },
      { id: "rate", type: "float", optional: false },
    ]);
    expect(found).not.toHaveProperty("batching");
    expect(await platform.log()).toStrictEqual([`GET /apps/${app}`]);
  });

  test("a workflow's own batching, suggested values and texts are there", async () => {
    const cwl = {
      cwlVersion: "sbg:draft-2",
      class: "Workflow",
      "sbg:batchInput": "#reads",
      "sbg:batchBy": { type: "criteria", criteria: ["metadata.sample_id"] },
      inputs: [
        {
          id: "#reads",
          type: [{ type: "array", items: "File" }],
          label: "Reads",
          description: "Both mates.",
          "sbg:suggestedValue": { class: "File", path: reads[0] },
        },
      ],
      outputs: [],
    };
    await platform.api("POST", `/apps/${project}/flow/raw`, cwl);
    expect(await getApp({ id: `${project}/flow/0` })).toStrictEqual({
      id: `${project}/flow/0`,
      project,
      name: "flow",
      revision: 0,
      inputs: [
        {
          id: "reads",
          type: "File[]",
          optional: false,
          label: "Reads",
          doc: "Both mates.",
          suggestedValue: { class: "File", path: reads[0] },
        },
      ],
      outputs: [],
      batching: { batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] } },
    });
  });

  test("the same app is asked for once in a run, and again in the next; a failure is not kept", async () => {
    await Promise.all([getApp({ id: app }), getApp({ id: app })]);
    await getApp({ id: app });
    expect(await platform.log()).toStrictEqual([`GET /apps/${app}`]);
    runOn(platform);
    await platform.fault({ kind: "status", status: 400, code: 6000, message: "said" });
    await reasonOf(getApp({ id: app }));
    await getApp({ id: app });
    expect(await platform.log()).toStrictEqual([`GET /apps/${app}`, `GET /apps/${app}`]);
  });

  test("what is not there, and what is no id", async () => {
    expect(await reasonOf(getApp({ id: `${project}/none` }))).toBe(
      `getApp of ${project}/none: GET /apps/${project}/none at ${platform.url} was refused (404, code 6002: Requested app or app revision does not exist): check the app's id and revision, and that it is on this platform`,
    );
    expect(await reasonOf(getApp({ id: "align" }))).toBe(
      "getApp: id must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4), not a string of another form",
    );
  });
});

describe("getProject", () => {
  test("is what the platform shows, in one call for all that ask", async () => {
    const shown = await platform.api("GET", `/projects/${project}`);
    const [found] = await Promise.all([getProject({ id: project }), getProject({ id: project })]);
    expect(found).toStrictEqual({
      id: project,
      name: "Lab",
      description: "",
      tags: [],
      billingGroup: shown.billing_group,
      useInterruptibleInstances: (shown.settings as Record<string, unknown>).use_interruptible_instances,
      useMemoization: (shown.settings as Record<string, unknown>).use_memoization,
      rootFolder: shown.root_folder,
      createdBy: "ada",
      createdTime: shown.created_on,
    });
    expect(await platform.log()).toStrictEqual([`GET /projects/${project}`]);
  });

  test("one that is not there", async () => {
    expect(await reasonOf(getProject({ id: "ada/none" }))).toBe(
      `getProject of ada/none: GET /projects/ada/none at ${platform.url} was refused (404, code 3002: Requested project does not exist): check the project's id, and that it is on this platform`,
    );
  });
});

describe("getTask", () => {
  const files = reads.map((path) => ({ class: "File", path }));
  const batch = { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } };
  const made = async (body: object, run = false): Promise<string> =>
    String((await platform.api("POST", `/tasks${run ? "?action=run" : ""}`, { project, app, ...body })).id);

  test("is its args and its outputs, in the words of a DraftTask, in one call", async () => {
    const id = await made({ name: "one", inputs: { reads: files, threads: 4 }, description: "for people" });
    await platform.log();
    const task = await getTask({ id });
    expect(task).toMatchObject({
      id,
      project,
      app: `${app}/0`,
      name: "one",
      description: "for people",
      status: "DRAFT",
      appRevision: 0,
      createdBy: "ada",
      errors: [],
      warnings: [],
    });
    expect(task.inputs.reads).toStrictEqual([
      { class: "File", path: reads[0], name: "a_1.fastq" },
      { class: "File", path: reads[1], name: "a_2.fastq" },
      { class: "File", path: reads[2], name: "b_1.fastq" },
    ]);
    expect(task.inputs.threads).toBe(4);
    expect(Object.keys(task).filter((key) => key.startsWith("__"))).toStrictEqual([]);
    expect(Object.values(task)).not.toContain(undefined);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${id}`]);
  });

  test("a draft batch has no children; a started one has their ids, and an ended task its outputs and price", async () => {
    const draft = await made({ name: "draft", inputs: { reads: files }, ...batch });
    expect(await getTask({ id: draft })).not.toHaveProperty("childIds");
    const id = await made({ name: "batch", inputs: { reads: files }, ...batch }, true);
    await platform.advance(10_000);
    const { items } = await platform.api("GET", `/tasks?parent=${id}&order_by=created_time&order=asc`);
    const children = (items as readonly { id: string }[]).map((child) => child.id); // the emulator's own form
    expect(children).toHaveLength(3);
    expect(await getTask({ id })).toMatchObject({
      status: "COMPLETED",
      batchInput: "reads",
      batchBy: { type: "ITEM" },
      childIds: children,
      price: { amount: expect.any(Number), currency: "USD" },
    });
    expect((await getTask({ id: children[0] ?? "" })).outputs.bam).toMatchObject({ class: "File" });
  });

  test("one that is not there, and what is no UUID", async () => {
    const id = "eb44dce5-2c12-5be3-97b9-92039de6182b";
    expect(await reasonOf(getTask({ id }))).toBe(
      `getTask of ${id}: there is no task ${id} at ${platform.url}: check the id and the platform`,
    );
    expect(await reasonOf(getTask({ id: "align" }))).toBe(
      "getTask: id must be the id of a task (a UUID), not a string of another form",
    );
  });
});

describe("settings", () => {
  test("a token in plain text in the stack's configuration is refused", async () => {
    inAProgram({ "sevenbridges:endpoint": platform.url });
    const { runtime } = await import("@pulumi/pulumi");
    runtime.setAllConfig({ "sevenbridges:endpoint": platform.url, "sevenbridges:token": platform.token }, []);
    expect(await reasonOf(getProject({ id: project }))).toMatch(
      /^sevenbridges:token is not marked as a secret/,
    );
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a wrong setting is reported with what was asked, and read again the next time", async () => {
    inAProgram({ "sevenbridges:platform": "cg", "sevenbridges:token": platform.token });
    expect(await reasonOf(getProject({ id: project }))).toMatch(
      new RegExp(
        `^getProject of ${project}: sevenbridges:platform is not a known platform \\(did you mean cgc\\?\\)`,
      ),
    );
  });

  test("no message holds the token", async () => {
    for (const status of [401, 403, 500]) {
      await platform.fault({ kind: "status", status, code: 90000, message: `not ${platform.token}` });
      expect(await reasonOf(getProject({ id: project }))).not.toContain(platform.token);
    }
  });
});
