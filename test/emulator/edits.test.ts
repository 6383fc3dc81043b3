import { emulated, pick } from "./client";
import { files, fileValue, shown } from "./seed";

const emulator = emulated();
const said = async (path: string, body: unknown) => {
  const { status, body: answer } = await emulator.client.patch(path, body);
  return [status, status === 200 ? pick(answer, "name") : pick(answer, "code")];
};

describe("a task that runs or has completed", () => {
  const settings = { instance_type: "AUTO" };
  const location = { main_location: "/a" };
  const made = {
    description: "as it was",
    inputs: { message: "m", one: fileValue(files.r1) },
    execution_settings: settings,
    output_location: location,
  };

  test.each([
    ["R's", { description: null }],
    [
      "what it was made with",
      { ...made, inputs: { one: fileValue(files.r1) }, use_interruptible_instances: false },
    ],
    ["what it is not", { batch: false, batch_input: null, batch_by: null }],
    ["unknown ones", { colour: "red", app: "ada/lab/echo/1" }],
  ])("is renamed whatever comes along that changes nothing: %s", async (_, more) => {
    const { client } = emulator;
    const path = `/tasks/${await client.task(made, "?action=run")}`;
    await client.advance(5);
    const before = await client.get(`${path}?fields=description,inputs,execution_settings,output_location`);
    expect(await said(path, { ...more, name: "while it runs" })).toEqual([200, "while it runs"]);
    await client.advance(10);
    expect(await said(path, { ...more, name: "afterwards" })).toEqual([200, "afterwards"]);
    expect(
      (await client.get(`${path}?fields=description,inputs,execution_settings,output_location`)).body,
    ).toEqual(before.body);
  });

  test.each([
    { description: "d" },
    { inputs: { message: null } },
    { inputs: { one: fileValue(files.r2) } },
    { execution_settings: {} },
    { output_location: null },
    { use_interruptible_instances: true },
    { batch_input: "one", batch_by: { type: "ITEM" } },
  ])("is not edited by %j", async (more) => {
    const { client } = emulator;
    const path = `/tasks/${await client.task(made, "?action=run")}`;
    await client.advance(5);
    expect(await said(path, { ...more, name: "n" })).toEqual([403, 7026]);
    expect(await client.field(path, "name")).toBe("t");
  });

  test("is renamed as Python renames a batch", async () => {
    const { client } = emulator;
    const body = { inputs: { one: [fileValue(files.r1)] }, batch_input: "one", batch_by: { type: "ITEM" } };
    const path = `/tasks/${await client.task(body, "?action=run")}`;
    await client.advance(5);
    expect(await said(path, { name: "z", batch: true, batch_input: "one" })).toEqual([200, "z"]);
  });
});

describe("a draft", () => {
  test("has no description after null", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({ description: "d" })}`;
    await client.patch(path, { name: "n" });
    expect(await client.field(path, "description")).toBe("d");
    await client.patch(path, { description: null });
    expect(await client.field(path, "description")).toBeNull();
  });

  test.each(["", " \t"])("that is made with the name %j gets one in its place", async (name) => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({ name })}`;
    expect(await client.field(path, "name")).toMatch(/^Echo run - \d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await said(path, { name })).toEqual([400, 90000]);
  });

  test("keeps of a file that is sent what a request says of one", async () => {
    const { client } = emulator;
    const sent = { ...shown(files.r1), size: 1, metadata: { a: "b" }, secondaryFiles: null, colour: "red" };
    const id = await client.task({ inputs: { one: { ...sent, name: null, basename: "base.fastq" } } });
    expect(await client.field(`/tasks/${id}/inputs`, "one")).toEqual({
      ...shown(files.r1),
      name: "base.fastq",
    });
    const gone = "0".repeat(24);
    await client.patch(`/tasks/${id}/inputs`, { one: { ...sent, path: gone, name: "n" } });
    expect(await client.field(`/tasks/${id}/inputs`, "one")).toEqual({ ...fileValue(gone), name: "n" });
  });

  test.each([
    ["execution_settings", { max_parallel_instances: 0 }, "max_parallel_instances"],
    ["execution_settings", { max_parallel_instances: 1.5 }, "max_parallel_instances"],
    ["execution_settings", { max_parallel_instances: "2" }, "max_parallel_instances"],
    ["execution_settings", { instance_type: 5 }, "instance_type"],
    ["execution_settings", { instance_type: [] }, "instance_type"],
    ["execution_settings", { instance_type: ["a", "b"] }, "instance_type"],
    ["execution_settings", { use_memoization: "true" }, "use_memoization"],
    ["execution_settings", { use_elastic_disk: 1 }, "use_elastic_disk"],
    ["output_location", { main_location: 5 }, "main_location"],
    ["output_location", { main_location_alias: {} }, "main_location_alias"],
    ["output_location", { nodes_override: "yes" }, "nodes_override"],
    ["output_location", { nodes_location: [] }, "nodes_location"],
    ["output_location", { nodes_location: { text: "/a" } }, "nodes_location.text"],
    [
      "output_location",
      { nodes_location: { text: { output_location: 1 } } },
      "nodes_location.text.output_location",
    ],
    ["output_location", { main_location: "/a".repeat(201) }, "main_location"],
  ])("is not made with %s %j", async (key, value, path) => {
    const { client } = emulator;
    const refused = await client.post("/tasks", { project: "ada/lab", app: "ada/lab/echo", [key]: value });
    expect([refused.status, pick(refused.body, "code")]).toEqual([400, 90000]);
    expect(pick(refused.body, "message")).toContain(`${key}.${path} must be`);
    expect(await said(`/tasks/${await client.task()}`, { [key]: value })).toEqual([400, 90000]);
  });

  test("is made with settings that are null or in a list of one", async () => {
    const { client } = emulator;
    const settings = {
      instance_type: ["c4.2xlarge"],
      max_parallel_instances: null,
      use_memoization: true,
      use_elastic_disk: null,
    };
    const location = { main_location: null, nodes_override: null, nodes_location: { text: {} } };
    const id = await client.task({ execution_settings: settings, output_location: location });
    expect((await client.get(`/tasks/${id}?fields=execution_settings,output_location`)).body).toEqual({
      execution_settings: settings,
      output_location: location,
    });
  });
});
