import { buildEngine, builtBefore } from "./build.mts";
import { downloadEngine, downloadedBefore } from "./download.mts";
import { type Engine, installedEngine } from "./installed.mts";
import { goVersion } from "./versions.mts";
import { Interrupted, reasonOf, say } from "./words.mts";

export type { Engine } from "./installed.mts";
export { Interrupted } from "./words.mts";

/** Set to one of `ways` to take that way only; each is meant for tests and for people whose network is slow. */
const variable = "PULUMI_SEVENBRIDGES_ENGINE";
const ways = ["installed", "download", "build"] as const;
type Way = (typeof ways)[number];

/**
 * Finds a Pulumi engine, or gets one: the installed one; else one that was downloaded or built before; else the
 * official download; else a build with Go. Says on stderr what it does and why, and throws one readable error
 * where nothing is possible.
 */
export async function ensureEngine(): Promise<Engine> {
  const only = chosenWay();
  const failures: string[] = [];
  const attempt = async (way: Way, get: () => Promise<Engine | undefined>) => {
    if (only !== undefined && only !== way) return undefined;
    try {
      return await get();
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      failures.push(reasonOf(error));
      return undefined;
    }
  };
  const why = () => failures.at(-1) ?? `${variable}=${only}`;

  const installed = await attempt("installed", installedEngine);
  if (installed !== undefined) {
    say(`using Pulumi ${installed.version}, installed: ${installed.folder}`);
    return installed;
  }

  // What an earlier run got comes before any new attempt, so that a machine without network waits for it once only.
  const kept = (await attempt("download", downloadedBefore)) ?? (await attempt("build", builtBefore));
  if (kept !== undefined) {
    say(`using Pulumi ${kept.version}, ${kept.source} earlier: ${kept.folder} (${why()})`);
    return kept;
  }

  const downloaded = await attempt("download", () => downloadEngine(why()));
  if (downloaded !== undefined) return downloaded;

  const built = await attempt("build", () => buildEngine(why()));
  if (built !== undefined) return built;

  throw new Error(advice(failures, only));
}

/** The environment in which a child process finds this engine first. */
export function engineEnv(engine: Engine, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  // On Windows the variable may be spelled `Path`, and a copied environment no longer ignores case.
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    ...env,
    [key]: [engine.folder, env[key]].filter(Boolean).join(separator),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function chosenWay(): Way | undefined {
  const value = process.env[variable];
  if (value === undefined || value === "") return undefined;
  const way = ways.find((known) => known === value);
  if (way === undefined) throw new Error(`${variable} is "${value}"; it can be ${ways.join(", ")} or unset`);
  return way;
}

function advice(failures: readonly string[], only: Way | undefined): string {
  return [
    only === undefined
      ? "There is no Pulumi engine, and none could be had:"
      : `There is no Pulumi engine, and ${variable}=${only} allows one way only:`,
    ...failures.map((failure) => `  - ${failure}`),
    "Install Pulumi (https://www.pulumi.com/docs/install/, no account needed), or Go " +
      `${goVersion} or newer (https://go.dev/dl/), and run this again.`,
  ].join("\n");
}
