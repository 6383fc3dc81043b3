import { writeFileSync } from "node:fs";
import { type Place, Places } from "../support/places";
import { app, cwl, inputs, project, reads } from "../support/seed";
import { whose } from "../support/tags";
import { until } from "../support/until";

/* One stack over three platforms, which know projects, apps and files of the same ids. Each test goes on where the one before it has ended. */

let places: Places;
beforeAll(async () => {
  places = await Places.open();
});
afterEach(() => expect(places.strayed()).toStrictEqual([]));
afterAll(() => places.close());

/** By the task's name: over which connection it is. Each is over what a lookup finds there, and is run; its app is not pinned. */
const declare = (connections: Readonly<Record<string, string>>): void =>
  places.stack.program(
    ...Object.entries(connections).flatMap(([task, connection]) => [
      `const ${task} = new sb.DraftTask("${task}", { project: "${project}", app: "${app}", connection: "${connection}",`,
      `  inputs: { reads: sb.getFilesOutput({ project: "${project}", match: "*.fastq", connection: "${connection}" }) } });`,
      `new sb.TaskRun("${task}Run", { task: ${task} });`,
    ]),
  );

/** Lets what runs end, as soon as all of it is being waited for. */
const upAndRun = async (...running: readonly Place[]): Promise<void> => {
  const begun = places.stack.beginUp();
  const isPolled = ({ platform }: Place) =>
    until(async () => (await platform.asked()).some(({ path }) => path.endsWith("/bulk/tasks/get")));
  await Promise.race([Promise.all(running.map(isPolled)), begun.run]);
  for (const { platform } of running) await platform.advance(2000);
  const { code, text } = await begun.run;
  expect([code, text]).toStrictEqual([0, text]);
};

const all = ["one", "oneRun", "three", "threeRun", "two", "twoRun"];
const allSame = all.map((name) => `${name}: same`);
const lookup =
  "GET /files?project=ada/lab&fields=id,name,type,size,project,parent,origin.task,metadata&offset=0&limit=100";
const lookups = { cgc: [lookup], us: [lookup], eu: [lookup] };
const drafts = expect.stringMatching(/^GET \/tasks\?project=ada\/lab&status=DRAFT/);
const ends = "GET /tasks/…";
/** From nothing to a run that has ended. */
const wholeRun = [
  lookup,
  "GET /apps/ada/lab/align",
  "GET /projects/ada/lab",
  ...whose,
  expect.stringMatching(/^GET \/tasks\?project=ada\/lab&created_from=/),
  "POST /tasks",
  "PATCH /tasks/…",
  "POST /tasks/…/actions/run",
  "POST /bulk/tasks/get?fields=id,status,batch,execution_status,start_time",
  ends,
];

const places3 = async (): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    Object.entries(await places.stack.resources()).map(([name, { inputs, outputs }]) => [
      name,
      [inputs.connection, outputs.connection, new URL(String(outputs.url)).origin],
    ]),
  );

const origins = (): readonly string[] => places.all.map(({ platform }) => new URL(platform.url).origin);

test("tasks are made on the platforms that they name, run on all three at once, and the state shows where", async () => {
  declare({ one: "cgc", two: "us", three: "eu" });
  await upAndRun(...places.all);
  expect(await places.logs()).toStrictEqual({ cgc: wholeRun, us: wholeRun, eu: wholeRun });
  const [cgc, us, eu] = origins();
  expect(await places3()).toStrictEqual({
    one: ["cgc", "cgc", cgc],
    oneRun: ["cgc", "cgc", cgc],
    two: ["us", "us", us],
    twoRun: ["us", "us", us],
    three: ["eu", "eu", eu],
    threeRun: ["eu", "eu", eu],
  });
  expect(await places.tasks()).toStrictEqual({
    cgc: ["one COMPLETED"],
    us: ["two COMPLETED"],
    eu: ["three COMPLETED"],
  });
});

