import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Platform } from "../support/platform";
import { app, genome, project, reads } from "../support/seed";
import { repository, Stack } from "../support/stack";

/* Tasks that somebody has made by hand, out of which `declare` makes a program: it adopts them as they are. */

let platform: Platform;
let stack: Stack;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
  await platform.control("POST", "/seed", { apps: [{ id: anything, cwl: anyTool }] });
  stack = await Stack.make(platform, "index.ts");
});
afterEach(async () => {
  stack.remove();
  await platform.close();
});

const anything = `${project}/anything`;
const anyTool = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  baseCommand: ["any"],
  inputs: ["one", "two", "three", "odd-port", "class"].map((id) => ({ id, type: "Any?" })),
  outputs: [{ id: "out", type: "File" }],
};

const file = (path: string) => ({ class: "File", path });
const bySample = { batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } };

const made = async (body: object, action = ""): Promise<string> =>
  String((await platform.api("POST", `/tasks${action}`, { project, app: `${app}/0`, ...body })).id);
const run = "?action=run";

const declare = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(repository, "dist/cli/index.js"), "declare", ...args],
    {
      env: { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token, HOME: stack.folder },
      cwd: stack.folder,
    },
  );
  return stdout;
};

const unknownName =
  "// Its old name is unknown: it differs from the task's name, or the resource was within a component. If you know it, use it.";

/** The repository's own options, which are stricter than most. */
const strict = (): readonly string[] => {
  const text = readFileSync(join(repository, "tsconfig.json"), "utf8");
  return [...text.matchAll(/"(\w+)": true/g)]
    .map(([, name]) => name ?? "")
    .filter((name) => /^(strict|exact|no(Unchecked|Implicit|Fall))/.test(name))
    .flatMap((name) => [`--${name}`]);
};

const compiled = (): void => {
  const options = ["--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2023", ...strict()];
  execFileSync(join(repository, "node_modules/.bin/tsc"), [...options, "index.ts"], {
    cwd: stack.folder,
    stdio: "inherit",
  });
};

