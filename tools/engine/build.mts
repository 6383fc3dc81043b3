import { createHash } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isFile, makeFolder, sweep } from "./files.mts";
import { go } from "./go.mts";
import { type Engine, engineAt } from "./installed.mts";
import { withLock } from "./lock.mts";
import { builtVersion, goVersion, languageVersion } from "./versions.mts";
import { passed, say } from "./words.mts";

/** One Go program of the engine; its go.mod and go.sum are in the folder of its name beside this file. */
interface Program {
  readonly folder: "cli" | "language";
  readonly file: string;
  readonly package: string;
  readonly version: string;
}

const programs: readonly Program[] = [
  {
    folder: "cli",
    file: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: builtVersion,
  },
  {
    folder: "language",
    file: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: languageVersion,
  },
];

/** `pulumi version` prints nothing without it, and the Automation API then refuses the engine. */
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The engine starts it in the Pulumi program's folder, so it finds that program's SDK. */
const dynamicProvider = `#!/bin/sh
script=$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")') || exit 1
exec node "$script" "$@"
`;

/** The engine built by an earlier run, if there is one that works. */
export async function builtBefore(): Promise<Engine | undefined> {
  const command = join(await cacheFolder(), "pulumi");
  if (!(await isFile(command))) return undefined;
  return engineAt(command, "built").catch(() => undefined);
}

/** Builds the engine from the Go module proxy into the user's cache: once, whole or not at all. */
export async function buildEngine(why: string): Promise<Engine> {
  if (process.platform === "win32") throw new Error("not done on Windows");
  await go(["version"]).catch(() => {
    throw new Error(`no \`go\` on the PATH (${goVersion} or newer)`);
  });
  const folder = await cacheFolder();
  return await withLock(`${folder}.lock`, async () => {
    const meanwhile = await builtBefore();
    if (meanwhile !== undefined) return meanwhile;
    await rm(folder, { recursive: true, force: true }); // whatever is there does not work
    await sweep(folder);
    say(`building Pulumi ${builtVersion} with Go, 2 to 5 minutes, once, into ${folder} (${why})`);
    await makeFolder(folder, async (temporary, signal) => {
      for (const program of programs) await build(program, temporary, signal);
      await writeFile(join(temporary, "pulumi-resource-pulumi-nodejs"), dynamicProvider);
      await chmod(join(temporary, "pulumi-resource-pulumi-nodejs"), 0o755);
      await engineAt(join(temporary, "pulumi"), "built");
    });
    return await engineAt(join(folder, "pulumi"), "built");
  });
}

/** Named after everything that goes into a build, so that a change of it is another engine. */
async function cacheFolder(): Promise<string> {
  const hash = createHash("sha256").update(dynamicProvider).update(JSON.stringify(programs));
  for (const { folder } of programs) {
    for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(here(folder), file)));
  }
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const name = `${builtVersion}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}`;
  return join(caches, "pulumi-sevenbridges", "engine", name);
}

async function build(program: Program, into: string, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  const ticking = setInterval(() => say(`still building ${program.file}, ${passed(started)}`), 30_000);
  try {
    // -mod=readonly holds the build to go.mod and go.sum; proxy and checksum database stay as the user's Go has them.
    const ldflags = `-s -w -X ${versionVariable}=v${program.version}`;
    const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", ldflags];
    const output = join(into, program.file);
    await go(["build", ...flags, "-o", output, program.package], { cwd: here(program.folder), signal });
  } finally {
    clearInterval(ticking);
  }
  say(`built ${program.file} v${program.version} in ${passed(started)}`);
}

const here = (folder: string) => join(import.meta.dirname, folder);
