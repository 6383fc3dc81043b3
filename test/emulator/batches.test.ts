import { emulated, items, pick } from "./client";
import { files, fileValue } from "./seed";

const emulator = emulated();
const all = [files.r3, files.r1, files.r2].map(fileValue);
const batch = (more: Record<string, unknown> = {}) => ({
  app: "ada/lab/align",
  name: "b",
  inputs: { reads: all, genome: fileValue(files.genome) },
  ...more,
});
const byItem = { batch_input: "reads", batch_by: { type: "item" } };
const by = (...criteria: string[]) => ({ batch_input: "reads", batch_by: { type: "CRITERIA", criteria } });
const batchFields = "?fields=batch,batch_input,batch_by";

describe("a draft is a batch", () => {
  test.each([
    [
      "by its pair, without the flag",
      batch(byItem),
      { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } },
    ],
    [
      "by its pair and the flag",
      batch({ ...byItem, batch: true }),
      { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } },
    ],
    [
      "by criteria, their order kept",
      batch(by("metadata.sample_id", "metadata.lane")),
      {
        batch: true,
        batch_input: "reads",
        batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id", "metadata.lane"] },
      },
    ],
    ["not without a pair", batch(), { batch: false }],
    ["not with the flag false", batch({ ...byItem, batch: false }), { batch: false }],
    [
      "by the app's default",
      batch({ app: "ada/lab/count", inputs: { bams: all } }),
      { batch: true, batch_input: "bams", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } },
    ],
    [
      "not by the app's default with the flag false",
      batch({ app: "ada/lab/count", inputs: { bams: all }, batch: false }),
      { batch: false },
    ],
  ])("%s", async (_, body, expected) => {
    const { client } = emulator;
    expect((await client.get(`/tasks/${await client.task(body)}${batchFields}`)).body).toEqual(expected);
  });

  test("unless it is submitted with batch=false in the query", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run&batch=False");
    expect((await client.get(`/tasks/${id}?fields=batch,status`)).body).toEqual({
      batch: false,
      status: "QUEUED",
    });
  });

  test("or of a plain task that is only made with batch=false in the query, as R makes each", async () => {
    const { client } = emulator;
    const id = await client.task({}, "?batch=FALSE");
    expect((await client.get(`/tasks/${id}?fields=batch,status`)).body).toEqual({
      batch: false,
      status: "DRAFT",
    });
    for (const body of [batch(byItem), { app: "ada/lab/count" }, { app: "ada/lab/echo", batch: true }]) {
      const refused = await client.post("/tasks?batch=false", { project: "ada/lab", ...body });
      expect([refused.status, pick(refused.body, "code")]).toEqual([400, 7021]);
    }
    const plain = await client.task({ app: "ada/lab/count", batch: false }, "?batch=false");
    expect(await client.field(`/tasks/${plain}`, "batch")).toBe(false);
  });

  test.each([
    ["batch false", { batch: false }, { batch: false }],
    ["both as null", { batch_input: null, batch_by: null }, { batch: false }],
    [
      "only the criteria",
      { batch_by: { type: "ITEM" } },
      { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } },
    ],
    [
      "half of the criteria, as Python sends what changed",
      { batch_by: { criteria: ["metadata.library_id"] } },
      {
        batch: true,
        batch_input: "reads",
        batch_by: { type: "CRITERIA", criteria: ["metadata.library_id"] },
      },
    ],
    [
      "a name, the flag and the input, as Python sends them",
      { name: "z", batch: true, batch_input: "reads" },
      { batch: true, batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.lane"] } },
    ],
  ])("or not, after a modification of %s", async (_, change, expected) => {
    const { client } = emulator;
    const id = await client.task(batch(by("metadata.lane")));
    expect((await client.patch(`/tasks/${id}${batchFields}`, change)).body).toEqual(expected);
  });

  test("without files on its input has an error", async () => {
    const { client } = emulator;
    const id = await client.task(
      batch({ ...byItem, inputs: { reads: [], genome: fileValue(files.genome) } }),
    );
    expect(await client.field(`/tasks/${id}`, "errors")).toEqual([
      {
        code: 7012,
        title: "Missing required input",
        description: "Input reads is required.",
        input: "reads",
      },
    ]);
  });

  test("with a warning for each file that lacks the metadata to group by", async () => {
    const { client } = emulator;
    const inputs = { reads: [...all, fileValue(files.bare)], genome: fileValue(files.genome) };
    const id = await client.task(batch({ ...by("metadata.sample_id"), inputs }));
    expect((await client.get(`/tasks/${id}?fields=errors,warnings`)).body).toEqual({
      errors: [],
      warnings: [
        {
          code: 5006,
          title: "Missing metadata",
          description: `File bare.fastq (${files.bare}) has no metadata.sample_id.`,
          input: "reads",
        },
      ],
    });
  });

  test("with an error for each element that is none", async () => {
    const { client } = emulator;
    const wrong = (description: string, input: string) => ({
      code: 90000,
      title: "Wrong type",
      description,
      input,
    });
    const numbers = { class: "CommandLineTool", inputs: { n: "int?", any: "Any?" }, outputs: {} };
    await client.post("/apps/ada/lab/numbers/raw", numbers);
    const of = async (app: string, input: string, value: unknown, type: string) => {
      const batch_by = { type, criteria: ["metadata.sample_id"] };
      const id = await client.task({ app, inputs: { [input]: value }, batch_input: input, batch_by });
      return client.field(`/tasks/${id}`, "errors");
    };
    const file = fileValue(files.r1);
    expect(await of("ada/lab/echo", "one", [file, null], "ITEM")).toEqual([
      wrong("one[1] must be a File.", "one"),
    ]);
    expect(await of("ada/lab/numbers", "any", [1, null], "ITEM")).toEqual([
      wrong("any[1] must be something to batch by, not null.", "any"),
    ]);
    expect(await of("ada/lab/numbers", "n", [1, 2], "ITEM")).toEqual([]);
    expect(await of("ada/lab/numbers", "n", [1, 2], "CRITERIA")).toEqual([
      wrong("n[0] must be a File.", "n"),
      wrong("n[1] must be a File.", "n"),
    ]);
    expect(await of("ada/lab/numbers", "any", [file, 2], "CRITERIA")).toEqual([
      wrong("any[1] must be a File.", "any"),
    ]);
  });

  test("with a warning for each group of which a port of one file takes the first alone", async () => {
    const { client } = emulator;
    const batch_by = { type: "CRITERIA", criteria: ["metadata.sample_id"] };
    const body = { app: "ada/lab/echo", inputs: { one: all }, batch_input: "one", batch_by };
    const id = await client.task(body);
    expect((await client.get(`/tasks/${id}?fields=errors,warnings`)).body).toEqual({
      errors: [],
      warnings: [
        {
          code: 90000,
          title: "Several files in a group",
          description: 'Group "s1" has 2 files, but one takes one: only the first is used.',
          input: "one",
        },
      ],
    });
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(3);
    const children = await client.get(`/tasks?parent=${id}&order=asc&fields=_all`);
    expect(items(children, "inputs.one.path")).toEqual([files.r3, files.r1]);
  });

  test("over an input that is named as in its app", async () => {
    const { client } = emulator;
    const id = await client.task(batch({ ...byItem, batch_input: "#reads" }));
    expect(await client.field(`/tasks/${id}`, "batch_input")).toBe("reads");
  });

  test("over a port of one file takes a list, and each child has one of them", async () => {
    const { client } = emulator;
    const body = {
      app: "ada/lab/echo",
      inputs: { one: all },
      batch_input: "one",
      batch_by: { type: "ITEM" },
    };
    const id = await client.task(body, "?action=run");
    await client.advance(3);
    const children = await client.get(`/tasks?parent=${id}&order=asc&fields=_all`);
    expect(items(children, "inputs.one.path")).toEqual([files.r3, files.r1, files.r2]);
  });
});