const notes = (text: string): readonly string[] =>
  // The engine prints a line as it comes, and once more at the end.
  [
    ...new Set([...text.matchAll(/sb:.+?: (adopts .*?)(?: \[review:.*)?$/gm)].map(([, note]) => note ?? "")),
  ].toSorted();

const taken = (id: string, status: string): string =>
  `adopts task ${id} (${status}), which matches the program`;

/** Declared, compiled, previewed, adopted, and then unchanged. */
const roundTrip = async (
  ...args: readonly string[]
): Promise<{
  /** What the preview has said. */
  readonly said: readonly string[];
  readonly program: string;
  /** What the update has changed on the platform. */
  readonly writes: readonly string[];
}> => {
  await platform.log();
  const program = await declare(...args);
  expect(await platform.writes()).toStrictEqual([]);
  writeFileSync(join(stack.folder, "index.ts"), program);
  compiled();
  const preview = await stack.tryPreview();
  expect([preview.code, preview.text]).toStrictEqual([0, preview.text]);
  await stack.up();
  const writes = await platform.writes();
  for (const line of await stack.preview()) expect(line).toMatch(/: same$/);
  return { said: notes(preview.text), program, writes };
};

describe("declare, with the real engine", () => {
  test("a draft, a run, a batch, a failed one and what follows them come under management: nothing is written", async () => {
    const inputs = { reads: reads.map(file), threads: 3, genome: file(genome) };
    const draft = await made({ name: "a draft", inputs, execution_settings: { instance_type: "c4.large" } });
    const single = await made({ name: "single", inputs }, run);
    const batch = await made({ name: "per sample", inputs, ...bySample }, run);
    const failed = await made({ name: "failed", inputs }, run);
    const half = await made({ name: "half", inputs, ...bySample }, run);
    await platform.control("POST", `/tasks/${failed}`, { outcome: "FAILED" });
    await platform.control("POST", `/tasks/${half}`, { children: { b: "FAILED" } });
    await platform.advance(1000);
    const bam = async (id: string): Promise<unknown> => {
      const { outputs } = (await platform.api("GET", `/tasks/${id}`)) as {
        outputs: { bam: { path: string } };
      };
      return file(outputs.bam.path);
    };
    const { items } = (await platform.api("GET", `/tasks?parent=${batch}&order=asc&fields=_all`)) as {
      items: { id: string; batch_group: { value: string } }[];
    };
    const bams = await Promise.all(
      items
        .toSorted((one, two) => (one.batch_group.value < two.batch_group.value ? -1 : 1))
        .map(({ id }) => bam(id)),
    );
    const joint = await made({ name: "joint", inputs: { reads: bams, genome: await bam(single) } }, run);
    const mixed = await made({
      name: "mixed",
      inputs: { reads: [await bam(single), bams[0], file(reads[0])] },
    });
    await platform.advance(1000);
    const child = items[0]?.id ?? "";
    const { said, program, writes } = await roundTrip(
      joint,
      mixed,
      draft,
      single,
      batch,
      failed,
      half,
      child,
    );
    expect(writes).toStrictEqual([]);
    expect(program).toContain('reads: perSampleRun.childOutput("bam")');
    expect(program).toContain('genome: singleRun.output("bam")');
    expect(said).toStrictEqual(
      [
        taken(draft, "DRAFT"),
        taken(single, "COMPLETED"),
        `${taken(batch, "COMPLETED")}; its 2 children come with it`,
        taken(failed, "FAILED"),
        `${taken(half, "FAILED")}; its 2 children come with it`,
        taken(joint, "COMPLETED"),
        taken(mixed, "DRAFT"),
        `adopts the run of task ${single} (COMPLETED, 0.04 USD)`,
        `adopts the run of task ${batch} (COMPLETED, 0.08 USD, 2 children)`,
        `adopts the run of task ${failed} (FAILED, 0.04 USD)`,
        `adopts the run of task ${half} (FAILED, 0.08 USD, 2 children)`,
        `adopts the run of task ${joint} (COMPLETED, 0.04 USD)`,
      ].toSorted(),
    );
    const { joint: kept, half: halfKept } = await stack.resources();
    expect([kept?.id, halfKept?.id]).toStrictEqual([joint, half]);
    // Nothing hangs on the options any more.
    writeFileSync(join(stack.folder, "index.ts"), program.replaceAll(/,\s*\{ import: "[^"]+" \},?/g, ""));
    for (const line of await stack.preview()) expect(line).toMatch(/: same$/);
    await stack.refresh();
    for (const line of await stack.preview()) expect(line).toMatch(/: same$/);
    await stack.destroy();
    expect((await platform.writes()).toSorted()).toStrictEqual(
      [`DELETE /tasks/${mixed}`, `DELETE /tasks/${draft}`].toSorted(),
    );
  });

  test("over a connection of the stack, and once more when all is managed: the program is the same", async () => {
    await stack.connect("lab", platform.url, platform.token);
    for (const key of ["endpoint", "token"]) await stack.must("config", "rm", `sevenbridges:${key}`);
    const inputs = { reads: reads.map(file), threads: 3 };
    const ids = [await made({ name: "a draft", inputs }), await made({ name: "single", inputs }, run)];
    await platform.advance(1000);
    const { said, program, writes } = await roundTrip("--connection", "lab", ...ids);
    expect(writes).toStrictEqual([]);
    expect(said).toHaveLength(3);
    expect(program.match(/connection: "lab"/g)).toHaveLength(2);
    for (const { outputs } of Object.values(await stack.resources())) expect(outputs.connection).toBe("lab");
    expect(await declare("--connection", "lab", ...ids)).toBe(program);
  });

  test("odd names and values come through: quotes, line ends, letters of all kinds, template signs, nested lists and records", async () => {
    const odd =
      "\"double\" 'single' `tick` $\x7bsb} \\ back\nline\r\tend\u2028\u200b\u202eflipped é e\u0301 漢字 😀";
    const inputs = {
      one: [
        [1, 2.5, -3],
        [],
        [
          [odd, null],
          [true, false],
        ],
      ],
      two: { "odd key": odd, $ok: 1e21, deep: { list: [{ a: 1, b: [file(genome)] }, { a: null }] } },
      three: 123456789012345680000,
      "odd-port": odd,
      class: ["*/ // <script>", "%s {{x}}", ""],
    };
    const drafts = [odd, "漢字", "😀", "class", "sb", "7 up", "7-up"];
    const ids = [];
    for (const name of drafts)
      ids.push(await made({ app: `${anything}/0`, name, description: `${odd}\n\n${name}`, inputs }));
    ids.push(await made({ app: `${anything}/0`, name: odd, inputs }, run));
    await platform.advance(1000);
    const { said, writes } = await roundTrip(...ids);
    expect(writes).toStrictEqual([]);
    expect(said).toHaveLength(ids.length + 1);
    for (const note of said) expect(note).not.toContain("changes");
  });

  test("a lost state: up, declare and up adopt each task under its old name where a tag tells it, and nothing is paid for", async () => {
    const write = (renamed: string, ...runs: readonly string[]): void =>
      writeFileSync(
        join(stack.folder, "index.ts"),
        [
          'import * as pulumi from "@pulumi/pulumi";',
          'import * as sb from "pulumi-sevenbridges";',
          `const args = { project: "${project}", app: "${app}/0", batch: false, inputs: { reads: sb.files(${JSON.stringify(reads)}) } };`,
          'const align = new sb.DraftTask("align the first", args);',
          'const count = new sb.DraftTask("count", { ...args, name: "Count reads" });',
          `const before = new sb.DraftTask("${renamed}", args, { aliases: [{ name: "first" }] });`,
          'const lab = new pulumi.ComponentResource("my:lab:Cohort", "lab");',
          'const inside = new sb.DraftTask("inside", args, { parent: lab });',
          ...runs,
          "",
        ].join("\n"),
      );
    const loseState = async (): Promise<void> => {
      await stack.must("stack", "rm", "--force", "--yes", "--preserve-config", "dev");
      await stack.must("stack", "init", "dev");
    };
    write("first");
    await stack.up();
    const { "align the first": align, count, first, inside } = await stack.resources();
    for (const task of [align, count])
      await platform.control("POST", `/tasks/${task?.id}`, { outcome: "FAILED" });
    write(
      "second",
      'const aligned = new sb.TaskRun("align the first", { task: align, maxAttempts: 2 });',
      'new sb.TaskRun("counted", { task: count, maxAttempts: 2 });',
      'new sb.DraftTask("joint", { ...args, inputs: { reads: [aligned.output("bam")] } });',
    );
    expect((await stack.tryUp()).code).not.toBe(0);
    await stack.must("up", "--yes", "--skip-preview", "--color", "never");
    const { joint, counted } = await stack.resources();
    await loseState();

    const { said, program, writes } = await roundTrip("--project", project, "--stack", "dev");
    const other =
      "; it carries the tag of another resource, or of one that was renamed: if another state still has it, take it out of that state with pulumi state delete, for both would manage one task";
    expect(said).toStrictEqual(
      [
        taken(align?.id ?? "", "FAILED"),
        taken(count?.id ?? "", "FAILED") + other,
        taken(first?.id ?? "", "DRAFT"),
        taken(inside?.id ?? "", "DRAFT") + other,
        taken(joint?.id ?? "", "DRAFT"),
        `adopts the run of task ${align?.id} (FAILED, 0.04 USD), which did not succeed: the update will fail`,
        `adopts the run of task ${count?.id} (FAILED, 0.04 USD)`,
      ].toSorted(),
    );
    expect(writes).toStrictEqual([`PATCH /tasks/${inside?.id}`]);
    const [, again] = /whose old name is unknown: (\S+) /.exec(program) ?? [];
    expect(counted?.outputs.attempts).toMatchObject([
      { tasks: [{ id: count?.id }] },
      { tasks: [{ id: again }] },
    ]);
    expect(
      program
        .split("\n")
        .slice(2)
        .filter((line) => line.startsWith("// "))
        .toSorted(),
    ).toStrictEqual(
      [
        "// FAILED, 0.04 USD",
        unknownName,
        `// Run again by a TaskRun whose old name is unknown: ${again} (COMPLETED, 0.04 USD).`,
        "// `pulumi up` finds them only under that name. If you know it, give it to the TaskRun; or import one of them instead.",
        "// It did not succeed; without `wait: false`, the update would fail.",
        "// FAILED, 0.04 USD",
        "// DRAFT",
        "// DRAFT",
        unknownName,
        "// DRAFT",
      ].toSorted(),
    );
    const { "align the first": run, "Count-reads": lostRun } = await stack.resources();
    expect([run?.outputs, lostRun?.outputs]).toMatchObject([
      { status: "COMPLETED", price: { amount: 0.08, currency: "USD" } },
      { status: "FAILED", price: { amount: 0.04, currency: "USD" } },
    ]);

    // What the comment advises: the attempt in place of its task, or the old name.
    await loseState();
    writeFileSync(
      join(stack.folder, "index.ts"),
      program.replaceAll(`import: "${count?.id}"`, `import: "${again}"`),
    );
    await stack.up();
    expect((await stack.resource("Count-reads")).outputs).toMatchObject({
      status: "COMPLETED",
      price: { amount: 0.04, currency: "USD" },
    });
    await loseState();
    const called = program.replace(
      /new sb\.TaskRun\(\s*"Count-reads",\s*\{ task: countReads, wait: false \}/,
      'new sb.TaskRun("counted", { task: countReads }',
    );
    expect(called).not.toBe(program);
    writeFileSync(join(stack.folder, "index.ts"), called);
    await stack.up();
    // "inside" has its new tag since the first of these updates.
    expect(await platform.writes()).toStrictEqual([]);
    expect((await stack.resource("counted")).outputs).toMatchObject({
      status: "COMPLETED",
      price: { amount: 0.08, currency: "USD" },
    });
  });
});
