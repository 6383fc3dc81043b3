import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attemptTag, rerunTag as rerun, withAttemptTag } from "../../provider/model/tags/attemptTag";
import { ownerTagText } from "../../provider/model/tags/ownerTag";
import { resourceIdOf, stackIdOf } from "../../provider/model/tags/resourceId";
import type { Bound } from "../../provider/model/tags/tag";
import { Built } from "../emulator/built";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";

/* `declare --project`: which tasks of a project it finds, and under which names. */

let platform: Platform;
const built = new Built();
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(async () => {
  rmSync(join(built.folder, "Pulumi.yaml"), { force: true });
  await platform.close();
});
afterAll(() => built.remove());

const call = (...args: readonly string[]) =>
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

const declare = (...args: readonly string[]) => call("--project", project, ...args);

/** A resource of a lost state. */
interface Owner {
  readonly name: string;
  readonly stack?: string;
  readonly organization?: string;
  readonly salt?: string;
  readonly parents?: readonly string[];
}

const ownerText = (
  kind: "DraftTask" | "TaskRun",
  { name, stack = "dev", organization = "acme", salt = "", parents = [] }: Owner,
): string => {
  const types = [...parents, `pulumi-nodejs:dynamic/sevenbridges:${kind}`].join("$");
  return `${salt}${organization}/urn:pulumi:${stack}::lab::${types}::${name}`;
};
const hash = "0a1b2c3d";
const newTag = (owner: Owner, bound: Bound = { proof: "Sent" }): string =>
  ownerTagText({ id: resourceIdOf(ownerText("DraftTask", owner)), hash }, bound);
/** As version 0.1.0 wrote it. */
const oldTag = (owner: Owner): string => `[pulumi ${ownerText("DraftTask", owner)} ${hash}]`;

