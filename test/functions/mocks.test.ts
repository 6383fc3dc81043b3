import * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";

/** A user's unit test: Pulumi's mocks, no settings, no network. */
const calls: { token: string; inputs: unknown }[] = [];
const mocked = (call: (args: pulumi.runtime.MockCallArgs) => Record<string, unknown>): Promise<void> =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: `${name}-id`, state: inputs }),
    call: (args) => {
      calls.push({ token: args.token, inputs: args.inputs });
      return call(args);
    },
  });
const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((done) => void output.apply(done));

beforeEach(() => {
  calls.length = 0;
  pulumi.runtime.setAllConfig({});
});

const project = "ada/lab";
const id = "eb44dce5-2c12-5be3-97b9-92039de6182b";

test("a mock sees which function is called, and its args", async () => {
  await mocked(() => ({}));
  await sb.getFiles({ project, names: ["a"], origin: "uploaded" });
  await sb.getFile({ project, path: "r/a" });
  await sb.getApp({ id: "ada/lab/align" });
  await sb.getProject({ id: project });
  await sb.getTask({ id });
  expect(calls).toStrictEqual([
    { token: "sevenbridges:index:getFiles", inputs: { project, names: ["a"], origin: "uploaded" } },
    { token: "sevenbridges:index:getFile", inputs: { project, path: "r/a" } },
    { token: "sevenbridges:index:getApp", inputs: { id: "ada/lab/align" } },
    { token: "sevenbridges:index:getProject", inputs: { id: project } },
    { token: "sevenbridges:index:getTask", inputs: { id } },
  ]);
});

test("a mock gives the files of getFiles as result, with as much of each as it cares for", async () => {
  await mocked(() => ({
    result: [
      { path: "1", name: "a" },
      { path: "2", metadata: { sample_id: "s" } },
    ],
  }));
  expect(await sb.getFiles({ project })).toStrictEqual([
    { class: "File", path: "1", name: "a", metadata: {} },
    { class: "File", path: "2", name: "", metadata: { sample_id: "s" } },
  ]);
});

test("what a mock gives goes through the Output forms into a task", async () => {
  await mocked(({ token }) =>
    token.endsWith("getFiles") ? { result: [{ path: "1", name: "a" }] } : { path: "2", name: "genome.fa" },
  );
  const task = new sb.DraftTask("align", {
    project,
    app: "ada/lab/align",
    inputs: {
      reads: sb.getFilesOutput({ project: pulumi.output(project), metadata: { a: [pulumi.output("b")] } }),
      genome: sb.getFileOutput({ project, path: pulumi.output("genome.fa") }),
    },
  });
  expect(await known(task.inputs)).toStrictEqual({
    reads: [{ class: "File", path: "1", name: "a", metadata: {} }],
    genome: { class: "File", path: "2", name: "genome.fa", metadata: {} },
  });
  expect(calls.map(({ inputs }) => inputs)).toContainEqual({ project, metadata: { a: ["b"] } });
});

test("a lookup that depends on a resource, or on a component, gets its answer under mocks, too", async () => {
  await mocked(() => ({ path: "1", name: "a" }));
  const component = new pulumi.ComponentResource("lab:Step", "step");
  const task = new sb.DraftTask(
    "align",
    { project, app: "ada/lab/align", inputs: {} },
    { parent: component },
  );
  const options = { parent: component, dependsOn: [task, pulumi.output(component)] };
  expect(await known(sb.getFileOutput({ project, path: "a" }, options))).toMatchObject({
    path: "1",
    name: "a",
  });
});

test.each([
  ["its inputs", ({ inputs }: pulumi.runtime.MockCallArgs) => inputs],
  ["nothing", () => ({})],
])(
  "where a mock answers %s, lists are empty, and nothing is undefined that a program reads",
  async (_, call) => {
    await mocked(call);
    expect(await sb.getFiles({ project, names: ["a"] })).toStrictEqual([]);
    expect(await sb.getFile({ project, path: "a" })).toMatchObject({
      class: "File",
      path: expect.any(String),
    });
    const app = await sb.getApp({ id: "ada/lab/align" });
    expect([...app.inputs, ...app.outputs]).toStrictEqual([]);
    expect((await sb.getProject({ id: project })).tags).toStrictEqual([]);
    expect(await sb.getTask({ id })).toMatchObject({ inputs: {}, outputs: {}, errors: [], warnings: [] });
  },
);

test("a run's result is what a mock gives of it", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({
      id,
      state: {
        ...inputs,
        ...(name === "bad"
          ? { status: "FAILED", failures: [{ task: id, status: "FAILED", message: "no.", url: "http://p" }] }
          : name === "good"
            ? { status: "COMPLETED", outputs: { bam: "x" } }
            : {}),
      },
    }),
    call: () => ({}),
  });
  const result = (name: string) => known(new sb.TaskRun(name, { task: id }).result("bam"));
  expect([await result("good"), await result("bad"), await result("bare")]).toStrictEqual([
    { status: "COMPLETED", value: "x" },
    { status: "FAILED", reason: `task ${id} is FAILED; no; its page is http://p` },
    { status: "COMPLETED", value: null },
  ]);
  expect(await known(new sb.TaskRun("bare", { task: id }).childResults("bam"))).toStrictEqual([]);
});