test("what has not changed asks none of them anything, a lookup apart, and a refresh finds it as it is", async () => {
  const { stack } = places;
  expect(await stack.preview()).toStrictEqual(allSame);
  expect(await places.logs()).toStrictEqual(lookups);
  await stack.refresh();
  const refreshed = ["GET /tasks/…", "GET /tasks/…"];
  expect(await places.logs()).toStrictEqual({ cgc: refreshed, us: refreshed, eu: refreshed });
  expect(await stack.preview()).toStrictEqual(allSame);
  await places.logs();
});

test("another token for one of them changes nothing", async () => {
  const [, , eu] = places.all;
  await eu.rotate("e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1");
  await places.connect("eu", eu);
  expect(await places.stack.preview()).toStrictEqual(allSame);
  expect(await places.logs()).toStrictEqual(lookups);
});

test("another name for one of them is stored at no call; a run that has ended well is no difference", async () => {
  const [, us] = places.all;
  await places.disconnect("us");
  await places.connect("america", us);
  declare({ one: "cgc", two: "america", three: "eu" });
  expect(await places.stack.preview()).toStrictEqual(
    allSame.map((line) => (line === "two: same" ? "two: update" : line)),
  );
  const before = await places.stack.resource("two");
  await places.logs();
  await places.stack.up();
  expect(await places.logs()).toStrictEqual(lookups);
  const { id, outputs } = await places.stack.resource("two");
  expect([id, outputs]).toStrictEqual([before.id, { ...before.outputs, connection: "america" }]);
  expect(await places.stack.preview()).toStrictEqual(allSame);
  await places.logs();
  // The state of the run still has the old name: what it calls so is found over the new one.
  await places.stack.refresh();
  expect((await places.logs()).us).toStrictEqual(["GET /tasks/…", "GET /tasks/…"]);
});

test("a task that moves to another platform is created there, with that platform's app; its record stays behind", async () => {
  const [, , eu] = places.all;
  await eu.platform.api("POST", "/apps/ada/lab/align/1/raw", { ...cwl, label: "Align 2" });
  declare({ one: "eu", two: "america", three: "eu" });
  expect(await places.stack.preview()).toStrictEqual([
    "one: replace (__endpoint, app, connection)",
    "oneRun: replace (__endpoint, connection, task)",
    "three: same",
    "threeRun: same",
    "two: same",
    "twoRun: same",
  ]);
  await places.logs();
  await upAndRun(eu);
  const logs = await places.logs();
  expect(logs.eu).toStrictEqual(wholeRun);
  expect({ cgc: logs.cgc, us: logs.us }).toStrictEqual({
    // The run that is left behind may have been run again by a process that died.
    cgc: [ends, expect.stringMatching(/^GET \/tasks\?project=ada\/lab&created_from=/), ends],
    us: [lookup],
  });
  const { one, three } = await places.stack.resources();
  expect([one?.outputs.app, three?.outputs.app]).toStrictEqual([`${app}/1`, `${app}/0`]);
  expect(await places.tasks()).toStrictEqual({
    cgc: ["one COMPLETED"],
    us: ["two COMPLETED"],
    eu: ["three COMPLETED", "one COMPLETED"],
  });
});

test("a draft that moves is deleted where it was, over any connection that still points there", async () => {
  const [cgc, us] = places.all;
  const draft = (connection: string) =>
    places.stack.program(
      `new sb.DraftTask("draft", { project: "${project}", app: "${app}/0", inputs: { ${inputs} }, connection: "${connection}" });`,
    );
  draft("cgc");
  await places.stack.up();
  await places.logs();
  await places.disconnect("cgc");
  await places.connect("genomics", cgc);
  draft("america");
  await places.stack.up();
  const { cgc: atCgc, us: atUs } = await places.logs();
  expect(atCgc).toStrictEqual([drafts, "GET /tasks/…", "DELETE /tasks/…"]);
  expect(atUs?.filter((line) => line.startsWith("POST"))).toStrictEqual(["POST /tasks"]);
  expect((await places.tasks()).cgc).toStrictEqual(["one COMPLETED"]);
  expect((await places.stack.resource("draft")).outputs.connection).toBe("america");
  await places.stack.destroy();
  expect(await places.logs()).toMatchObject({ cgc: [], us: ["GET /tasks/…", "DELETE /tasks/…"], eu: [] });
  expect(us.tokens).toStrictEqual(new Set([us.token]));
});

