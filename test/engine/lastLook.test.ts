import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* What a person does to a task between the preview and the start, with the real engine. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const draft = (threads = 8, options = ""): string =>
  `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: ${threads} } }, {${options}});`;
const run = 'exports.run = new sb.TaskRun("one", { task: one }).status;';

const starts = async (): Promise<readonly string[]> =>
  (await platform.writes()).filter((line) => line.includes("/actions/run"));
const threadsOf = async (id: string): Promise<unknown> => (await platform.api("GET", `/tasks/${id}`)).inputs;

test("a draft that was edited by hand is not started; up --refresh gives it the program's values, and runs it once", async () => {
  stack.program(draft());
  await stack.up();
  const { id } = await stack.resource("one");
  await platform.api("PATCH", `/tasks/${id}`, { inputs: { threads: 9 } });
  stack.program(draft(), run);
  await platform.log();
  const { code, text } = await stack.tryUp();
  expect(code).not.toBe(0);
  expect(text).toContain(
    `Refusing to start task ${id}, which differs from the program in inputs.threads (9 on the platform, 8 in the program)`,
  );
  expect(await starts()).toStrictEqual([]);
  await stack.up("--refresh");
  expect(await starts()).toStrictEqual([`POST /tasks/${id}/actions/run`]);
  expect(await threadsOf(id)).toMatchObject({ threads: 8 });
  expect(await stack.outputs()).toStrictEqual({ run: "COMPLETED" });
  expect(await platform.tasks()).toStrictEqual(["one"]);
});

test("an edit that the program adopts is started as it is", async () => {
  stack.program(draft());
  await stack.up();
  const { id } = await stack.resource("one");
  await platform.api("PATCH", `/tasks/${id}`, { inputs: { threads: 9 } });
  stack.program(draft(9), run);
  await stack.up();
  expect(await starts()).toStrictEqual([`POST /tasks/${id}/actions/run`]);
  expect(await threadsOf(id)).toMatchObject({ threads: 9 });
  expect(await stack.preview()).toStrictEqual(["one: same", "one: same"]);
});

test("a draft whose inputs the program ignores is started with what the state holds, after a refresh with the edit", async () => {
  const ignoring = draft(8, 'ignoreChanges: ["inputs"]');
  stack.program(ignoring);
  await stack.up();
  const { id } = await stack.resource("one");
  await platform.api("PATCH", `/tasks/${id}`, { inputs: { threads: 9 } });
  stack.program(ignoring, run);
  expect((await stack.tryUp()).text).toContain(`Refusing to start task ${id}`);
  await stack.up("--refresh");
  expect(await threadsOf(id)).toMatchObject({ threads: 9 });
  expect(await starts()).toStrictEqual([`POST /tasks/${id}/actions/run`]);
});

test("two runs of a task that fails pay for one second attempt, which the preview announces once", async () => {
  const two = [
    draft(),
    'const a = new sb.TaskRun("a", { task: one, maxAttempts: 2 });',
    'const b = new sb.TaskRun("b", { task: one, maxAttempts: 2 });',
    "exports.statuses = [a.status, b.status];",
  ];
  stack.program(draft());
  await stack.up();
  const { id } = await stack.resource("one");
  await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  stack.program(...two);
  expect((await stack.tryUp()).code).not.toBe(0);
  const { text } = await stack.tryPreview();
  const [first] = new Set(text.match(/sb:[ab]: run of task .*: attempt 2 of 2 will run it again/g));
  const other = first?.startsWith("sb:a:") ? "b" : "a";
  expect(text).not.toMatch(new RegExp(`sb:${other}: run of task .*: attempt 2`));
  expect(text).toMatch(new RegExp(`sb:${other}: run of task .*: shares its next attempt with `));
  await platform.log();
  await stack.up();
  expect((await platform.writes()).filter((line) => line.includes("/actions/clone"))).toHaveLength(1);
  expect(await stack.outputs()).toStrictEqual({ statuses: ["COMPLETED", "COMPLETED"] });
  expect(await stack.preview()).toStrictEqual(["a: same", "b: same", "one: same"]);
});

test("whatever a person does to a task between two updates, no task is made or started twice, and each row says why", async () => {
  const rows = [
    "edited",
    "renamed",
    "started",
    "startedEdited",
    "failed",
    "aborted",
    "deleted",
    "cloned",
  ] as const;
  type Row = (typeof rows)[number];
  const one = (row: Row): string =>
    `const ${row} = new sb.DraftTask("${row}", { ${base}, inputs: { ${inputs}, threads: 8 } });`;
  stack.program(...rows.map(one));
  await stack.up();
  const made = await stack.resources();
  const id = (row: Row): string => made[row]?.id ?? "";
  const patch = (row: Row, body: unknown) => platform.api("PATCH", `/tasks/${id(row)}`, body);
  const start = (row: Row) => platform.api("POST", `/tasks/${id(row)}/actions/run`);
  await patch("edited", { inputs: { threads: 9 } });
  await patch("renamed", { name: "called otherwise" });
  await start("started");
  await patch("startedEdited", { inputs: { threads: 9 } });
  await start("startedEdited");
  await platform.control("POST", `/tasks/${id("failed")}`, { outcome: "FAILED" });
  await start("failed");
  await start("aborted");
  await platform.api("POST", `/tasks/${id("aborted")}/actions/abort`);
  await platform.api("DELETE", `/tasks/${id("deleted")}`);
  const clone = await platform.api("POST", `/tasks/${id("cloned")}/actions/clone`);
  stack.program(
    ...rows.map(one),
    `exports.results = { ${rows.map((row) => `${row}: new sb.TaskRun("${row}", { task: ${row} }).result("rate")`).join(", ")} };`,
  );
  await platform.log();
  const { code, text } = await stack.tryUp("--continue-on-error");
  expect(code).not.toBe(0);
  // What is edited is refused; before the others are started, their tags say that this stack does it.
  const announced = (["renamed", "cloned"] as const).map((row) => `PATCH /tasks/${id(row)}`);
  const starts = (["renamed", "cloned"] as const).map((row) => `POST /tasks/${id(row)}/actions/run`);
  expect((await platform.writes()).toSorted()).toStrictEqual([...announced, ...starts].toSorted());
  expect(text).toContain(`Refusing to start task ${id("edited")}`);
  expect(text).toContain(`Refusing to use task ${id("startedEdited")} (COMPLETED, 0.04 USD)`);
  const { results } = await stack.outputs();
  const ended = (status: string) => expect.objectContaining({ status });
  expect(results).toMatchObject({
    renamed: ended("COMPLETED"),
    started: ended("COMPLETED"),
    cloned: ended("COMPLETED"),
    failed: ended("FAILED"),
    aborted: ended("ABORTED"),
  });
  expect((await platform.api("GET", `/tasks/${clone.id}`)).status).toBe("DRAFT");
});
