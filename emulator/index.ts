/*
 * A local emulator of the Seven Bridges tasks API, for the examples, the tests, and people who have no account yet.
 *
 * It is not the platform: nothing is executed. Tasks move through their states by the clock, and their outputs are made
 * up from the output ports of the app's CWL. It knows no volumes, uploads or invoices; a route it lacks answers
 * 501 and is printed. Rules name their source: a section of the API digest (docs of the platforms, sources of the
 * official clients), or "our choice" where no public source says.
 *
 * routes/ (HTTP only) → rules/ (what is allowed, what follows) → store/ (state and journal); views/ is what goes out.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Faults } from "./faults";
import { isObject } from "./json";
import { RateLimit } from "./rateLimit";
import { Requests } from "./requests";
import { endsAt } from "./rules/lifecycle";
import { readSeedFile, type Seed, seedChanges } from "./seed";
import { buildServer } from "./server";
import { type Journal, openJournal } from "./store/journal";
import type { Change, User } from "./store/model";
import { Store } from "./store/store";
import type { World } from "./world";

export type { Seed } from "./seed";

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The path of a seed file, or a seed; by default the examples' seed. */
  readonly seed?: string | Seed;
  /** A file that keeps the state across restarts, kill -9 included; one emulator at a time may use it. */
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
  /** Stops it and gives the state file back; once is enough. */
  close(): Promise<void>;
}

export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const store = new Store(endsAt);
  const { seed, folder } = readSeed(options.seed ?? examplesSeed());
  const seeded = seedChanges(seed, folder === undefined ? { store } : { store, folder });
  store.loadSeed(seeded);
  const journal = options.state === undefined ? undefined : await stateInto(store, options.state, seeded);
  try {
    const { address, stop } = await served(store, options);
    const stopped = async (): Promise<void> => {
      try {
        await stop();
      } finally {
        journal?.close();
      }
    };
    let closed: Promise<void> | undefined;
    return {
      url: `${address}/v2`,
      token: firstUser(store).token,
      close: () => {
        closed ??= stopped();
        return closed;
      },
    };
  } catch (error) {
    journal?.close();
    throw error;
  }
};

/** Takes in what the state file holds, and writes there from now on. */
const stateInto = async (store: Store, path: string, seeded: readonly Change[]): Promise<Journal> => {
  const hash = createHash("sha256").update(JSON.stringify(seeded)).digest("hex");
  const { journal, otherSeed } = await openJournal(path, hash, store);
  if (otherSeed) {
    console.error(
      `Warning: the state in ${path} was last used with another seed: its tasks may name what this one lacks.`,
    );
  }
  store.writeTo(journal);
  return journal;
};

const served = async (
  store: Store,
  options: EmulatorOptions,
): Promise<{ address: string; stop: () => Promise<void> }> => {
  firstUser(store);
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
  const stop = async (): Promise<void> => {
    closing.abort();
    await server.close();
  };
  return { address, stop };
};

const firstUser = (store: Store): User => {
  const [first] = store.users.values();
  if (first === undefined)
    throw new Error("users must name at least one user: nobody could use the emulator.");
  return first;
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