test("an existing task is read and adopted over the connection that is named", async () => {
  const [, , eu] = places.all;
  const { id: draft } = await eu.platform.api("POST", "/tasks", {
    project,
    app: `${app}/0`,
    name: "byHand",
    inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  });
  const { items } = await eu.platform.api("GET", "/tasks?status=COMPLETED");
  const [done] = Array.isArray(items) ? items : [];
  places.stack.program(
    `const seen = sb.DraftTask.get("seen", "${done.id}", { connection: "eu" });`,
    `const run = sb.TaskRun.get("run", "${done.id}", { connection: "eu" });`,
    `new sb.TaskRun("again", { task: seen });`,
    `new sb.DraftTask("byHand", { project: "${project}", app: "${app}/0", inputs: { ${inputs} }, connection: "eu" }, { import: "${draft}" });`,
    "exports.status = [seen.status, run.status, seen.connection, run.connection];",
  );
  await places.logs();
  await places.stack.up();
  expect((await places.stack.outputs()).status).toStrictEqual(["COMPLETED", "COMPLETED", "eu", "eu"]);
  const { again, byHand } = await places.stack.resources();
  expect([byHand?.id, byHand?.outputs.connection, again?.id, again?.outputs.connection]).toStrictEqual([
    draft,
    "eu",
    done.id,
    "eu",
  ]);
  expect(await places.logs()).toMatchObject({ cgc: [], us: [] });
  await places.stack.destroy();
});

test("two profiles of the credentials file are two connections of one program, and nothing else is needed", async () => {
  const [cgc, us] = places.all;
  const { stack } = places;
  await stack.must("config", "rm", "sevenbridges:connections");
  for (const { name } of [cgc, us])
    await stack.must("config", "set", "--path", `sevenbridges:connections.${name}.profile`, `of-${name}`);
  writeFileSync(
    stack.file(".sevenbridges/credentials"),
    [cgc, us]
      .map(({ name, endpoint, token }) => `[of-${name}]\napi_endpoint = ${endpoint}\nauth_token = ${token}\n`)
      .join("\n"),
  );
  stack.program(
    ...[cgc, us].map(
      ({ name }) =>
        `new sb.DraftTask("by-${name}", { project: "${project}", app: "${app}/0", inputs: { ${inputs} }, connection: "${name}" });`,
    ),
  );
  await stack.up();
  expect(await places.tasks()).toMatchObject({
    cgc: ["one COMPLETED", "by-cgc DRAFT"],
    us: ["two COMPLETED", "by-us DRAFT"],
  });
  await stack.destroy();
  expect(await places.tasks()).toMatchObject({ cgc: ["one COMPLETED"], us: ["two COMPLETED"] });
});

test("full asks each platform for the files of its tasks, in a call for all of them", async () => {
  const { stack } = places;
  await stack.must("config", "set", "sevenbridges:checks", "full");
  const task = (name: string, connection: string, path: string): string =>
    `new sb.DraftTask("${name}", { project: "${project}", app: "${app}/0", inputs: { reads: [sb.file("${path}")] }, connection: "${connection}" });`;
  const [a = "", b = "", c = ""] = reads;
  stack.program(task("one", "cgc", a), task("two", "us", b), task("three", "cgc", c));
  await stack.preview();
  const asked = await Promise.all(
    places.all.map(async ({ platform }) =>
      (await platform.requests())
        .filter(({ path }) => path.endsWith("/bulk/files/get"))
        .map(({ body }) => JSON.stringify(body)),
    ),
  );
  expect(asked).toStrictEqual([
    [JSON.stringify({ file_ids: [a, c] })],
    [JSON.stringify({ file_ids: [b] })],
    [],
  ]);
});
