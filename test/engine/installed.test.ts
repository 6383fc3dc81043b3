import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { repository, Stack } from "../support/stack";

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, npm_config_engine_strict: "false" },
  });

const packages = mkdtempSync(join(tmpdir(), "sb-pack-"));
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  // Without scripts: other tests use the built files meanwhile.
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", packages], repository);
});
afterAll(async () => {
  await platform.close();
  rmSync(packages, { recursive: true, force: true });
});

/** What git has of the examples, but for the pictures of README. */
const examples = (): readonly string[] =>
  run("git", ["ls-files", "examples"], repository)
    .trim()
    .split("\n")
    .filter((path) => !/comment\.(md|png)$/.test(path));

test("the tarball has every example with all its files, and each is a Pulumi project", () => {
  const [tarball = ""] = readdirSync(packages);
  const packed = run("tar", ["tzf", join(packages, tarball)], repository)
    .trim()
    .split("\n");
  const inTarball = packed.map((path) => path.replace(/^package\//, ""));
  expect(inTarball.filter((path) => path.startsWith("examples/")).sort()).toStrictEqual(
    examples().toSorted(),
  );
  const programs = inTarball.filter((path) => /^examples\/(?!policy\/)[^/]+\/index\.ts$/.test(path));
  expect(programs.length).toBeGreaterThanOrEqual(4);
  for (const file of ["Pulumi.yaml", "tsconfig.json"])
    expect(inTarball).toEqual(expect.arrayContaining(programs.map((path) => path.replace("index.ts", file))));
});

const { version: typescript }: { readonly version: string } = JSON.parse(
  readFileSync(join(repository, "node_modules/typescript/package.json"), "utf8"),
);

/** An example that was copied out of the installed package, as docs say: type checked, made and run. */
const exampleRuns = async (stack: Stack): Promise<void> => {
  const seeded = await Platform.start({
    seed: join(repository, "examples/seed/seed.yaml"),
    taskSeconds: 1,
  });
  try {
    // As Pulumi's own template for TypeScript has it: the compiler inside the SDK is too old for today's settings.
    run("npm", ["install", "--no-audit", "--no-fund", `typescript@${typescript}`], stack.folder);
    run("cp", ["-r", "node_modules/pulumi-sevenbridges/examples/batch/.", "."], stack.folder);
    await stack.must("stack", "init", "example");
    const { code, text } = await stack.pulumi(["up", "--yes", "--skip-preview"], {
      PULUMI_NODEJS_TRANSPILE_ONLY: "false",
      SB_API_ENDPOINT: seeded.url,
      SB_AUTH_TOKEN: seeded.token,
    });
    expect([code, text]).toStrictEqual([0, expect.stringContaining('E18127: "COMPLETED"')]);
  } finally {
    await seeded.close();
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** Runs what README shows for the emulator, on a port that is free here, with a program over the emulator's own seed. */
const asReadmeSays = async (stack: Stack): Promise<string> => {
  stack.program(
    'new sb.DraftTask("align", { project: "rfranklin/rnaseq", app: "rfranklin/rnaseq/star-align", inputs: { reads: sb.files(["567890abc8a5639cc6722007"]), genome: sb.file("567890abc4f3066bc3750174") } });',
  );
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, block = ""] = /```sh\n(npx pulumi-sevenbridges emulator[\s\S]*?)```/.exec(readme) ?? [];
  const script = block.replaceAll("43117", String(await freePort()));
  const child = spawn("bash", ["-ec", script], {
    cwd: stack.folder,
    env: stack.env(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const texts: string[] = [];
    child.stdout.on("data", (data) => texts.push(String(data)));
    child.stderr.on("data", (data) => texts.push(String(data)));
    await once(child, "exit");
    return texts.join("");
  } finally {
    // The emulator was left in the background: the whole group has to go.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  }
};

const { version: developedWith }: { readonly version: string } = JSON.parse(
  readFileSync(join(repository, "node_modules/@pulumi/pulumi/package.json"), "utf8"),
);

/** Both ends of the ranges that package.json promises: Node, and `@pulumi/pulumi`. */
const ends = [
  { node: "22", sdk: "3.216.0" },
  { node: "24", sdk: developedWith },
];

describe.each(ends)(
  "the packed tarball, installed into an empty project, on Node $node with @pulumi/pulumi $sdk",
  ({ node, sdk }) => {
    test("previews, creates, refreshes and destroys", async () => {
      const stack = await Stack.make(platform);
      try {
        rmSync(join(stack.folder, "node_modules"), { recursive: true });
        const [tarball = ""] = readdirSync(packages);
        writeFileSync(
          join(stack.folder, "package.json"),
          JSON.stringify({ name: "lab", private: true, allowScripts: { node: true } }),
        );
        run(
          "npm",
          [
            "install",
            "--no-audit",
            "--no-fund",
            join(packages, tarball),
            `@pulumi/pulumi@${sdk}`,
            `node@${node}`,
          ],
          stack.folder,
        );
        const version = run(join(stack.folder, "node_modules/.bin/node"), ["--version"], stack.folder);
        expect(version).toMatch(new RegExp(`^v${node}\\.`));
        expect(existsSync(join(stack.folder, "node_modules/pulumi-sevenbridges/provider"))).toBe(false);

        stack.program(
          // The SDK expands a component to its children, in each version in a way of its own.
          'const parent = new pulumi.ComponentResource("lab:Step", "step");',
          `const [one, two] = ["one", "two"].map((name) => new sb.DraftTask(name, { project: "${project}", app: "${app}", inputs: { reads: sb.files(${JSON.stringify(reads)}) } }, { parent }));`,
          "exports.id = one.id; exports.node = process.version;",
        );
        expect(await stack.preview()).toStrictEqual(["one: create", "two: create"]);
        await stack.up();
        expect(await stack.outputs()).toStrictEqual({
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          node: version.trim(),
        });
        await stack.refresh();
        expect(await stack.preview()).toStrictEqual(["one: same", "two: same"]);
        await stack.destroy();
        expect(await platform.tasks()).toStrictEqual([]);
        expect(await asReadmeSays(stack)).toMatch(/DraftTask align create[\s\S]*\+ 2 to create/);
        if (sdk === developedWith) await exampleRuns(stack);
      } finally {
        stack.remove();
      }
    });
  },
);

test("the repository is a template of pulumi new: it compiles and previews", async () => {
  const stack = await Stack.make(platform);
  try {
    const clone = join(stack.folder, "clone");
    const made = join(stack.folder, "made");
    run("git", ["clone", "--quiet", repository, clone], stack.folder);
    await stack.must("new", clone, "--generate-only", "--yes", "--name", "made", "--dir", made);
    run("npm", ["install", "--no-audit", "--no-fund"], made);
    const env = { ...stack.env(), PATH: [join(made, "node_modules/.bin"), stack.env().PATH].join(delimiter) };
    const seeded = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml") });
    // Not in a blocking way: the emulator answers from this process.
    const pulumi = async (...args: readonly string[]) => {
      const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], {
        cwd: made,
        env: { ...env, SB_API_ENDPOINT: seeded.url, SB_AUTH_TOKEN: seeded.token },
      });
      return stdout;
    };
    try {
      await pulumi("stack", "init", "dev");
      expect(await pulumi("preview")).toContain("+ 3 to create");
    } finally {
      await seeded.close();
    }
  } finally {
    stack.remove();
  }
});
