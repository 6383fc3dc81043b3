import { type Examination, examine } from "../../cli/doctor/examine";
import { paidQuestions } from "../../cli/doctor/questions";
import { Platform } from "../support/platform";
import { app, project } from "../support/seed";
import { until } from "../support/until";
import { type Asked, refusal, type StandIn, StandInServer } from "./standIn";

/* The questions that cost money: two tasks, each started once, and both at their end whatever happens. */

let platform: Platform;
let server: StandInServer | undefined;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 2 });
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await platform.close();
});

const spend = async (standIn?: StandIn, controller = new AbortController()): Promise<Examination> => {
  if (standIn !== undefined) server = await StandInServer.start(standIn, platform.url);
  return examine({
    connection: { endpoint: server?.url ?? platform.url, token: platform.token },
    project,
    app,
    spends: true,
    say: () => undefined,
    signal: controller.signal,
    pauses: [],
    paid: { interval: 50, patience: 30_000 },
  });
};

const tasks = async (): Promise<readonly string[]> => {
  const { items } = await platform.api("GET", "/tasks?order=asc&fields=name,status");
  return Array.isArray(items)
    ? items.map(({ name, status }) => `${name.replace(/ [0-9a-f]{8} /, " ")}: ${status}`)
    : [];
};

const starts = async (): Promise<number> =>
  (await platform.asked()).filter(({ path }) => path.endsWith("/actions/run")).length;

const keysOf = ({ judged }: Examination, tag: string): readonly string[] =>
  judged.flatMap(({ question: { key }, verdict }) =>
    verdict._tag === tag && key.startsWith("run.") ? [key] : [],
  );

const refusing = (matches: (asked: Asked) => boolean): StandIn => ({
  name: "refusing",
  behavior: () => async (asked, forward) =>
    matches(asked) ? refusal(400, 7011, "Not in this state.") : forward(asked),
});

test("two tasks are started, each once, and both end", async () => {
  const found = await spend();
  expect({
    told: keysOf(found, "Confirmed").length + keysOf(found, "Differs").length,
    goingOn: found.goingOn,
    left: found.left,
    tasks: await tasks(),
    starts: await starts(),
  }).toStrictEqual({
    told: paidQuestions.length,
    goingOn: [],
    left: [],
    tasks: [
      "pulumi-sevenbridges doctor (renamed): COMPLETED",
      "pulumi-sevenbridges doctor (aborted): ABORTED",
    ],
    starts: 2,
  });
  expect(keysOf(found, "Differs")).toStrictEqual([]);
});

test("a second examination uses the echo tool that is there", async () => {
  await spend();
  await spend();
  const installs = (await platform.asked()).filter(
    ({ method, path }) => method === "POST" && path.endsWith("/raw"),
  );
  expect(installs).toHaveLength(1);
});

test("a platform that aborts RUNNING tasks only differs, and the task is aborted once it runs", async () => {
  const found = await spend({
    name: "aborts RUNNING only",
    behavior: () => async (asked, forward) => {
      if (!asked.path.endsWith("/actions/abort")) return forward(asked);
      const task = await forward({
        ...asked,
        method: "GET",
        path: asked.path.replace(/\/actions.*/, ""),
        body: undefined,
      });
      return /"status":"RUNNING"/.test(task.text) ? forward(asked) : refusal(400, 7011, "Not in this state.");
    },
  });
  expect(keysOf(found, "Differs")).toContain("run.abort");
  expect(found.goingOn).toStrictEqual([]);
  expect((await tasks()).at(-1)).toBe("pulumi-sevenbridges doctor (aborted): ABORTED");
});

test("a platform that renames no task that runs differs", async () => {
  const found = await spend(
    refusing(({ method, body }) => method === "PATCH" && JSON.stringify(body).includes("(renamed)")),
  );
  expect(keysOf(found, "Differs")).toStrictEqual(["run.rename"]);
});

test("a lost answer to a start is not repeated", async () => {
  await platform.fault({ kind: "drop", effect: "after", match: { path: "/actions/run$" } });
  const found = await spend();
  expect({ goingOn: found.goingOn, left: found.left, starts: await starts() }).toStrictEqual({
    goingOn: [],
    left: [],
    starts: 2,
  });
});

test("a start that has had no effect leaves no draft", async () => {
  await platform.fault({ kind: "drop", effect: "before", match: { path: "/actions/run$" } });
  const found = await spend();
  expect({ goingOn: found.goingOn, left: found.left, tasks: await tasks() }).toStrictEqual({
    goingOn: [],
    left: [],
    tasks: ["pulumi-sevenbridges doctor (aborted): ABORTED"],
  });
});

test("an app of the same name that is no echo tool is not run", async () => {
  const cwl = { cwlVersion: "v1.2", class: "CommandLineTool", baseCommand: ["rm"], inputs: [], outputs: [] };
  await platform.control("POST", "/seed", {
    apps: [{ id: `${project}/pulumi-sevenbridges-doctor-echo`, cwl }],
  });
  const found = await spend();
  expect({ unclear: keysOf(found, "Unclear").length, starts: await starts() }).toStrictEqual({
    unclear: paidQuestions.length,
    starts: 0,
  });
});

test("an interruption aborts what runs, and starts nothing more", async () => {
  await platform.close();
  platform = await Platform.start({ taskSeconds: 1000 });
  const controller = new AbortController();
  const found = spend(undefined, controller);
  await until(async () => (await starts()) === 1);
  controller.abort();
  expect({
    ...(await outcomeOf(found, platform)),
    tasks: (await tasks()).length,
    starts: await starts(),
  }).toStrictEqual({
    goingOn: [],
    left: [],
    tasks: 1,
    starts: 1,
  });
  expect((await tasks())[0]).toMatch(/: ABORTED$/);
});

/** The clock goes on until the abort has come to its end. */
const outcomeOf = async (
  found: Promise<Examination>,
  its: Platform,
): Promise<Pick<Examination, "goingOn" | "left">> => {
  await until(async () => (await its.asked()).some(({ path }) => path.endsWith("/actions/abort")));
  await its.advance(2000);
  const { goingOn, left } = await found;
  return { goingOn, left };
};
