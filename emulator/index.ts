/*
 * A local emulator of the Seven Bridges tasks API, for the examples, the tests, and people who have no account yet.
 *
 * It is not the platform: nothing is executed. Tasks move through their states by the clock, and their outputs are made
 * up from the output ports of the app's CWL. It knows no volumes, uploads, members or billing; a route it lacks answers
 * 501 and is printed. Rules name their source: a section of the API digest (docs of the platforms, sources of the
 * official clients), or "our choice" where no public source says.
 *
 * routes/ (HTTP only) → rules/ (what is allowed, what follows) → store/ (state and journal); views/ is what goes out.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Faults } from "./faults";
import { isObject } from "./json";
import { RateLimit } from "./rateLimit";
import { Requests } from "./requests";
import { readSeedFile, type Seed, seedChanges } from "./seed";
import { buildServer } from "./server";
import { openJournal } from "./store/journal";
import { Store } from "./store/store";
import type { World } from "./world";

export type { Seed } from "./seed";

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The path of a seed file, or a seed; by default the examples' seed. */
  readonly seed?: string | Seed;
  /** A file that keeps the state across restarts, kill -9 included. */
  readonly state?: string;
  /** How long a task takes, queueing included; default 2. */
  readonly taskSeconds?: number;
  /** Requests per user and five minutes; default 1000. */
  readonly rateLimit?: number;
}

export interface Emulator {
  /** `http://127.0.0.1:43117/v2` */
  readonly url: string;
  /** The first user's. */
  readonly token: string;
  close(): Promise<void>;
}

export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const store = new Store();
  const { seed, folder } = readSeed(options.seed ?? examplesSeed());
  store.load(seedChanges(seed, folder === undefined ? { store } : { store, folder }));
  const opened = options.state === undefined ? undefined : openJournal(options.state);
  if (opened !== undefined) {
    store.load(opened.changes);
    store.writeTo(opened.journal);
  }
  const [first] = store.users.values();
  if (first === undefined)
    throw new Error("users must name at least one user: nobody could use the emulator.");
  const world: World = {
    store,
    taskSeconds: options.taskSeconds ?? 2,
    now: () => Date.now() + store.clockOffset,
  };
  const closing = new AbortController();
  const server = buildServer({
    world,
    requests: new Requests(),
    faults: new Faults(),
    rate: new RateLimit(options.rateLimit ?? 1000),
    closing: closing.signal,
  });
  const address = await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    url: `${address}/v2`,
    token: first.token,
    close: async () => {
      closing.abort();
      await server.close();
      opened?.journal.close();
    },
  };
};

const readSeed = (seed: string | Seed): { seed: unknown; folder?: string } =>
  typeof seed === "string" ? readSeedFile(seed) : { seed };

/** `examples/seed/seed.yaml` of the package that this file is in: compiled to dist/emulator, or not. */
const examplesSeed = (): string => {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
      if (isObject(parsed) && parsed.name === "pulumi-sevenbridges")
        return join(folder, "examples/seed/seed.yaml");
    }
    if (folder === dirname(folder))
      throw new Error("The examples' seed is not there: give a seed of your own.");
  }
};
