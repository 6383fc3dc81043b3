import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Platform } from "../support/platform";
import { app, genome, project, reads } from "../support/seed";
import { repository, Stack } from "../support/stack";

/* Tasks that somebody has made by hand, out of which `declare` makes a program: it takes them over as they are. */

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
    { env: { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token, HOME: stack.folder } },
  );
  return stdout;
};

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
  [...new Set([...text.matchAll(/sb:\S+: (takes over .*)/g)].map(([, note]) => note ?? ""))].toSorted();

const taken = (id: string, status: string): string =>
  `takes over task ${id} (${status}), which is as the program says`;

/** Declared, compiled, previewed, taken over, and then unchanged; what the preview has said, and the program. */
const roundTrip = async (
  ...args: readonly string[]
): Promise<{ said: readonly string[]; program: string }> => {
  await platform.log();
  const program = await declare(...args);
  expect(await platform.writes()).toStrictEqual([]);
  writeFileSync(join(stack.folder, "index.ts"), program);
  compiled();
  const preview = await stack.tryPreview();
  expect([preview.code, preview.text]).toStrictEqual([0, preview.text]);
  await stack.up();
  expect(await platform.writes()).toStrictEqual([]);
  for (const line of await stack.preview()) expect(line).toMatch(/: same$/);
  return { said: notes(preview.text), program };
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
    const { said, program } = await roundTrip(joint, mixed, draft, single, batch, failed, half, child);
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
        `takes over the run of task ${single} (COMPLETED, 0.04 USD)`,
        `takes over the run of task ${batch} (COMPLETED, 0.08 USD, 2 children)`,
        `takes over the run of task ${failed} (FAILED, 0.04 USD)`,
        `takes over the run of task ${half} (FAILED, 0.08 USD, 2 children)`,
        `takes over the run of task ${joint} (COMPLETED, 0.04 USD)`,
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
    const { said, program } = await roundTrip("--connection", "lab", ...ids);
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
    const { said } = await roundTrip(...ids);
    expect(said).toHaveLength(ids.length + 1);
    for (const note of said) expect(note).not.toContain("changes");
  });
});
