import { emulated, items, pick } from "./client";
import { files, fileValue } from "./seed";

const emulator = emulated();
const good = { reads: [fileValue(files.r1)], genome: fileValue(files.genome) };
const error = (code: number, title: string, description: string, input: string) => ({
  code,
  title,
  description,
  input,
});

describe("a draft's errors say", () => {
  test.each([
    ["nothing of good inputs", good, []],
    [
      "that required inputs are missing, but not those with a default",
      {},
      [
        error(7012, "Missing required input", "Input reads is required.", "reads"),
        error(7012, "Missing required input", "Input genome is required.", "genome"),
      ],
    ],
    [
      "that a port is unknown",
      { ...good, threds: 1 },
      [error(90003, "Unknown input", "The app has no input threds.", "threds")],
    ],
    [
      "that one file is no list",
      { ...good, reads: fileValue(files.r1) },
      [error(90000, "Wrong type", "reads must be a list.", "reads")],
    ],
    [
      "that a list is no file",
      { ...good, genome: [fileValue(files.genome)] },
      [error(90000, "Wrong type", "genome must be a File.", "genome")],
    ],
    [
      "that a directory is no file",
      { ...good, genome: { class: "Directory", path: files.genome } },
      [error(90000, "Wrong type", "genome must be a File.", "genome")],
    ],
    [
      "that there is no such file, nor one of another user",
      { ...good, reads: [fileValue("0".repeat(24)), fileValue(files.secret)] },
      [
        error(5002, "File does not exist", `reads[0]: there is no file ${"0".repeat(24)}.`, "reads"),
        error(5002, "File does not exist", `reads[1]: there is no file ${files.secret}.`, "reads"),
      ],
    ],
    [
      "that a number, an enum and a boolean are wrong",
      { ...good, threads: 1.5, fraction: "much", mode: "medium", paired: 1 },
      [
        error(90000, "Wrong type", "threads must be of type int.", "threads"),
        error(90000, "Wrong type", "fraction must be of type float.", "fraction"),
        error(90000, "Wrong type", "mode must be one of fast, slow.", "mode"),
        error(90000, "Wrong type", "paired must be of type boolean.", "paired"),
      ],
    ],
    [
      "what is wrong within a record",
      { ...good, limits: { note: 1, extra: true } },
      [
        error(90000, "Wrong type", "limits.extra must be left out: the record has no such field.", "limits"),
        error(90000, "Wrong type", "limits.depth must be given.", "limits"),
        error(90000, "Wrong type", "limits.note must be of type string.", "limits"),
      ],
    ],
    ["nothing of an instance type that does not exist", good, []],
  ])("%s", async (_, inputs, errors) => {
    const { client } = emulator;
    const id = await client.task({
      app: "ada/lab/align",
      inputs,
      execution_settings: { instance_type: "zx.81" },
    });
    expect((await client.get(`/tasks/${id}?fields=errors,warnings`)).body).toEqual({ errors, warnings: [] });
  });
});

test("null is no item of a list, unless the app says that it may be one", async () => {
  const { client } = emulator;
  const items = { type: "array", items: ["null", "File"] };
  const cwl = {
    class: "CommandLineTool",
    inputs: { gaps: items, rows: "int[][]", some: "Any" },
    outputs: {},
  };
  await client.post("/apps/ada/lab/lists/raw", cwl);
  const inputs = { gaps: [fileValue(files.r1), null], rows: [[1, null], null], some: [null] };
  const id = await client.task({ app: "ada/lab/lists", inputs });
  expect(await client.field(`/tasks/${id}`, "errors")).toEqual([
    error(90000, "Wrong type", "rows[0][1] must be of type int.", "rows"),
    error(90000, "Wrong type", "rows[1] must be a list.", "rows"),
  ]);
});

