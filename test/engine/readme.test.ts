import { execFile, execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ruleNames, rules } from "../../cli/review/rules";
import { copied } from "../review/workflows";
import { blocksOf, page } from "../support/docs";
import { Platform } from "../support/platform";
import { repository, Stack } from "../support/stack";

const programs = ["README.md", "docs/configuration.md", "docs/pipelines.md", "docs/unit-tests.md"].flatMap(
  (path) => blocksOf(path, "ts"),
);
const [first = "", several = "", pipeline = "", mocks = ""] = programs;

let platform: Platform;
let stack: Stack;
beforeAll(async () => {
  platform = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml"), taskSeconds: 1 });
  stack = await Stack.make(platform, "index.ts");
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

describe("what README and its pages show", () => {
  test("every program compiles, in a project of a user's", () => {
    expect(programs).toHaveLength(4);
    programs.forEach((text, index) => {
      writeFileSync(join(stack.folder, `readme${index}.ts`), text);
    });
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
    execFileSync(
      join(repository, "node_modules/.bin/tsc"),
      [...options, ...programs.map((_, index) => `readme${index}.ts`)],
      { cwd: stack.folder, stdio: "inherit" },
    );
  });

  test("the pipeline is the example", () => {
    const example = readFileSync(join(repository, "examples/pipeline/index.ts"), "utf8");
    expect(pipeline).toBe(example.slice(example.indexOf("import ")));
  });

  test("the program of the first screen makes its task, and runs it", async () => {
    writeFileSync(join(stack.folder, "index.ts"), first);
    // Type checking is on, as in a user's project.
    const { code, text } = await stack.pulumi(["up", "--yes", "--skip-preview"], {
      PULUMI_NODEJS_TRANSPILE_ONLY: "false",
    });
    expect([code, text]).toStrictEqual([0, text]);
    expect(await stack.outputs()).toStrictEqual({
      children: [expect.any(String)],
      bams: [{ class: "File", path: expect.any(String), name: "E19004.bam.bam" }],
    });
    expect(await platform.tasks()).toStrictEqual(["align-E19"]);
    await stack.destroy();
  });

  test("the program over several platforms makes and runs its tasks on each", async () => {
    const other = await Platform.start({
      seed: join(repository, "examples/seed/seed.yaml"),
      taskSeconds: 1,
    });
    try {
      await stack.must("config", "set", "--path", "sevenbridges:connections.cgc.endpoint", platform.url);
      await stack.must(
        "config",
        "set",
        "--path",
        "--secret",
        "sevenbridges:connections.cgc.token",
        platform.token,
      );
      await stack.must("config", "set", "--path", "sevenbridges:connections.eu.profile", "eu");
      writeFileSync(
        stack.file(".sevenbridges/credentials"),
        `[eu]\napi_endpoint = ${other.url}\nauth_token = ${other.token}\n`,
      );
      writeFileSync(join(stack.folder, "index.ts"), several);
      await stack.up();
      expect([await platform.tasks(), await other.tasks()]).toStrictEqual([
        expect.arrayContaining(["align-cgc"]),
        ["align-eu"],
      ]);
      expect(await stack.outputs()).toStrictEqual({
        pages: [platform, other].map(({ url }) =>
          expect.stringContaining(`${new URL(url).origin}/u/rfranklin/rnaseq/tasks/`),
        ),
      });
      await stack.destroy();
    } finally {
      await other.close();
    }
  });

  test("the unit test runs under Pulumi's mocks and asks nothing of the network", async () => {
    await platform.log();
    const { default: typescript } = await import("typescript");
    const { outputText } = typescript.transpileModule(mocks, {
      compilerOptions: { module: typescript.ModuleKind.CommonJS },
    });
    writeFileSync(join(stack.folder, "mocks.js"), outputText);
    const { stdout } = await promisify(execFile)(process.execPath, ["mocks.js"], {
      cwd: stack.folder,
      env: { PATH: process.env.PATH, HOME: stack.folder },
    });
    expect(stdout).toBe("DRAFT 8\n");
    expect(await platform.log()).toStrictEqual([]);
  });

  test("the two commands are those of package.json", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const commands = blocksOf("README.md", "sh").flatMap((text) =>
      [...text.matchAll(/npm (?:run )?(demo|test)\b/g)].map(([, name]) => name ?? ""),
    );
    expect(commands).toStrictEqual(["demo", "test"]);
    expect(commands.filter((name) => !(name in scripts))).toStrictEqual([]);
  });

  test("its commands adopt what exists, and make nothing", async () => {
    const [declaring = "", ...pulumi] = (blocksOf("docs/import.md", "sh")[0] ?? "").trim().split("\n");
    const project = "rfranklin/rnaseq";
    const inputs = { reads: [{ class: "File", path: "567890abc8a5639cc6722001" }] };
    const ids: string[] = [];
    for (const name of ["one", "two"]) {
      const made = await platform.api("POST", "/tasks", {
        project,
        app: `${project}/fastqc/0`,
        name,
        inputs,
      });
      ids.push(String(made.id));
    }
    const args = declaring
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, () => ids.shift() ?? "")
      .split(" ")
      .slice(2);
    await platform.writes();
    rmSync(join(stack.folder, "index.ts"), { force: true });
    await promisify(execFile)(process.execPath, [join(repository, "dist/cli/index.js"), ...args], {
      cwd: stack.folder,
      env: { SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token, HOME: stack.folder },
    });
    expect(pulumi).toStrictEqual(["pulumi preview", "pulumi up"]);
    expect(
      (await stack.tryPreview()).text.match(/adopts task \S+ \(DRAFT\), which matches/g)?.length,
    ).toBeGreaterThan(1);
    await stack.up();
    expect(await platform.writes()).toStrictEqual([]);
    expect(Object.keys(await stack.resources()).sort()).toStrictEqual(["one", "two"]);
    await stack.destroy();
  });

  test("its command reviews a preview", async () => {
    const [line = ""] = blocksOf("docs/review.md", "sh");
    const run = line.trim().replace("npx pulumi-sevenbridges", '"$0" "$1"');
    // Under another name: that of the first screen has run before, which a review would say.
    writeFileSync(join(stack.folder, "index.ts"), first.replaceAll('"align-E19"', '"reviewed"'));
    const [code, comment] = await new Promise<[unknown, string]>((done) => {
      execFile(
        "bash",
        ["-c", run, process.execPath, join(repository, "dist/cli/index.js")],
        { cwd: stack.folder, env: stack.env() },
        (error) => done([error?.code ?? 0, readFileSync(join(stack.folder, "comment.md"), "utf8")]),
      );
    });
    expect([code, comment.split("\n")[0]]).toStrictEqual([
      0,
      "**`pulumi up` starts 1 batch of 1 child task, on `c4.8xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
    ]);
  });

  test("its rules of --fail-on are those of the command", () => {
    const [, table = ""] = page("docs/review.md").split("| `--fail-on`");
    const rows = [...(table.split("\n\n")[0] ?? "").matchAll(/^\| `([\w-]+)` *\| (.*?) *\|$/gm)];
    expect(rows.map(([, name, what]) => [name, what])).toStrictEqual(
      ruleNames.map((name) => [name, rules[name][0]]),
    );
  });

  test("the workflow that it tells to copy is in the package, whole", () => {
    const [, folder = "", names = ""] =
      /node_modules\/pulumi-sevenbridges\/(\S+)\/\{(.*)\}/.exec(page("docs/review.md")) ?? [];
    expect(names.split(",")).toStrictEqual([...copied]);
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: repository,
      encoding: "utf8",
    });
    const [{ files }] = JSON.parse(packed) as [{ files: readonly { path: string }[] }]; // npm's own form
    expect(
      files
        .map(({ path }) => path)
        .filter((path) => path.startsWith(folder))
        .sort(),
    ).toStrictEqual(copied.map((name) => `${folder}/${name}`).sort());
  });
});