describe("the children of a batch", () => {
  const childrenOf = async (more: Record<string, unknown>) => {
    const { client } = emulator;
    const id = await client.task(batch(more), "?action=run");
    await client.advance(3);
    return client.get(`/tasks?parent=${id}&order=asc&fields=_all`);
  };

  test("by item are one per file, called by its name, in the order of the list", async () => {
    const children = await childrenOf(byItem);
    expect(items(children, "batch_group")).toEqual([
      { value: "s2_1.fastq", fields: {} },
      { value: "s1_1.fastq", fields: {} },
      { value: "s1_2.fastq", fields: {} },
    ]);
    expect(items(children, "inputs.reads.length")).toEqual([1, 1, 1]);
    expect(items(children, "name")).toEqual(["b - s2_1.fastq", "b - s1_1.fastq", "b - s1_2.fastq"]);
  });

  test("by criteria are one per tuple of values, in the order of the criteria", async () => {
    const children = await childrenOf(by("metadata.library_id", "metadata.sample_id"));
    expect(items(children, "batch_group")).toEqual([
      { value: "l1, s2", fields: { "metadata.library_id": "l1", "metadata.sample_id": "s2" } },
      { value: "l1, s1", fields: { "metadata.library_id": "l1", "metadata.sample_id": "s1" } },
    ]);
    expect(items(children, "inputs.reads.length")).toEqual([1, 2]);
    expect(items(children, "batch")).toEqual([false, false]);
    expect(items(children, "batch_input")).toEqual([undefined, undefined]);
  });

  test("by a field whose name has blanks and dots", async () => {
    const { client } = emulator;
    for (const [id, metadata] of [
      [files.r1, { "Sample no. 1": "x" }],
      [files.r2, { "Sample no. 1": "y" }],
    ] as const)
      await client.patch(`/files/${id}/metadata`, metadata);
    const inputs = { reads: [fileValue(files.r1), fileValue(files.r2)], genome: fileValue(files.genome) };
    const children = await childrenOf({ ...by("metadata.Sample no. 1"), inputs });
    expect(items(children, "batch_group")).toEqual([
      { value: "x", fields: { "metadata.Sample no. 1": "x" } },
      { value: "y", fields: { "metadata.Sample no. 1": "y" } },
    ]);
  });

  test("of files without the metadata are a separate group with an empty value", async () => {
    const inputs = { reads: [fileValue(files.bare), ...all], genome: fileValue(files.genome) };
    const children = await childrenOf({ ...by("metadata.sample_id"), inputs });
    expect(items(children, "batch_group.value")).toEqual(["", "s2", "s1"]);
  });

  test("are not there while the parent is CREATING", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run");
    expect(await client.field(`/tasks/${id}`, "status")).toBe("CREATING");
    expect(items(await client.get(`/tasks?parent=${id}`), "name")).toEqual([]);
    await client.advance(3);
    expect(items(await client.get(`/tasks?parent=${id}`), "status")).toEqual(["QUEUED", "QUEUED", "QUEUED"]);
  });
});

