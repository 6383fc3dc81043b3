import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { echo, files, fileValue, seed } from "./seed";

let cli: Built;
beforeAll(() => {
  cli = new Built();
  writeFileSync(join(cli.folder, "seed.json"), JSON.stringify(seed));
});
afterAll(() => cli.remove());

const path = (name: string): string => join(cli.folder, name);

describe("the command line", () => {
  test("serves the examples' seed by default, and its one line holds the URL and a usable token", async () => {
    const emulator = await cli.emulator();
    expect(emulator.line).toMatch(/^Seven Bridges emulator at http:\/\/127\.0\.0\.1:\d+\/v2 with token \w+$/);
    expect((await new Client(emulator.url, emulator.token).get("/projects")).status).toBe(200);
    expect(await emulator.stop("SIGTERM")).toBe(0);
  });

  test("says a URL that works where it listens everywhere, and the token that it was given", async () => {
    const token = "a-token-of-my-own-1";
    const emulator = await cli.emulator("--host", "0.0.0.0", "--token", token);
    expect(emulator.line).toMatch(
      new RegExp(`^Seven Bridges emulator at http://127\\.0\\.0\\.1:\\d+/v2 with token ${token}$`),
    );
    expect((await new Client(emulator.url, token).get("/projects")).status).toBe(200);
    await emulator.stop("SIGTERM");
  });

  test("ends cleanly on SIGINT, with connections kept alive", async () => {
    const emulator = await cli.emulator(
      "--seed",
      path("seed.json"),
      "--task-seconds",
      "0.5",
      "--rate-limit",
      "7",
    );
    const client = new Client(emulator.url, emulator.token);
    expect((await client.get("/projects")).headers.get("x-ratelimit-limit")).toBe("7");
    expect(await emulator.stop("SIGINT")).toBe(0);
  });

  test.each([
    [["--help"], /^pulumi-sevenbridges <command>/],
    [["emulator", "--help"], /--task-seconds <n>/],
    [["emulator", "-h"], /--task-seconds <n>/],
  ])("%j explains itself", async (args, expected) => {
    expect(await cli.run(...args)).toEqual({ code: 0, stdout: expect.stringMatching(expected), stderr: "" });
  });

  test("names every option in its help, and takes each that it names", async () => {
    const { stdout } = await cli.run("emulator", "--help");
    const named = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, it]) => it);
    expect(named).toEqual([
      "--port",
      "--host",
      "--token",
      "--seed",
      "--state",
      "--task-seconds",
      "--rate-limit",
      "--verbose",
      "--help",
    ]);
    const { code } = await cli.run(
      "emulator",
      ...named.flatMap((it) => (it === "--verbose" || it === "--help" ? [it ?? ""] : [it ?? "", "1"])),
    );
    expect(code).toBe(0);
  });

  test.each([
    [["emulate"], "Unknown command emulate. Commands: declare, doctor, emulator, review.\n"],
    [["constructor"], "Unknown command constructor. Commands: declare, doctor, emulator, review.\n"],
    [["__proto__"], "Unknown command __proto__. Commands: declare, doctor, emulator, review.\n"],
    [["emulator", "--prot", "1"], "Unknown option '--prot'. See pulumi-sevenbridges emulator --help.\n"],
    [["emulator", "--port", "http"], "--port must be a port number, not http.\n"],
    [["emulator", "--port", "70000"], "--port must be a port number, not 70000.\n"],
    [["emulator", "--task-seconds", "soon"], "--task-seconds must be a number of seconds, not soon.\n"],
    [["emulator", "--rate-limit", "1.5"], "--rate-limit must be a whole number, not 1.5.\n"],
    [
      ["emulator", "--token", "-a-token-of-my-own"],
      "Option '--token' argument is ambiguous. See pulumi-sevenbridges emulator --help.\n",
    ],
    [["emulator", "more"], "Unexpected argument 'more'. See pulumi-sevenbridges emulator --help.\n"],
    [["emulator", "--host", "0.0.0.0"], "--host 0.0.0.0 needs a token: other machines can reach it.\n"],
    [
      ["emulator", "--token", "short"],
      "--token: a token has at least 16 characters, plain ones and no spaces.\n",
    ],
  ])("%j is refused with one sentence and exit code 2", async (args, stderr) => {
    expect(await cli.run(...args)).toEqual({ code: 2, stdout: "", stderr });
  });

  test("a seed that is not there is said in one sentence", async () => {
    const { code, stderr } = await cli.run("emulator", "--seed", path("none.yaml"));
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The seed file .*none\.yaml can not be read: ENOENT.*\n$/),
    ]);
  });
});

describe("the state file", () => {
  test("keeps all that was answered through kill -9", async () => {
    const args = ["--seed", path("seed.json"), "--state", path("state"), "--task-seconds", "1000"];
    const before = await cli.emulator(...args);
    const first = new Client(before.url, before.token);
    const kept: string[] = [];
    for (let n = 0; n < 20; n += 1) kept.push(await first.task({ name: `kept ${n}` }));
    const inputs = { bams: [fileValue(files.r1), fileValue(files.r3)] };
    const parent = await first.task({ app: "ada/lab/count", inputs }, "?action=run");
    const run = await first.task({ name: "run" }, "?action=run");
    await first.delete(`/tasks/${kept[0]}`);
    await first.patch(`/tasks/${kept[1]}`, { name: "renamed" });
    await first.put(`/files/${files.bare}/metadata`, { kept: "yes" });
    await first.post("/projects", { name: "Kept" });
    await first.post("/apps/ada/kept/tool/raw", echo);
    await first.advance(1001);
    const paths = [
      `/tasks/${run}`,
      `/tasks/${parent}`,
      `/tasks?parent=${parent}&fields=id,batch_group`,
      "/tasks?fields=id,name",
      "/apps/ada/kept/tool",
      `/files/${files.bare}`,
    ];
    const seen = async (client: Client) => {
      const answers = await Promise.all(paths.map((it) => client.get(it)));
      return answers.map(({ body }) => JSON.stringify(body).replaceAll(client.url, ""));
    };
    const answered = await seen(first);
    expect(await before.stop("SIGKILL")).toBe("SIGKILL");

    const after = await cli.emulator(...args);
    const second = new Client(after.url, after.token);
    // Durations of what still runs go on; these tasks have ended or are drafts, but for the parent.
    expect((await seen(second)).map((it) => it.replace(/"duration":\d+/, ""))).toEqual(
      answered.map((it) => it.replace(/"duration":\d+/, "")),
    );
    expect(items(await second.get("/tasks?status=DRAFT&order=asc&limit=2"), "name")).toEqual([
      "renamed",
      "kept 2",
    ]);
    expect(pick((await second.get(`/tasks/${run}`)).body, "status")).toBe("COMPLETED");
    await second.advance(500);
    expect(await second.field(`/tasks/${parent}`, "status")).toBe("COMPLETED");
    await after.stop("SIGKILL");
  });

  test("that is some other file is left alone", async () => {
    writeFileSync(path("other"), "export PATH=/bin\n");
    const { code, stderr } = await cli.run("emulator", "--seed", path("seed.json"), "--state", path("other"));
    expect([code, stderr]).toEqual([1, `${path("other")} is not a state file of the emulator\n`]);
    expect(readFileSync(path("other"), "utf8")).toBe("export PATH=/bin\n");
  });
});
