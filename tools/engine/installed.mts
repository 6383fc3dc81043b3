import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { isFile } from "./files.mts";
import { atLeast, oldestEngine } from "./versions.mts";

const run = promisify(execFile);

/** A Pulumi engine that is ready to run. */
export interface Engine {
  /** Holds `pulumi` and its helpers: what to put first on the PATH. */
  readonly folder: string;
  /** What `pulumi version` answers, without the `v`. */
  readonly version: string;
  readonly source: "installed" | "downloaded" | "built";
}

/** Windows finds programs by these endings; the official archive has `.exe` and, for scripts, `.cmd`. */
const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];

/** What must be beside `pulumi` for a TypeScript program with dynamic resources. */
const helpers = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** The engine that is on the PATH, if it is whole and new enough; an error says what is missing. */
export async function installedEngine(): Promise<Engine> {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const command = await find("pulumi", path);
  if (command === undefined) throw new Error("no `pulumi` on the PATH");
  return await engineAt(command, "installed", path);
}

/** The engine whose `pulumi` is this file, its helpers beside it or in one of `path`. */
export async function engineAt(
  command: string,
  source: Engine["source"],
  path: readonly string[] = [],
): Promise<Engine> {
  const folder = dirname(command);
  // Homebrew and others link `pulumi` alone into a common folder; the helpers are then beside the real file.
  const places = [folder, dirname(await realpath(command)), ...path];
  for (const helper of helpers) {
    if ((await find(helper, places)) === undefined) throw new Error(`${command} comes without ${helper}`);
  }
  const version = await versionOf(command);
  if (!atLeast(version, oldestEngine))
    throw new Error(`${command} is ${version}, older than ${oldestEngine}`);
  return { folder, version, source };
}

async function versionOf(command: string): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout } = await run(command, ["version"], { env, timeout: 30_000 });
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`\`${command} version\` answers no version`);
  return version;
}

async function find(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (await isFile(file)) return file;
    }
  }
  return undefined;
}
