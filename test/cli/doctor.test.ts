import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accountQuestions, projectQuestions } from "../../cli/doctor/questions";
import { Platform } from "../support/platform";
import { app, otherProject, project } from "../support/seed";
import { DoctorCommand, type Ended } from "./doctorCommand";

/* What the command prints and writes, and how it ends. */

const command = new DoctorCommand();
let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());
afterAll(() => command.remove());

const doctor = (...args: readonly string[]): Promise<Ended> =>
  command.begin(args, { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token }).end;

const verdicts = ({ out }: Ended): readonly string[] =>
  out.split("\n").flatMap((line) => /^([✓✗?] [a-z ]+: [a-z._]+):/.exec(line)?.[1] ?? []);

test.each<[string, readonly string[]]>([
  ["a project of another form", ["--project", "lab"]],
  ["an app without a project", ["--app", app]],
  ["money without a project", ["--spend"]],
  ["an app of another form", ["--project", project, "--app", "align"]],
  ["two places", ["--platform", "cgc", "--endpoint", "http://127.0.0.1:1/v2"]],
  ["a platform that there is not", ["--platform", "cgcc"]],
  ["a connection without a stack", ["--connection", "eu"]],
  ["an option that there is not", ["--force"]],
  ["an argument", ["ada/lab"]],
  ["money without a terminal to ask on", ["--project", project, "--spend"]],
])("%s ends the command with 2, before anything is asked", async (_, args) => {
  const { code, out, said } = await doctor(...args);
  expect({ code, out, lines: said.trim().split("\n").length }).toStrictEqual({ code: 2, out: "", lines: 1 });
  expect(await platform.log()).toStrictEqual([]);
});

test("without settings it ends with 2", async () => {
  expect(await command.begin([], {}).end).toMatchObject({ code: 2, out: "" });
});

test("without a project it only reads, and prints no token", async () => {
  const ended = await doctor();
  expect({ code: ended.code, said: ended.said }).toStrictEqual({ code: 0, said: "" });
  expect(verdicts(ended).map((line) => line.split(": ")[1])).toStrictEqual(
    accountQuestions.map(({ key }) => key),
  );
  expect(ended.out).toContain(`endpoint: ${platform.url} (from the environment)`);
  expect(ended.out).toContain("user: ada");
  expect(ended.out).toMatch(/^clock: the platform's is \d+ s (ahead|behind)$/m);
  expect(ended.out).not.toContain(platform.token);
  expect(await platform.writes()).toStrictEqual([]);
});

test("with a project it answers each question, and the report has no names, ids or tokens", async () => {
  const ended = await doctor("--project", project, "--json", "report.json");
  const keys = [...accountQuestions, ...projectQuestions].map(({ key }) => key);
  expect(verdicts(ended).map((line) => line.split(": ")[1])).toStrictEqual(keys);
  expect(ended.code).toBe(0);
  expect(await platform.tasks()).toStrictEqual([]);
  const report = readFileSync(join(command.folder, "report.json"), "utf8");
  const { questions, ...rest } = JSON.parse(report);
  expect(Object.keys(questions)).toStrictEqual(keys);
  for (const verdict of new Set(Object.values(questions)))
    expect(["confirmed", "could not tell", "differs, handled"]).toContain(verdict);
  const { version } = JSON.parse(readFileSync(join(command.folder, "package.json"), "utf8"));
  expect(rest).toStrictEqual({
    date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    platform: "another one",
    versions: {
      node: process.versions.node,
      package: version,
      sdk: expect.stringMatching(/^3\.\d+\.\d+$/),
      engine: "not found",
    },
  });
  for (const text of [platform.token, "ada", "align", platform.url, "127.0.0.1"])
    expect(report).not.toContain(text);
  expect(report).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
});

test("a token that the platform refuses ends the command with 1, and nothing is created", async () => {
  const ended = await command.begin(["--project", project], {
    SB_API_ENDPOINT: platform.url,
    SB_AUTH_TOKEN: "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0",
  }).end;
  expect(ended.code).toBe(1);
  expect(verdicts(ended)).toContain("✗ differs: user.token");
  expect(ended.out + ended.said).not.toContain("f0f0f0f0");
  expect(await platform.writes()).toStrictEqual([]);
});

test("an address that does not answer ends the command with 1", async () => {
  const ended = await command.begin(["--endpoint", "http://127.0.0.1:9/v2"], {
    SB_API_ENDPOINT: "http://127.0.0.1:9/v2",
    SB_AUTH_TOKEN: platform.token,
  }).end;
  expect(ended.code).toBe(1);
  expect(verdicts(ended)).toContain("? could not tell: user.token");
}, 60_000);

test("an app without a required input is refused with 2, and nothing is created", async () => {
  const cwl = {
    cwlVersion: "v1.2",
    class: "CommandLineTool",
    inputs: [{ id: "text", type: "string?" }],
    outputs: [],
  };
  await platform.control("POST", "/seed", { apps: [{ id: `${project}/free`, cwl }] });
  const ended = await doctor("--project", project, "--app", `${project}/free`);
  expect({ code: ended.code, said: ended.said }).toStrictEqual({
    code: 2,
    said: expect.stringContaining(`${project}/free`),
  });
  expect(await platform.writes()).toStrictEqual([]);
});

test("a project without a suitable app is refused with 2, and nothing is created", async () => {
  await platform.control("POST", "/seed", { projects: [{ id: "ada/empty", name: "Empty" }] });
  expect(await doctor("--project", "ada/empty")).toMatchObject({ code: 2 });
  expect(await platform.writes()).toStrictEqual([]);
});

test("a project that the token cannot see is refused, and nothing is created", async () => {
  expect((await doctor("--project", "bob/private")).code).toBe(2);
  expect(await platform.writes()).toStrictEqual([]);
});

test("another project of the same user works as well", async () => {
  expect((await doctor("--project", otherProject)).code).toBe(0);
  expect(await platform.tasks()).toStrictEqual([]);
});

test("a report that cannot be written ends the command with 1, after its drafts are deleted", async () => {
  const ended = await doctor("--project", project, "--json", "nowhere/report.json");
  expect(ended.code).toBe(1);
  expect(existsSync(join(command.folder, "nowhere"))).toBe(false);
  expect(await platform.tasks()).toStrictEqual([]);
});

test("a draft whose answer is lost is found by its name, and deleted", async () => {
  await platform.fault({ kind: "drop", effect: "after", match: { method: "POST", path: "^/v2/tasks$" } });
  const ended = await doctor("--project", project);
  expect(ended.code).toBe(1);
  expect(verdicts(ended)).toContain("? could not tell: create.draft");
  expect(await platform.tasks()).toStrictEqual([]);
});

test("drafts that cannot be deleted are named with their pages, and end the command with 1", async () => {
  await platform.fault({
    kind: "status",
    status: 403,
    code: 7001,
    times: "always",
    match: { method: "DELETE" },
  });
  const ended = await doctor("--project", project);
  expect(ended.code).toBe(1);
  const { items } = await platform.api("GET", "/tasks?order=asc");
  const ids = Array.isArray(items) ? items.map(({ id }) => id) : [];
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(ended.out).toContain(platform.page(id));
});

test("what the platform says is printed as safe text", async () => {
  await platform.fault({
    kind: "alter",
    times: "always",
    match: { method: "GET", path: "^/v2/user" },
    set: { username: "a\u001b[31mda\u202e" },
  });
  const { out } = await doctor();
  expect(out).toContain("user: a\\u{1b}[31mda\\u{202e}");
});
