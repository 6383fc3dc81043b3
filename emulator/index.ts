/*
 * A local emulator of the Seven Bridges tasks API, for the examples, the tests, and people who have no account yet.
 *
 * It is not the platform: nothing is executed. Tasks move through their states by the clock, and their outputs are made
 * up from the output ports of the app's CWL. What it lacks is listed in http/missing.ts, answers 501 and is printed. Rules
 * name their source: a section of the API digest (docs of the platforms, sources of the official clients), the vendor's
 * reference where the digest is silent, or "our choice" where no public source says; docs/emulator-choices.md has
 * them in a table, each with its evidence.
 *
 * A request goes from http/ (connections, access, journal, rate limit) to routes/ (one file per kind of call; calls/ is
 * what they share), rules/ (what is allowed, what follows) and store/ (the state and its file); views/ is what goes out.
 * Beside it: faults/ (trouble that tests order), seed/ (what there is at the start), page/ (the page at `/`, for people).
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Faults } from "./faults/faults";
import { addressOf, hostTrouble, shownAddress } from "./http/address";
import { RateLimit } from "./http/rateLimit";
import { Requests } from "./http/requests";
import { buildServer } from "./http/server";
import { Tokens, tokenTrouble } from "./http/tokens";
import { isObject } from "./json";
import { endsAt } from "./rules/lifecycle";
import { readSeedFile, type Seed, seedChanges } from "./seed/seed";
import { Store } from "./store/store";
import type { Context } from "./world";

export type { Seed } from "./seed/seed";

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
  /** The address to listen on, default 127.0.0.1; one that other machines reach needs a token. */
  readonly host?: string;
  /** The only token that is valid, in place of the seed's; control routes and the page want it, too. */
  readonly token?: string;
  /** Is given one line for each request. */
  readonly log?: (line: string) => void;
}

export interface Emulator {
  /** `http://127.0.0.1:43117/v2` */
  readonly url: string;
  /** The one that was given, or the first user's. */
  readonly token: string;
  /** Stops it and gives the state file back; once is enough. */
  close(): Promise<void>;
}

export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const trouble = accessTrouble(options);
  if (trouble !== undefined) throw new Error(trouble);
  const { seed, folder } = readSeed(options.seed ?? examplesSeed());
  const store = new Store({
    dueAt: endsAt,
    seed: seedChanges(seed, folder === undefined ? {} : { folder }),
    ...(options.state === undefined ? {} : { path: options.state }),
  });
  if (store.hadOtherSeed)
    console.error(
      `Warning: the state in ${options.state} was last used with another seed: its tasks may name what this one lacks.`,
    );
  try {
    const { address, token, stop } = await served(store, options);
    const stopped = async (): Promise<void> => {
      try {
        await stop();
      } finally {
        store.close();
      }
    };
    let closed: Promise<void> | undefined;
    return {
      url: `${address}/v2`,
      token,
      close: () => {
        closed ??= stopped();
        return closed;
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
};

const served = async (
  store: Store,
  { host = LOOPBACK, port = 0, taskSeconds = 2, rateLimit = 1000, token, log }: EmulatorOptions,
): Promise<{ address: string; token: string; stop: () => Promise<void> }> => {
  const address = await addressOf(host, token);
  const tokens = new Tokens(store, token);
  const { shown } = tokens;
  const world: Context = { store, taskSeconds, now: () => Date.now() + store.clockOffset };
  const closing = new AbortController();
  const server = buildServer({
    world,
    tokens,
    requests: new Requests(),
    faults: new Faults(),
    rate: new RateLimit(rateLimit),
    closing: closing.signal,
    log,
  });
  await server.listen({ host: address, port });
  const [listening] = server.addresses();
  const stop = async (): Promise<void> => {
    closing.abort();
    await server.close();
  };
  return {
    address: shownAddress(host, typeof listening === "object" ? listening : { address, port }),
    token: shown,
    stop,
  };
};

const LOOPBACK = "127.0.0.1";

/** The sentence that says what is wrong with where the emulator is to listen, or with its token. */
export const accessTrouble = ({ host, token }: EmulatorOptions): string | undefined => {
  const wrongToken = token === undefined ? undefined : tokenTrouble(token);
  if (wrongToken !== undefined) return `--token: ${wrongToken}.`;
  const wrongHost = host === undefined ? undefined : hostTrouble(host, token);
  return wrongHost === undefined ? undefined : `--host ${host} ${wrongHost}.`;
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
    if (folder === dirname(folder)) throw new Error("The examples' seed is not there: give your own seed.");
  }
};