const create = async (
  name: string,
  description: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> => {
  const inputs = { reads: reads.map((path) => ({ class: "File", path })) };
  const body = { project, app: `${app}/0`, name, description, inputs, batch: false, ...more };
  return String((await platform.api("POST", "/tasks", body)).id);
};
const run = async (id: string, outcome = "COMPLETED"): Promise<void> => {
  await platform.control("POST", `/tasks/${id}`, { outcome });
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.advance(1000);
};
/** A task that a `TaskRun` has made to run another one again. */
const runAgain = async (of: string, which: string, owner: Owner): Promise<string> => {
  const id = await create("again", "");
  const tag = { id: resourceIdOf(ownerText("TaskRun", owner)), which, of };
  await platform.api("PATCH", `/tasks/${id}`, { description: withAttemptTag("", tag, id) });
  await run(id);
  return id;
};
const dayOf = async (id: string): Promise<string> =>
  String((await platform.api("GET", `/tasks/${id}`)).created_time).slice(0, 10);

const resources = (out: string): readonly string[] =>
  [...out.matchAll(/new sb\.(\w+)\(\s*("[^"]*")[\s\S]*?import: "([^"]*)"/g)].map(
    ([, kind, name, id]) => `${kind} ${name} ${id}`,
  );
/** Without those at the top, which are the same in all programs, and without those of statuses and values. */
const comments = (out: string): readonly string[] =>
  out
    .split("\n")
    .slice(2)
    .filter((line) => /^\/\/ (?![A-Z]+\b)/.test(line));
const inStack = ["--stack", "acme/lab/dev"];

const unknownName =
  "// Its old name is unknown: it differs from the task's name, or the resource was within a component. If you know it, use it.";
const unknownStack = "// Its old name is unknown, because the name of its stack is unknown: see --stack.";
const unknownRun = (task: string): readonly string[] => [
  `// Run again by a TaskRun whose old name is unknown: ${task}.`,
  "// `pulumi up` finds them only under that name. If you know it, give it to the TaskRun; or import one of them instead.",
];
const choose =
  "Choose one with --stack: its name (organization/project/stack, after salt@ if it has a salt), or its 8 digits.";

describe("tasks", () => {
  test("each resource has its newest task; earlier ones are listed in a comment", async () => {
    const first = await create("align", newTag({ name: "align" }));
    await run(first);
    const second = await create("align", newTag({ name: "align" }));
    await run(second);
    const draft = await create("later", newTag({ name: "later" }));
    await create("by hand", "");
    await platform.log();
    const { code, out, said } = await declare(...inStack);
    expect([code, said]).toStrictEqual([0, ""]);
    expect(resources(out)).toStrictEqual([
      `DraftTask "align" ${second}`,
      `TaskRun "align" ${second}`,
      `DraftTask "later" ${draft}`,
    ]);
    expect(comments(out)).toStrictEqual([`// Before it, from other args: ${first} (COMPLETED, 0.04 USD).`]);
    expect((await platform.log()).filter((line) => line.startsWith("GET /tasks?project="))).toHaveLength(1);
  });

  test("a batch comes with its children, which carry the same tag on some platforms", async () => {
    const batch = {
      batch: true,
      batch_input: "reads",
      batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    };
    const id = await create("batch", newTag({ name: "batch" }), batch);
    await run(id);
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "batch" ${id}`, `TaskRun "batch" ${id}`]);
    expect(comments(out)).toStrictEqual([]);
  });

  test("a task with a tag that was copied from another task belongs to nobody", async () => {
    const id = await create("align", "");
    const description = newTag({ name: "align" }, { proof: "Started", taskId: id, isWitness: false });
    await platform.api("PATCH", `/tasks/${id}`, { description });
    await create("align", description);
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "align" ${id}`]);
    expect(comments(out)).toStrictEqual([]);
  });

  test("a project without tags, and a day after them, say so", async () => {
    expect(await declare()).toStrictEqual({
      code: 1,
      out: "",
      said: `No task of ${project} carries a tag of pulumi-sevenbridges. Check the project and the platform. Declare tasks without a tag by their ids.\n`,
    });
    await create("one", newTag({ name: "one" }));
    expect((await declare("--created-from", "2100-01-01")).said).toBe(
      `No task of ${project} created since 2100-01-01 carries a tag of pulumi-sevenbridges. Check the project, the platform and --created-from. Declare tasks without a tag by their ids.\n`,
    );
  });
});

describe("stacks", () => {
  test("without --stack, several stacks are listed by their digits, with their resources and the day of the newest task", async () => {
    const dev = await create("one", newTag({ name: "one" }));
    await create("two", newTag({ name: "two" }));
    const prod = await create("one", newTag({ name: "one", stack: "prod" }));
    const all = `${stackIdOf("acme/lab/dev")} (2 resources, newest task ${await dayOf(dev)}) and ${stackIdOf("acme/lab/prod")} (1 resource, newest task ${await dayOf(prod)})`;
    expect(await declare()).toStrictEqual({
      code: 2,
      out: "",
      said: `The tasks of ${project} belong to 2 stacks: ${all}. ${choose}\n`,
    });
    expect(await declare("--stack", "test")).toStrictEqual({
      code: 2,
      out: "",
      said: `No task of ${project} belongs to the stack test. They belong to ${all}. ${choose}\n`,
    });
  });

  test("--stack takes a full name, 8 digits, project/stack without an organization, and a salt", async () => {
    const acme = await create("one", newTag({ name: "one" }));
    const local = await create("one", newTag({ name: "one", organization: "organization" }));
    const salted = await create("one", newTag({ name: "one", salt: "mine@" }));
    for (const [stack, id] of [
      ["acme/lab/dev", acme],
      ["organization/lab/dev", local],
      ["lab/dev", local],
      ["mine@acme/lab/dev", salted],
    ] as const) {
      const { out, said } = await declare("--stack", stack);
      expect([stack, said, resources(out), comments(out)]).toStrictEqual([
        stack,
        "",
        [`DraftTask "one" ${id}`],
        [],
      ]);
    }
    const digits = stackIdOf("acme/lab/dev");
    const { out, said } = await declare("--stack", digits.toUpperCase());
    expect([resources(out), comments(out)]).toStrictEqual([[`DraftTask "one" ${acme}`], [unknownStack]]);
    expect(said).toBe(
      `The resources are named after their tasks, because the name of stack ${digits} is unknown. To find their old names, add --stack organization/project/stack.\n`,
    );
  });

  test("the Pulumi.yaml in the working directory completes the end of a name", async () => {
    const local = await create("one", newTag({ name: "one", organization: "organization" }));
    const acme = await create("one", newTag({ name: "one" }));
    expect((await declare("--stack", "dev")).code).toBe(2);
    writeFileSync(join(built.folder, "Pulumi.yaml"), "name: lab\nruntime: nodejs\n");
    for (const [stack, id] of [
      ["dev", local],
      ["acme/dev", acme],
    ] as const) {
      const { out, said } = await declare("--stack", stack);
      expect([stack, said, resources(out), comments(out)]).toStrictEqual([
        stack,
        "",
        [`DraftTask "one" ${id}`],
        [],
      ]);
    }
  });

  test("a Pulumi.yaml that cannot be read completes nothing", async () => {
    await create("one", newTag({ name: "one", organization: "organization" }));
    writeFileSync(join(built.folder, "Pulumi.yaml"), "name: [");
    expect((await declare("--stack", "dev")).code).toBe(2);
    expect((await declare("--stack", "lab/dev")).code).toBe(0);
  });

  test("old and new tags of one stack count as one, whose name an old tag tells", async () => {
    const old = await create("a task", oldTag({ name: "old" }));
    const fresh = await create("new", newTag({ name: "new" }));
    const prod = await create("one", oldTag({ name: "one", stack: "prod" }));
    const all = `acme/lab/dev (2 resources, newest task ${await dayOf(fresh)}) and acme/lab/prod (1 resource, newest task ${await dayOf(prod)})`;
    expect((await declare()).said).toBe(`The tasks of ${project} belong to 2 stacks: ${all}. ${choose}\n`);
    for (const stack of ["dev", "lab/dev", "acme/lab/dev", stackIdOf("acme/lab/dev")]) {
      const { out, said } = await declare("--stack", stack);
      expect([stack, said, resources(out), comments(out)]).toStrictEqual([
        stack,
        "",
        [`DraftTask "old" ${old}`, `DraftTask "new" ${fresh}`],
        [],
      ]);
    }
  });

  test("the end of a name that fits several stacks is refused, and names these", async () => {
    const one = await create("one", oldTag({ name: "one" }));
    await create("one", oldTag({ name: "one", salt: "mine@" }));
    const day = await dayOf(one);
    expect(await declare("--stack", "dev")).toStrictEqual({
      code: 2,
      out: "",
      said: `The tasks of ${project} belong to 2 stacks that dev may mean: acme/lab/dev (1 resource, newest task ${day}) and mine@acme/lab/dev (1 resource, newest task ${day}). ${choose}\n`,
    });
  });

  test("the brackets of a person at the end of a description name no stack", async () => {
    const id = await create("one", newTag({ name: "one" }));
    await create("note", "[pulumi see ticket 0a1b2c3d]");
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "one" ${id}`]);
  });
});

describe("names", () => {
  test.each<[string, string, string]>([
    ["the name of the task", "align the first", "align the first"],
    ["a slug of it", "Align: sample 7.2", "Align-sample-7.2"],
    ["a slug of it in lower case with dashes", "Align sample 7.2", "align-sample-7-2"],
    ["a slug of it with underscores", "Align sample 7", "Align_sample_7"],
  ])("a resource has its old name again where that was %s", async (_, task, name) => {
    const id = await create(task, newTag({ name }));
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "${name}" ${id}`]);
    expect(comments(out)).toStrictEqual([]);
  });

  test("a resource whose id fits no name that its task suggests is named after the task, and a comment says so", async () => {
    const renamed = await create("second name", newTag({ name: "first name" }));
    const inside = await create("inside", newTag({ name: "inside", parents: ["my:lab:Cohort"] }));
    const { out, said } = await declare(...inStack);
    expect(said).toBe("");
    expect(resources(out)).toStrictEqual([
      `DraftTask "second-name" ${renamed}`,
      `DraftTask "inside" ${inside}`,
    ]);
    expect(comments(out)).toStrictEqual([unknownName, unknownName]);
  });

  test("the old tag of an earlier task tells the name of a resource", async () => {
    const parents = ["my:lab:Cohort"];
    const first = await create("one", oldTag({ name: "align", parents }));
    const second = await create("two", newTag({ name: "align", parents }));
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "align" ${second}`]);
    expect(comments(out)).toStrictEqual([
      "// It was within a component (my:lab:Cohort); there, `parent` makes it the same resource.",
      `// Before it, from other args: ${first} (DRAFT).`,
    ]);
  });

  test("a name that is only guessed never takes the known name of another resource", async () => {
    const guessed = await create("align", newTag({ name: "another" }));
    const known = await create("renamed", oldTag({ name: "align" }));
    const { out } = await declare(...inStack);
    expect(resources(out)).toStrictEqual([`DraftTask "align-2" ${guessed}`, `DraftTask "align" ${known}`]);
  });
});

