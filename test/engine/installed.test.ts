import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
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
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(() => platform.close());
beforeAll(() => {
  // Without scripts: other tests use the built files meanwhile.
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", packages], repository);
});
afterAll(() => rmSync(packages, { recursive: true, force: true }));

/** What git has of the examples, but for the picture of docs/review.md. */
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

/** A package that this repository is developed with, as npm wants it named. */
const developedWith = (name: string): string => {
  const text = readFileSync(join(repository, "node_modules", name, "package.json"), "utf8");
  const { version }: { readonly version: string } = JSON.parse(text);
  return `${name}@${version}`;
};

/** What the compiler says of programs, each with the settings beside it. They share what they import. */
const compiler = (): ((folder: string) => readonly string[]) => {
  const sources = new Map<string, ts.SourceFile | undefined>();
  return (folder) => errorsIn(folder, sources);
};

const errorsIn = (folder: string, sources: Map<string, ts.SourceFile | undefined>): readonly string[] => {
  const file = join(folder, "tsconfig.json");
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...more) => {
    const source = sources.get(name) ?? getSourceFile(name, ...more);
    sources.set(name, source);
    return source;
  };
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options, host));
  return [error ?? [], errors, found]
    .flat()
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
};

/** The examples that are programs, copied out of the installed package as docs say: what is wrong with each. */
const examplesCompile = (stack: Stack): void => {
  const installed = join(stack.folder, "node_modules/pulumi-sevenbridges/examples");
  const names = readdirSync(installed).filter((name) => existsSync(join(installed, name, "index.ts")));
  expect(names).toEqual(expect.arrayContaining(["batch", "cohort", "component", "policy"]));
  const compile = compiler();
  const errors = names.map((name) => {
    cpSync(join(installed, name), join(stack.folder, "copied", name), { recursive: true });
    return [name, compile(join(stack.folder, "copied", name))];
  });
  expect(Object.fromEntries(errors)).toStrictEqual(Object.fromEntries(names.map((name) => [name, []])));
};

/** Examples are type checked; one is made and run. */
const exampleRuns = async (stack: Stack): Promise<void> => {
  const seeded = await Platform.start({
    seed: join(repository, "examples/seed/seed.yaml"),
    taskSeconds: 1,
  });
  try {
    // As Pulumi's own template for TypeScript has it: the compiler inside the SDK is too old for today's settings.
    const others = ["typescript", "@pulumi/policy"].map(developedWith);
    run("npm", ["install", "--no-audit", "--no-fund", ...others], stack.folder);
    examplesCompile(stack);
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

const asReadmeSaysItPreviews = async (stack: Stack): Promise<void> =>
  expect(await asReadmeSays(stack)).toMatch(/DraftTask align create[\s\S]*\+ 2 to create/);

/** Both ends of the ranges that package.json promises, Node and `@pulumi/pulumi`, and what this repository is developed with. */
const installations = [
  { node: "22", sdk: "@pulumi/pulumi@3.216.0", also: asReadmeSaysItPreviews },
  { node: "24", sdk: developedWith("@pulumi/pulumi"), also: exampleRuns },
  { node: "24", sdk: "@pulumi/pulumi@3.276.0", also: async () => undefined },
];

describe.each(installations)(
  "the packed tarball, installed into an empty project, on Node $node with $sdk",
  ({ node, sdk, also }) => {
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
          ["install", "--no-audit", "--no-fund", join(packages, tarball), sdk, `node@${node}`],
          stack.folder,
        );
        const version = run(join(stack.folder, "node_modules/.bin/node"), ["--version"], stack.folder);
        expect(version).toMatch(new RegExp(`^v${node}\\.`));
        expect(existsSync(join(stack.folder, "node_modules/pulumi-sevenbridges/provider"))).toBe(false);

        stack.program(
          // The SDK expands a component to its children, in each version in a different way.
          'const parent = new pulumi.ComponentResource("lab:Step", "step");',
          `const [one, two] = ["one", "two"].map((name) => new sb.DraftTask(name, { project: "${project}", app: "${app}", inputs: { reads: sb.files(${JSON.stringify(reads)}) } }, { parent }));`,
          'exports.rate = new sb.TaskRun("ran", { task: one }, { parent }).output("rate");',
          "exports.node = process.version;",
        );
        expect(await stack.preview()).toStrictEqual(["one: create", "ran: create", "two: create"]);
        await stack.up();
        expect(await stack.outputs()).toStrictEqual({
          rate: 0.5,
          node: version.trim(),
        });
        await stack.refresh();
        expect(await stack.preview()).toStrictEqual(["one: same", "ran: same", "two: same"]);
        await stack.destroy();
        // What has run keeps its record.
        expect(await platform.tasks()).toStrictEqual(["one"]);
        await also(stack);
      } finally {
        stack.remove();
      }
      // Installations, a compiler, and eight runs of the engine.
    }, 480_000);
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