describe("a parent", () => {
  const status = "?fields=status,execution_status,price,end_time";
  const counts = { queued: 0, running: 0, completed: 0, failed: 0, aborted: 0 };

  test("goes through CREATING, QUEUED and RUNNING, and counts its children", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run");
    const seen = [];
    for (const seconds of [0, 3, 3]) {
      await client.advance(seconds);
      seen.push((await client.get(`/tasks/${id}${status}`)).body);
    }
    const duration = expect.any(Number);
    expect(seen).toEqual([
      { status: "CREATING", execution_status: { ...counts, message: "Creating child tasks", duration } },
      { status: "QUEUED", execution_status: { ...counts, message: "In queue", queued: 3, duration } },
      { status: "RUNNING", execution_status: { ...counts, message: "Running", running: 3, duration } },
    ]);
    await client.advance(10);
    expect((await client.get(`/tasks/${id}${status}`)).body).toEqual({
      status: "COMPLETED",
      execution_status: { ...counts, message: "Completed", completed: 3, duration: 12000 },
      price: {
        currency: "USD",
        amount: 0.33,
        breakdown: { storage: "0.03", computation: "0.30", data_transfer: "0" },
      },
      end_time: expect.any(String),
    });
  });

  test("on spot costs what its children cost, as it is shown", async () => {
    const { client } = emulator;
    const id = await client.task(batch({ ...byItem, use_interruptible_instances: true }), "?action=run");
    await client.advance(15);
    const price = (amount: number, storage: string, computation: string) => ({
      currency: "USD",
      amount,
      breakdown: { storage, computation, data_transfer: "0" },
    });
    const child = price(0.04, "0.01", "0.03");
    expect(items(await client.get(`/tasks?parent=${id}&fields=price`), "price")).toEqual([
      child,
      child,
      child,
    ]);
    expect(await client.field(`/tasks/${id}`, "price")).toEqual(price(0.12, "0.03", "0.09"));
  });

  test("is FAILED when a child failed, and the others complete all the same", async () => {
    const { client } = emulator;
    const id = await client.task(batch(by("metadata.sample_id")));
    await client.control("POST", `/tasks/${id}`, { children: { s1: "FAILED" } });
    await client.post(`/tasks/${id}/actions/run`);
    await client.advance(15);
    expect(await client.field(`/tasks/${id}`, "status")).toBe("FAILED");
    expect(items(await client.get(`/tasks?parent=${id}&order=asc`), "status")).toEqual([
      "COMPLETED",
      "FAILED",
    ]);
  });

  test("takes its unfinished children along when it is aborted", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run");
    await client.advance(3);
    expect(pick((await client.post(`/tasks/${id}/actions/abort`)).body, "status")).toBe("ABORTING");
    await client.advance(2);
    expect(await client.field(`/tasks/${id}`, "status")).toBe("ABORTED");
    expect(items(await client.get(`/tasks?parent=${id}`), "status")).toEqual([
      "ABORTED",
      "ABORTED",
      "ABORTED",
    ]);
  });

  test("aborted while CREATING never gets children", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run");
    await client.post(`/tasks/${id}/actions/abort`);
    await client.advance(20);
    expect(await client.field(`/tasks/${id}`, "status")).toBe("ABORTED");
    expect(items(await client.get(`/tasks?parent=${id}`), "status")).toEqual([]);
  });

  test("run with batch=false becomes a plain task", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem));
    const run = await client.post(`/tasks/${id}/actions/run?batch=false&fields=status,batch,batch_input`);
    expect(run.body).toEqual({ status: "QUEUED", batch: false });
  });

  test("has no jobs in its execution details", async () => {
    const { client } = emulator;
    const id = await client.task(batch(byItem), "?action=run");
    await client.advance(20);
    expect(await client.field(`/tasks/${id}/execution_details`, "jobs")).toBeNull();
  });
});