describe("further attempts", () => {
  const failed = async (owner: Owner): Promise<string> => {
    const id = await create(owner.name, newTag(owner));
    await run(id, "FAILED");
    return id;
  };

  test("a TaskRun with the name of its DraftTask comes with its further attempts", async () => {
    const id = await failed({ name: "align" });
    await runAgain(id, attemptTag(2), { name: "align" });
    const { out } = await declare(...inStack);
    expect(out).toContain(`new sb.TaskRun("align", { task: align }, { import: "${id}" });`);
    expect(comments(out)).toStrictEqual([]);
  });

  test("an old tag of an attempt tells the name of the TaskRun", async () => {
    const id = await failed({ name: "align" });
    const text = `[pulumi ${ownerText("TaskRun", { name: "aligned" })} attempt 2 of ${id}]`;
    await run(await create("again", text));
    const { out } = await declare();
    expect(out).toContain(`new sb.TaskRun("aligned", { task: align }, { import: "${id}" });`);
    expect(comments(out)).toStrictEqual([]);
  });

  test("attempts of a TaskRun of an unknown name are listed in a comment, and no value is taken from them", async () => {
    const id = await failed({ name: "align" });
    const second = await runAgain(id, attemptTag(2), { name: "aligned" });
    const { out } = await declare(...inStack);
    expect(out).toContain(`new sb.TaskRun("align", { task: align, wait: false }, { import: "${id}" });`);
    expect(comments(out)).toStrictEqual([
      ...unknownRun(`${second} (COMPLETED, 0.04 USD)`),
      "// It did not succeed; without `wait: false`, the update would fail.",
    ]);
  });

  test("runs for new triggers are listed in a comment, which tells how to collect them where the name is known", async () => {
    const id = await create("align", newTag({ name: "align" }));
    await run(id);
    const other = await create("count", newTag({ name: "count" }));
    await run(other);
    const known = await runAgain(id, rerun([1]), { name: "align" });
    const unknown = await runAgain(other, rerun([1]), { name: "counted" });
    const { out } = await declare(...inStack);
    expect(comments(out)).toStrictEqual([
      `// Run again for new \`triggers\` of its TaskRun: ${known} (COMPLETED, 0.04 USD).`,
      "// To collect that run, give the TaskRun the same `triggers` and leave out its `import`. Other triggers run it again, at its cost.",
      ...unknownRun(`${unknown} (COMPLETED, 0.04 USD)`),
    ]);
  });

  test("a clone by hand of an attempt is no attempt", async () => {
    const id = await failed({ name: "align" });
    const tag = { id: resourceIdOf(ownerText("TaskRun", { name: "align" })), which: attemptTag(2), of: id };
    await run(await create("clone", withAttemptTag("", tag, id)));
    const { out } = await declare(...inStack);
    expect(out).toContain(`new sb.TaskRun("align", { task: align, wait: false }, { import: "${id}" });`);
    expect(comments(out)).toStrictEqual([
      "// It did not succeed; without `wait: false`, the update would fail.",
    ]);
  });
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
  expect(await call(...args)).toStrictEqual({
    code: 2,
    out: "",
    said: `${sentence} See pulumi-sevenbridges declare --help.\n`,
  });
});
