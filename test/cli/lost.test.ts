import { execFile } from "node:child_process";
import { join } from "node:path";
import { Built } from "../emulator/built";
import { Process } from "../host/provider";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";

/* `declare --project`: which tasks of a project it finds, and under which names. */

let platform: Platform;
const built = new Built();
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(() => platform.close());
afterAll(() => built.remove());

const declare = (...args: readonly string[]) =>
  new Promise<{ code: unknown; out: string; said: string }>((done) => {
    execFile(
      process.execPath,
      [join(built.folder, "dist/cli/index.js"), "declare", ...args],
      {
        env: { HOME: built.folder, SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token },
        cwd: built.folder,
      },
      (error, out, said) => done({ code: error?.code ?? 0, out, said }),
    );
  });

const type = "pulumi-nodejs:dynamic/sevenbridges:DraftTask";
const made = async (
  owner: { stack?: string; salt?: string; types?: string; name: string },
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> => {
  const { stack = "dev", salt = "", types = type, name } = owner;
  const process = new Process(platform, {}, `${salt}acme/urn:pulumi:${stack}::lab::${types}::${name}`);
  const inputs = { reads: reads.map((path) => ({ class: "File", path })) };
  return (await process.create({ project, app: `${app}/0`, inputs, batch: false, ...more })).id;
};
const run = async (id: string): Promise<void> => {
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.advance(1000);
};
const resources = (out: string): readonly string[] =>
  [...out.matchAll(/new sb\.(\w+)\(\s*("[^"]*")[\s\S]*?import: "([^"]*)"/g)].map(
    ([, kind, name, id]) => `${kind} ${name} ${id}`,
  );

test("each resource has its newest task under its own name; earlier ones stand in a comment", async () => {
  const first = await made({ name: "align the first" }, { triggers: [1] });
  await run(first);
  const second = await made({ name: "align the first" }, { triggers: [2] });
  await run(second);
  const draft = await made({ name: "later", types: `my:lab:Cohort$${type}` });
  await platform.api("POST", "/tasks", { project, app: `${app}/0`, name: "by hand" });
  await platform.log();
  const { code, out, said } = await declare("--project", project);
  expect([code, said]).toStrictEqual([0, ""]);
  expect(resources(out)).toStrictEqual([
    `DraftTask "align the first" ${second}`,
    `TaskRun "align the first" ${second}`,
    `DraftTask "later" ${draft}`,
  ]);
  expect(out).toContain(`// Before it, from other args: ${first} (COMPLETED, 0.04 USD).`);
  expect(out).toContain("// It was within a component (my:lab:Cohort)");
  expect((await platform.log()).filter((line) => line.startsWith("GET /tasks?project="))).toHaveLength(1);
});

test("a batch comes with its children, which carry the same tag on some platforms", async () => {
  const batch = {
    batch: true,
    batchInput: "reads",
    batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
  };
  const id = await made({ name: "batch" }, batch);
  await run(id);
  const { out } = await declare("--project", project);
  expect(resources(out)).toStrictEqual([`DraftTask "batch" ${id}`, `TaskRun "batch" ${id}`]);
});

test("one stack at a time: several are named, and --stack chooses by the end of its name", async () => {
  const dev = await made({ name: "one" });
  const prod = await made({ name: "one", stack: "prod" });
  const salted = await made({ name: "one", salt: "mine@" });
  const all = "acme/lab/dev (1 resource), acme/lab/prod (1 resource) and mine@acme/lab/dev (1 resource)";
  expect(await declare("--project", project)).toStrictEqual({
    code: 2,
    out: "",
    said: `The tags of ${project} name several stacks: ${all}. Choose one with --stack.\n`,
  });
  for (const [stack, id] of [
    ["prod", prod],
    ["lab/prod", prod],
    ["mine@acme/lab/dev", salted],
    ["acme/lab/dev", dev],
  ] as const) {
    const { out, said } = await declare("--project", project, "--stack", stack);
    expect([stack, said, resources(out)]).toStrictEqual([stack, "", [`DraftTask "one" ${id}`]]);
  }
  expect((await declare("--project", project, "--stack", "test")).said).toBe(
    `No tag of ${project} names the stack test; they name ${all}.\n`,
  );
});

test.each<[string, readonly string[], string]>([
  [
    "tasks beside it",
    ["--project", project, "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11"],
    "Name tasks, or give --project, not both.",
  ],
  [
    "no project's id",
    ["--project", "lab"],
    "--project must be the id of a project (owner/project), not lab.",
  ],
  [
    "a day that is none",
    ["--project", project, "--created-from", "yesterday"],
    "--created-from must be a day like 2026-11-01, not yesterday.",
  ],
  ["--stack alone", ["--stack", "dev"], "--created-from and --stack go with --project."],
])("%s is refused in one sentence", async (_, args, sentence) => {
  expect(await declare(...args)).toStrictEqual({
    code: 2,
    out: "",
    said: `${sentence} See pulumi-sevenbridges declare --help.\n`,
  });
});

test("a project without tags, and a day after them, say so", async () => {
  const { said } = await declare("--project", project);
  expect(said).toBe(
    `No task of ${project} carries a tag of pulumi-sevenbridges: check the project, and the platform. Tasks without a tag are declared by their ids.\n`,
  );
  await made({ name: "one" });
  expect((await declare("--project", project, "--created-from", "2100-01-01")).said).toMatch(
    /created since 2100-01-01 carries a tag/,
  );
});
