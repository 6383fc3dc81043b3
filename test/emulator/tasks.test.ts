import { emulated, pick } from "./client";
import { ada, elsewhere, files, fileValue, shown } from "./seed";

const emulator = emulated();
const inputs = { reads: [fileValue(files.r1)], genome: fileValue(files.genome) };
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const wholeInputs = {
  reads: [shown(files.r1)],
  genome: shown(files.genome),
  threads: null,
  fraction: null,
  mode: null,
  limits: null,
  paired: null,
  scratch: null,
};

describe("a task", () => {
  test("is created as a draft with the newest revision, unset ports as null and the project's spot setting", async () => {
    const { client } = emulator;
    const made = await client.post("/tasks", {
      project: "ada/lab",
      app: "ada/lab/align",
      name: "align s1",
      description: null,
      inputs,
      execution_settings: { instance_type: "no-such;disk;1", max_parallel_instances: 2 },
      output_location: { main_location: "/out" },
      unknown_key: 1,
    });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      href: `${client.url}/tasks/${pick(made.body, "id")}`,
      id: uuid,
      name: "align s1",
      description: null,
      status: "DRAFT",
      project: "ada/lab",
      app: "ada/lab/align/0",
      type: "v2",
      created_by: "ada",
      created_time: time,
      start_time: pick(made.body, "created_time"),
      batch: false,
      errors: [],
      warnings: [],
      inputs: wholeInputs,
      outputs: { bam: null, logs: null, parts: null, stats: null, verdict: null },
      execution_settings: {
        instance_type: "no-such;disk;1",
        max_parallel_instances: 2,
        use_memoization: false,
      },
      output_location: { main_location: "/out" },
      use_interruptible_instances: false,
    });
    expect((await client.get(`/tasks/${pick(made.body, "id")}`)).body).toEqual(made.body);
  });

  test("is found by its id in either case", async () => {
    const { client } = emulator;
    const id = await client.task();
    expect(await client.field(`/tasks/${id.toUpperCase()}`, "id")).toBe(id);
    const bulk = await client.post("/bulk/tasks/get?fields=id", { task_ids: [id.toUpperCase()] });
    expect(bulk.body).toEqual({ items: [{ resource: { id } }] });
  });

  test("without a name is called after its app and the time", async () => {
    const { client } = emulator;
    const made = await client.post("/tasks", { project: "ada/lab", app: "ada/lab/align/0", inputs });
    expect(pick(made.body, "name")).toMatch(/^Align run - \d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  test.each([
    ["?action=run", "QUEUED"],
    ["?action=RUN", "QUEUED"],
    ["?run=true", "QUEUED"],
    ["?run=True", "QUEUED"],
    ["?run=false", "DRAFT"],
    ["", "DRAFT"],
  ])("created with %j is %s", async (query, status) => {
    const { client } = emulator;
    expect(await client.field(`/tasks/${await client.task({}, query)}`, "status")).toBe(status);
  });

  test("moves from QUEUED over RUNNING to COMPLETED by the clock", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}`;
    const seen = [pick((await client.post(`${path}/actions/run`, null)).body, "status")];
    for (const seconds of [1, 2, 6, 2]) {
      await client.advance(seconds);
      seen.push(await client.field(path, "status"));
    }
    expect(seen).toEqual(["QUEUED", "QUEUED", "RUNNING", "RUNNING", "COMPLETED"]);
  });

  test("that has completed has outputs of its app's types, a price and an end", async () => {
    const { client } = emulator;
    const id = await client.task(
      { app: "ada/lab/align", inputs, use_interruptible_instances: false },
      "?action=run",
    );
    await client.control("POST", `/tasks/${id}`, { requeue: false });
    await client.advance(20);
    const { body } = await client.get(`/tasks/${id}?fields=!inputs,!href`);
    const file = (name: string) => ({
      class: "File",
      path: expect.stringMatching(/^[0-9a-f]{24}$/),
      name: expect.stringMatching(name),
      size: expect.any(Number),
      // The reads agree on these; the genome has none of them, and takes none away.
      metadata: { sample_id: "s1", library_id: "l1", lane: "1", species: "human" },
      ...elsewhere("ada/lab"),
    });
    expect(body).toEqual({
      id,
      name: "t",
      status: "COMPLETED",
      project: "ada/lab",
      app: "ada/lab/align/0",
      type: "v2",
      created_by: "ada",
      executed_by: "ada",
      created_time: time,
      start_time: time,
      end_time: time,
      batch: false,
      execution_status: {
        message: "Completed",
        steps_completed: 1,
        steps_total: 1,
        system_limit: false,
        account_limit: false,
        instance_init: false,
        queued_duration: 2000,
        running_duration: 8000,
        execution_duration: 8000,
        duration: 10000,
      },
      errors: [],
      warnings: [],
      price: {
        currency: "USD",
        amount: 0.11,
        breakdown: { storage: "0.01", computation: "0.10", data_transfer: "0" },
      },
      outputs: {
        bam: { ...file("t.bam.bam$"), secondaryFiles: [file("t.bam.bam.bai$")] },
        logs: {
          class: "Directory",
          path: expect.stringMatching(/^[0-9a-f]{24}$/),
          name: expect.stringMatching("t.logs$"),
        },
        parts: [file("parts_1.out$"), file("parts_2.out$")],
        stats: { mapped: 42, rate: 0.5 },
        verdict: "pass",
      },
      execution_settings: { use_memoization: false },
      use_interruptible_instances: false,
    });
    const bam = await client.get(`/files/${pick(body, "outputs.bam.path")}?fields=origin,type,parent`);
    const root = await client.field("/projects/ada/lab", "root_folder");
    expect(bam.body).toEqual({ origin: { task: id }, type: "file", parent: root });
  });

  test("has no price, no outputs and no end before it has ended", async () => {
    const { client } = emulator;
    const id = await client.task({}, "?action=run");
    await client.advance(9);
    const fields = "?fields=price,outputs,end_time,execution_status.message";
    expect((await client.get(`/tasks/${id}${fields}`)).body).toEqual({
      execution_status: { message: "Running" },
      outputs: { text: null },
    });
  });
});

describe("modify", () => {
  test("merges inputs by port, and null clears one", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({ app: "ada/lab/align", inputs: { ...inputs, threads: 2, mode: "fast" } })}`;
    const changed = await client.patch(path, {
      inputs: { threads: 8, mode: null, reads: [fileValue(files.r2)] },
    });
    expect([changed.status, pick(changed.body, "inputs")]).toEqual([
      200,
      { ...wholeInputs, threads: 8, reads: [shown(files.r2)] },
    ]);
  });

  test("changes every editable field of a draft", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({ execution_settings: { instance_type: "AUTO" } })}`;
    const changes = {
      name: "n",
      description: "d",
      execution_settings: { max_parallel_instances: 3, use_memoization: true },
      use_interruptible_instances: true,
      output_location: { main_location: "/x" },
    };
    const changed = await client.patch(`${path}?fields=${Object.keys(changes).join(",")}`, changes);
    expect(changed.body).toEqual(changes);
  });

  test("of a running task allows a new name and nothing else", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({}, "?action=run")}`;
    await client.advance(5);
    expect(pick((await client.patch(path, { name: "other" })).body, "name")).toBe("other");
    expect(pick((await client.patch(path, { name: "third", description: "d" })).body, "code")).toBe(7026);
    expect(await client.field(path, "name")).toBe("other");
  });

  test("of the inputs alone takes and answers the inputs object", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}/inputs`;
    expect((await client.get(path)).body).toEqual({ message: null, one: null });
    const changed = await client.patch(path, { message: "hello" });
    expect([changed.status, changed.body]).toEqual([200, { message: "hello", one: null }]);
  });
});

describe("actions", () => {
  test("run takes spot from its query", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}`;
    const run = await client.post(`${path}/actions/run?use_interruptible_instances=TRUE`);
    expect([run.status, pick(run.body, "use_interruptible_instances")]).toEqual([200, true]);
  });

  test("abort goes over ABORTING to ABORTED, and an aborted task has no outputs", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({}, "?action=run")}`;
    await client.advance(5);
    const aborting = await client.post(`${path}/actions/abort`, null);
    expect([aborting.status, pick(aborting.body, "status")]).toEqual([200, "ABORTING"]);
    await client.advance(2);
    expect((await client.get(`${path}?fields=status,outputs`)).body).toEqual({
      status: "ABORTED",
      outputs: { text: null },
    });
  });

  test("clone copies inputs, app revision and settings into a new draft, or starts it", async () => {
    const { client } = emulator;
    const settings = { instance_type: "c4.2xlarge;ebs-gp2;100" };
    const body = { app: "ada/lab/align/0", inputs, execution_settings: settings };
    const id = await client.task(body, "?action=run");
    await client.advance(20);
    const copy = await client.post(
      `/tasks/${id}/actions/clone?fields=id,status,app,inputs,execution_settings,outputs`,
    );
    expect([copy.status, copy.body]).toEqual([
      201,
      {
        id: uuid,
        status: "DRAFT",
        app: "ada/lab/align/0",
        inputs: wholeInputs,
        execution_settings: { ...settings, use_memoization: false },
        outputs: { bam: null, logs: null, parts: null, stats: null, verdict: null },
      },
    ]);
    expect(pick(copy.body, "id")).not.toBe(id);
    expect(pick((await client.post(`/tasks/${id}/actions/clone?action=run`)).body, "status")).toBe("QUEUED");
  });

  test("delete answers 204 with an empty body, and the draft is gone", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}`;
    const deleted = await client.delete(path);
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    expect((await client.get(path)).status).toBe(404);
  });

  test("execution details list a job per step that has started, with the log of one that has ended", async () => {
    const { client } = emulator;
    const body = { app: "ada/lab/count", batch: false, inputs: { bams: [fileValue(files.r1)] } };
    const id = await client.task(
      { ...body, execution_settings: { instance_type: "m5.large;ebs-gp2;500" } },
      "?run=true",
    );
    const path = `/tasks/${id}/execution_details`;
    const instance = {
      id: expect.stringMatching(/^i-/),
      type: "m5.large",
      provider: "AWS",
      disk: { size: 500, unit: "GB", type: "EBS" },
    };
    const job = (name: string) => ({
      name,
      start_time: time,
      command_line: expect.any(String),
      retried: false,
      instance,
      docker: { checksum: expect.stringMatching(/^sha256:/) },
    });
    const logs = {
      stderr: expect.stringMatching(new RegExp(`^${client.url}/files/[0-9a-f]{24}/download_info$`)),
    };
    await client.advance(7);
    expect((await client.get(path)).body).toEqual({
      href: `${client.url}${path}`,
      start_time: time,
      status: "RUNNING",
      jobs: [
        { ...job("sort"), status: "DONE", end_time: time, logs },
        { ...job("count"), status: "RUNNING", logs: { stderr: null } },
      ],
    });
    await client.advance(5);
    const ended = await client.get(path);
    expect(pick(ended.body, "jobs.1.status")).toBe("DONE");
    const log = String(pick(ended.body, "jobs.1.logs.stderr")).slice(client.url.length);
    const download = String(await client.field(log, "url"));
    expect(await (await fetch(download)).text()).toMatch("nothing was executed");
  });

  test("execution details of a draft have no jobs", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}/execution_details`;
    expect((await client.get(path)).body).toEqual({
      href: `${client.url}${path}`,
      status: "DRAFT",
      jobs: null,
    });
  });

  test("bulk get answers one item per id, in the order asked", async () => {
    const { client } = emulator;
    const [first, second] = [await client.task({ name: "first" }), await client.task({ name: "second" })];
    const ids = [second, "00000000-0000-4000-8000-000000000000", "nonsense", first];
    const bulk = await client.post("/bulk/tasks/get?fields=id,name", { task_ids: ids });
    const error = (status: number, code: number) => ({
      error: { status, code, message: expect.any(String), more_info: expect.stringMatching("^https:") },
    });
    expect([bulk.status, bulk.body]).toEqual([
      200,
      {
        items: [
          { resource: { id: second, name: "second" } },
          error(404, 7002),
          error(400, 7005),
          { resource: { id: first, name: "first" } },
        ],
      },
    ]);
  });
});

describe("what real clients send", () => {
  test.each([
    ["no body", undefined],
    ["null", null],
    ["an empty object", {}],
  ])("run takes %s", async (_, body) => {
    const { client } = emulator;
    expect((await client.post(`/tasks/${await client.task()}/actions/run`, body)).status).toBe(200);
  });

  test("an array as the body of run is refused", async () => {
    const { client } = emulator;
    const run = await client.post(`/tasks/${await client.task()}/actions/run`, []);
    expect([run.status, pick(run.body, "message")]).toEqual([400, "Invalid JSON input"]);
  });

  test("trailing slashes, unknown query parameters and fields=_all are fine", async () => {
    const { client } = emulator;
    const body = { project: "ada/lab", app: "ada/lab/echo", name: "r" };
    const made = await client.post("/tasks/?limit=50&offset=0&fields=_all", body);
    expect([made.status, pick(made.body, "name")]).toEqual([201, "r"]);
    expect((await client.get("/projects/?offset=0&whatever=1")).status).toBe(200);
    expect((await client.get(`/tasks/${pick(made.body, "id")}/`)).status).toBe(200);
  });

  test("a body without a content type, and either header for the token", async () => {
    const { client } = emulator;
    const body = JSON.stringify({ project: "ada/lab", app: "ada/lab/echo", name: "r" });
    const headers = { Authorization: `Bearer ${ada}` };
    const answer = await fetch(`${client.url}/tasks`, { method: "POST", headers, body: new Blob([body]) });
    expect(answer.status).toBe(201);
  });

  test("the Java client's batch=true on run of a parent and batch=false on run of a plain task", async () => {
    const { client } = emulator;
    const plain = await client.post(`/tasks/${await client.task()}/actions/run?batch=false`, {});
    const batch = await client.task({ app: "ada/lab/count", inputs: { bams: [fileValue(files.r1)] } });
    const parent = await client.post(`/tasks/${batch}/actions/run?batch=true`, {});
    expect([plain.status, parent.status, pick(parent.body, "batch")]).toEqual([200, 200, true]);
  });
});
