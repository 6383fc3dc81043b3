import type { EmulatorOptions } from "../../emulator";
import { lineOf, Platform } from "./platform";
import { between, type Scripted } from "./scripted";
import { seed } from "./seed";
import { Stack } from "./stack";

/** One of several platforms of the same project, apps and files, each with another token, and the requests that arrive there. */
export class Place {
  static readonly open = async (name: string, token: string, options: EmulatorOptions): Promise<Place> => {
    const users = [{ username: "ada", token }];
    const projects = seed.projects?.filter(({ id }) => id.startsWith("ada/")) ?? [];
    const started = await Platform.start({ seed: { ...seed, users, projects }, ...options });
    const tokens = new Set<string>();
    const door = await between(started.url, (_, answer, asking) => {
      tokens.add(asking.token);
      return answer;
    });
    return new Place(name, started, door, tokens);
  };

  /** With the user's present token. */
  platform: Platform;

  private constructor(
    readonly name: string,
    private readonly started: Platform,
    /** The proxy before it, which sees the tokens. */
    private readonly door: Scripted,
    /** Every token that was sent there since the last rotation. */
    readonly tokens: Set<string>,
  ) {
    this.platform = started;
  }

  get endpoint(): string {
    return `${this.door.url}/v2`;
  }

  get token(): string {
    return this.platform.token;
  }

  /** From now on this is the user's one token. */
  readonly rotate = async (token: string): Promise<void> => {
    await this.started.control("POST", "/seed", { users: [{ username: "ada", token }] });
    this.tokens.clear();
    this.platform = Platform.at(this.started.url, token);
  };

  readonly close = async (): Promise<void> => {
    await this.door.close();
    await this.started.close();
  };
}

const withoutRepetitions = (lines: readonly string[]): readonly string[] =>
  lines
    .map((line) => line.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "…"))
    .filter((line, index, all) => !line.includes("/bulk/") || line !== all[index - 1]);

/** Three platforms, and a stack that knows them by their names only. */
export class Places {
  private constructor(
    readonly all: readonly [cgc: Place, us: Place, eu: Place],
    readonly stack: Stack,
  ) {}

  static readonly open = async (options: EmulatorOptions = {}): Promise<Places> => {
    const all = await Promise.all([
      Place.open("cgc", "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0", options),
      Place.open("us", "50505050505050505050505050505050", options),
      Place.open("eu", "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0", options),
    ]);
    const stack = await Stack.make(all[0].platform);
    await stack.must("config", "rm", "sevenbridges:endpoint");
    await stack.must("config", "rm", "sevenbridges:token");
    const places = new Places(all, stack);
    for (const place of all) await places.connect(place.name, place);
    return places;
  };

  /** `pulumi config set`, as a user does it. */
  readonly connect = (name: string, { endpoint, token }: Place): Promise<void> =>
    this.stack.connect(name, endpoint, token);

  readonly disconnect = (name: string): Promise<string> =>
    this.stack.must("config", "rm", "--path", `sevenbridges:connections.${name}`);

  readonly close = async (): Promise<void> => {
    this.stack.remove();
    await Promise.all(this.all.map(({ close }) => close()));
  };

  private readonly each = async <A>(ask: (place: Place) => Promise<A>): Promise<Record<string, A>> =>
    Object.fromEntries(
      await Promise.all(this.all.map(async (place) => [place.name, await ask(place)] as const)),
    );

  /** What was asked of each since the last time, as lines without ids; a poll that goes on is one. */
  readonly logs = (): Promise<Record<string, readonly string[]>> =>
    this.each(async ({ platform }) => withoutRepetitions((await platform.requests()).map(lineOf)));

  /** The tasks of each: `one COMPLETED`. */
  readonly tasks = (): Promise<Record<string, readonly string[]>> =>
    this.each(async ({ platform }) => {
      const { items } = await platform.api("GET", "/tasks?limit=100&order=asc");
      return Array.isArray(items) ? items.map(({ name, status }) => `${name} ${status}`) : [];
    });

  /** Tokens that arrived where they are nobody's. */
  readonly strayed = (): readonly string[] =>
    this.all.flatMap(({ name, tokens, token }) =>
      [...tokens].filter((one) => one !== token).map((one) => `${one} at ${name}`),
    );
}
