import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { EmulatorOptions } from "../../emulator";
import { errorCode } from "../../provider/shared/text";
import { Platform } from "./platform";

export const repository = resolve(__dirname, "../..");

/** What one run of `pulumi` came to. */
export interface Run {
  readonly code: number;
  /** Everything it printed. */
  readonly text: string;
}

export interface Resource {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: readonly string[];
}

/** What a connection needs. */
type Target = Pick<Platform, "url" | "token">;

/** A run of `pulumi` that has not ended. */
export interface Begun {
  readonly run: Promise<Run>;
  readonly text: () => string;
  /** kill -9 of the engine, the program and the provider; then the stack's lock is taken away. */
  readonly kill: () => Promise<void>;
  /** What runs of it now, the engine last. */
  readonly processes: () => readonly Process[];
}

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** All that runs on this machine, with its parent. */
export const processes = (): readonly (Process & { readonly parent: number })[] =>
  execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => {
      const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
      return { pid: Number(pid), parent: Number(parent), command };
    });

/** A process and all that it has started, the deepest first. */
const below = (pid: number, all = processes()): readonly Process[] => [
  ...all.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid, all)),
  ...all.filter((one) => one.pid === pid),
];

/** kill -9, unless it has ended since it was seen. */
export const kill9 = ({ pid }: Process): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
};