test("numbers and booleans that come as strings are taken as what the port wants", async () => {
  const { client } = emulator;
  const inputs = {
    ...good,
    threads: "8",
    fraction: "0.5",
    paired: "TRUE",
    limits: { depth: "3", note: "4" },
  };
  const id = await client.task({ app: "ada/lab/align", inputs });
  expect(
    (
      await client.get(
        `/tasks/${id}?fields=errors,inputs.threads,inputs.fraction,inputs.paired,inputs.limits`,
      )
    ).body,
  ).toEqual({
    errors: [],
    inputs: { threads: 8, fraction: 0.5, paired: true, limits: { depth: 3, note: "4" } },
  });
});

test("a text that no number holds as it was written stays a text, and an error", async () => {
  const { client } = emulator;
  const inputs = { i: "int[]", f: "double[]", l: "long[]" };
  await client.post("/apps/ada/lab/numbers/raw", { class: "CommandLineTool", inputs, outputs: {} });
  const held = ["1.50", "-0.1", "1e21", "+2E-3", ".5", "5.", "0.30000001192092896", "0.0"];
  const kept = {
    i: ["+7", "-0", "9007199254740991"],
    f: held,
    l: ["9007199254740993", "0x10", "1e3"],
  };
  const id = await client.task({ app: "ada/lab/numbers", inputs: kept });
  expect((await client.get(`/tasks/${id}?fields=inputs,errors`)).body).toEqual({
    inputs: { i: [7, 0, 9007199254740991], f: held.map(Number), l: kept.l },
    errors: [0, 1, 2].map((n) => error(90000, "Wrong type", `l[${n}] must be of type long.`, "l")),
  });
  const odd = ["1e400", "0.1234567890123456789", "NaN", "Infinity", "", "0x1p3", "1,5"];
  const wrong = await client.task({ app: "ada/lab/numbers", inputs: { ...kept, l: [], f: odd } });
  expect(await client.field(`/tasks/${wrong}`, "inputs.f")).toEqual(odd);
});

test("a folder may be sent as class Folder and is answered as Directory", async () => {
  const { client } = emulator;
  const [path] = items(await client.get("/files?project=ada/lab&name=old"), "id");
  const id = await client.task({
    app: "ada/lab/align",
    inputs: { ...good, scratch: { class: "Folder", path } },
  });
  expect((await client.get(`/tasks/${id}?fields=errors,inputs.scratch`)).body).toEqual({
    errors: [],
    inputs: { scratch: { class: "Directory", path, name: "old" } },
  });
});

test("errors keep a task that was to run a draft, block run with 7024, and go with the change that fixes them", async () => {
  const { client } = emulator;
  const made = await client.post("/tasks?action=run", {
    project: "ada/lab",
    app: "ada/lab/align",
    inputs: { reads: good.reads },
  });
  const path = `/tasks/${pick(made.body, "id")}`;
  expect([made.status, pick(made.body, "status"), pick(made.body, "errors.length")]).toEqual([
    201,
    "DRAFT",
    1,
  ]);
  const run = await client.post(`${path}/actions/run`);
  expect([run.status, pick(run.body, "code")]).toEqual([400, 7024]);
  expect(pick(run.body, "message")).toMatch(/ Input genome is required\.$/);
  const fixed = await client.patch(path, { inputs: { genome: good.genome } });
  expect(pick(fixed.body, "errors")).toEqual([]);
  expect((await client.post(`${path}/actions/run`)).status).toBe(200);
});

test("switching batching off on a draft makes its list an error where the port takes one file", async () => {
  const { client } = emulator;
  const inputs = { one: [fileValue(files.r1)] };
  const id = await client.task({ inputs, batch_input: "one", batch_by: { type: "ITEM" } });
  expect(await client.field(`/tasks/${id}`, "errors")).toEqual([]);
  expect(pick((await client.patch(`/tasks/${id}`, { batch: false })).body, "errors")).toEqual([
    error(90000, "Wrong type", "one must be a File.", "one"),
  ]);
});