let folder: string | undefined;
/** The engine's folder: found, downloaded or built by the repository's own tool. */
export const engineFolder = (): string => {
  folder ??= execFileSync(process.execPath, [join(repository, "tools/engine/where.mts")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  return folder;
};

/**
 * A test's own Pulumi stack with the real engine: a program in an empty project, a state in a file, an emulator.
 * The project finds the package and the SDK through links, as in an installation.
 */
export class Stack {
  readonly folder = mkdtempSync(join(tmpdir(), "sb-stack-"));
  readonly state = join(this.folder, "state");

  static readonly make = async (platform: Platform, main?: string): Promise<Stack> => {
    const stack = new Stack(platform, main);
    await stack.must("stack", "init", "dev");
    await stack.setConnections({ "sevenbridges:": platform });
    return stack;
  };

  private constructor(
    readonly platform: Platform,
    private readonly main = "index.js",
  ) {
    mkdirSync(this.state);
    mkdirSync(join(this.folder, "tmp"));
    mkdirSync(join(this.folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(repository, join(this.folder, "node_modules/pulumi-sevenbridges"));
    symlinkSync(
      join(repository, "node_modules/@pulumi/pulumi"),
      join(this.folder, "node_modules/@pulumi/pulumi"),
    );
    writeFileSync(join(this.folder, "Pulumi.yaml"), `name: lab\nruntime: nodejs\nmain: ${main}\n`);
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: "lab", private: true }));
  }

  readonly remove = (): void => rmSync(this.folder, { recursive: true, force: true });

  readonly file = (path: string): string => {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    return join(this.folder, path);
  };

  /** The program's text, in JavaScript: `sb` and `pulumi` are there. */
  readonly program = (...lines: readonly string[]): void =>
    writeFileSync(
      this.file(this.main),
      [
        'const sb = require("pulumi-sevenbridges");',
        'const pulumi = require("@pulumi/pulumi");',
        ...lines,
        "",
      ].join("\n"),
    );

  readonly env = (): NodeJS.ProcessEnv => ({
    // A project that brings its Node runs on that, as with `npm run`.
    PATH: [
      join(this.folder, "node_modules/.bin"),
      join(repository, "node_modules/.bin"),
      engineFolder(),
      process.env.PATH,
    ].join(delimiter),
    HOME: this.folder,
    // Node.js language hosts leave folders of pipes behind; here they go with the stack.
    TMPDIR: join(this.folder, "tmp"),
    PULUMI_HOME: join(this.folder, "home"),
    PULUMI_BACKEND_URL: `file://${this.state}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // Each command starts two Node.js processes that load the same SDK: compiling it once saves 0.3 s of a command's 2.4 s.
    NODE_COMPILE_CACHE: join(repository, "node_modules/.cache/node-compile"),
  });

  readonly pulumi = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> =>
    this.begin(args, env).run;

  /** The same, while it runs: what it has printed so far, and how to kill all of it. */
  readonly begin = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Begun => {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: { ...this.env(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts: string[] = [];
    child.stdout.on("data", (data) => texts.push(String(data)));
    child.stderr.on("data", (data) => texts.push(String(data)));
    const run = new Promise<Run>((done, reject) => {
      child.on("error", reject);
      child.on("close", (code) => done({ code: code ?? -1, text: texts.join("") }));
    });
    return {
      run,
      text: () => texts.join(""),
      kill: async () => {
        // The engine gives each of its plugins a separate process group.
        for (const one of below(child.pid ?? 0)) kill9(one);
        await run;
        await this.must("cancel", "--yes");
      },
      processes: () => below(child.pid ?? 0),
    };
  };

  readonly beginUp = (...args: readonly string[]): Begun =>
    this.begin(["up", "--yes", "--skip-preview", "--color", "never", ...args]);

  /** The same, and it has to succeed. */
  readonly must = async (...args: readonly string[]): Promise<string> => {
    const { code, text } = await this.pulumi(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} exited with ${code}:\n${text}`);
    return text;
  };

  readonly tryUp = (...args: readonly string[]): Promise<Run> =>
    this.pulumi(["up", "--yes", "--skip-preview", "--color", "never", ...args]);
  readonly up = (...args: readonly string[]): Promise<string> =>
    this.must("up", "--yes", "--skip-preview", "--color", "never", ...args);
  readonly refresh = (...args: readonly string[]): Promise<string> =>
    this.must("refresh", "--yes", "--skip-preview", "--color", "never", ...args);
  readonly destroy = (): Promise<string> =>
    this.must("destroy", "--yes", "--skip-preview", "--color", "never");
  readonly tryPreview = (...args: readonly string[]): Promise<Run> =>
    this.pulumi(["preview", "--color", "never", ...args]);

  /** Gives a connection a name. */
  readonly connect = (name: string, endpoint: string, token: string): Promise<void> =>
    this.connectAll({ [name]: { url: endpoint, token } });

  /** The same for many, by their names. */
  readonly connectAll = (targets: Readonly<Record<string, Target>>): Promise<void> =>
    this.setConnections(
      Object.fromEntries(
        Object.entries(targets).map(([name, target]) => [`sevenbridges:connections.${name}.`, target]),
      ),
    );

  /** One command sets all of them: each costs as much as an engine that starts. */
  private readonly setConnections = async (byPrefix: Readonly<Record<string, Target>>): Promise<void> => {
    const values = Object.entries(byPrefix).flatMap(([prefix, { url, token }]) => [
      ...["--plaintext", `${prefix}endpoint=${url}`],
      ...["--secret", `${prefix}token=${token}`],
    ]);
    await this.must("config", "set-all", "--path", ...values);
  };

  /** What a preview says for each task: `align: update [diff: ~inputs]`. */
  readonly preview = async (): Promise<readonly string[]> => {
    const { steps } = JSON.parse(await this.must("preview", "--json", "--show-sames")) as {
      steps: readonly { op: string; urn: string; diffReasons?: string[]; replaceReasons?: string[] }[];
    }; // the engine's own form
    return steps
      .filter(({ urn }) => urn.includes("sevenbridges:"))
      .map(
        ({ op, urn, replaceReasons }) =>
          `${urn.split("::").at(-1)}: ${op}${replaceReasons === undefined ? "" : ` (${replaceReasons.toSorted().join(", ")})`}`,
      )
      .sort();
  };

  readonly export = async (...args: readonly string[]): Promise<string> =>
    this.must("stack", "export", ...args);

  /** The tasks of the state, by name. */
  readonly resources = async (): Promise<Readonly<Record<string, Resource>>> => {
    const { deployment } = JSON.parse(await this.export("--show-secrets")) as {
      deployment: { resources?: Resource[] };
    }; // the engine's own form
    const tasks = (deployment.resources ?? []).filter(({ urn }) => urn.includes("sevenbridges:"));
    return Object.fromEntries(tasks.map((resource) => [resource.urn.split("::").at(-1), resource]));
  };

  readonly resource = async (name: string): Promise<Resource> => {
    const found = (await this.resources())[name];
    if (found === undefined) throw new Error(`the state has no ${name}`);
    return found;
  };

  readonly outputs = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await this.must("stack", "output", "--json", "--show-secrets"));

  /** Every file that the stack has left on disk, as text: for what must be nowhere. */
  readonly stateText = (): string =>
    execFileSync("find", [this.state, "-type", "f"], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
}

/** An emulator and a stack, made and removed by hooks of jest's; tools, which have none, load this file, too. */
const between =
  (hooks: () => readonly [before: typeof beforeEach, after: typeof afterEach]) =>
  (use: (platform: Platform, stack: Stack) => void | Promise<void>, options: EmulatorOptions = {}): void => {
    const [before, after] = hooks();
    let remove: (() => Promise<void>) | undefined;
    before(async () => {
      const platform = await Platform.start(options);
      const stack = await Stack.make(platform);
      remove = async () => {
        stack.remove();
        await platform.close();
      };
      await use(platform, stack);
    });
    after(() => remove?.());
  };

/** A fresh emulator and stack for each test of a file. */
export const eachOnAFreshStack = between(() => [beforeEach, afterEach]);

/** One emulator and stack for all tests of a file. */
export const allOnOneStack = between(() => [beforeAll, afterAll]);
