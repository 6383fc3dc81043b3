import type * as dynamic from "@pulumi/pulumi/dynamic";
import * as E from "fp-ts/Either";
import type { Sources } from "../../provider/config/settings";
import { draftTaskProvider, taskRunProvider } from "../../provider/host";
import { newSession, type Session, type SessionOptions } from "../../provider/host/session/session";
import { formatLine, type Note, parseLine } from "../../provider/shared/printedLine";
import { hasUnknown } from "../../provider/shared/unknown";
import type { Platform } from "../support/platform";
import { quick } from "../support/quick";

export type Properties = Record<string, unknown>;

export interface Kept {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
}

/** How a secret is marked: `specialSigKey` of Pulumi's SDK. */
export const signature = "4dabf18193072939515e22adb298388d";

const plainOf = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plainOf);
  return signature in value ? Reflect.get(value, "value") : unseal(value);
};

/** As the engine hands properties to the provider: without the marks of secrets. */
export const unseal = (properties: object = {}): Properties =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plainOf(value)]));

const urn = (kind: string): string =>
  `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:${kind}::align`;

/** What one process knows: an emulator's address, and quick ways to wait. */
export const sessionFor = (
  platform: Platform,
  say: (line: string) => void,
  options: Partial<SessionOptions> = {},
  config: Readonly<Record<string, string>> = {},
): Session => {
  const settings: Readonly<Record<string, string>> = {
    "sevenbridges:endpoint": platform.url,
    "sevenbridges:token": platform.token,
    // What is looked at before a task is made has separate tests.
    "sevenbridges:checks": "offline",
    ...config,
  };
  return newSession({
    config: () => (key) => settings[key],
    env: {},
    credentials: () => E.right(undefined),
    say,
    pollInterval: 5,
    pauses: [5, 10],
    retry: { ...quick, maxElapsed: { ...quick.maxElapsed, limited: 200, maintenance: 200 } },
    pace: { first: 5, longest: 20 },
    ...options,
  });
};

/** A printed line in two: what people read, and what it tells `review`. */
export const splitLine = (printed: string): { readonly line: string; readonly note?: Note | undefined } => {
  const parsed = parseLine(printed);
  if (E.isLeft(parsed) || parsed.right === undefined) return { line: printed };
  const { note, ...said } = parsed.right;
  return { line: formatLine(said), note };
};

/** The provider's methods, called as the engine calls them, against an emulator. One process, one resource. */
export class Process {
  /** What it has printed, without what only `review` reads. */
  readonly lines: string[] = [];
  readonly notes: Note[] = [];
  readonly session: Session;
  readonly provider: dynamic.ResourceProvider;

  constructor(
    readonly platform: Platform,
    config: Readonly<Record<string, string>> = {},
    readonly owner = urn("DraftTask"),
    credentials: Sources["credentials"] = () => E.right(undefined),
    provider = draftTaskProvider,
    options: Partial<SessionOptions> = {},
  ) {
    const say = (printed: string): void => {
      const { line, note } = splitLine(printed);
      this.lines.push(line);
      if (note !== undefined) this.notes.push(note);
    };
    this.session = sessionFor(platform, say, { credentials, ...options }, config);
    this.provider = provider(this.session, () => undefined);
  }

  /** A process that makes drafts. */
  static readonly drafts = (platform: Platform, options: Partial<SessionOptions> = {}): Process =>
    new Process(platform, {}, undefined, undefined, undefined, options);

  /** A process that runs tasks. */
  static readonly runs = (platform: Platform, options: Partial<SessionOptions> = {}): Process =>
    new Process(platform, {}, urn("TaskRun"), undefined, taskRunProvider, options);

  /** What the constructor adds to a program's args. */
  readonly args = (args: Properties): Properties => ({
    __owner: this.owner,
    __defaultName: "align",
    __provider: "text",
    // Only a preview sends what is not known.
    ...(hasUnknown(args) ? { __preview: true } : {}),
    ...args,
  });

  readonly check = async (
    news: Properties,
    olds: Properties = {},
  ): Promise<{ inputs: Properties; reasons: string[] }> => {
    const { inputs, failures } = (await this.provider.check?.(olds, this.args(news))) ?? {};
    return {
      inputs: { ...unseal(inputs), __provider: "text" },
      reasons: (failures ?? []).map(({ property, reason }) =>
        property === "" ? reason : `${property}!${reason}`,
      ),
    };
  };

  /** The checked inputs of a program that has no mistakes. */
  readonly checked = async (news: Properties, olds: Properties = {}): Promise<Properties> => {
    const { inputs, reasons } = await this.check(news, olds);
    if (reasons.length > 0) throw new Error(reasons.join("; "));
    return inputs;
  };

  readonly create = async (news: Properties): Promise<Kept> => {
    const inputs = await this.checked(news);
    const { id, outs } = await this.provider.create(inputs);
    return { id, inputs, outs };
  };

  /** `check`, then `diff`. */
  readonly diff = async (kept: Kept, news: Properties) =>
    this.provider.diff?.(kept.id, unseal(kept.outs), await this.checked(news, kept.inputs));

  /** `check`, `diff` and `update`, as an `up` does them. */
  readonly update = async (kept: Kept, news: Properties): Promise<Kept> => {
    const inputs = await this.checked(news, kept.inputs);
    const difference = await this.provider.diff?.(kept.id, unseal(kept.outs), inputs);
    if (difference?.changes !== true || (difference.replaces ?? []).length > 0)
      throw new Error(`not an update: ${JSON.stringify(difference)}`);
    const result = await this.provider.update?.(kept.id, unseal(kept.outs), inputs);
    return { id: kept.id, inputs, outs: result?.outs };
  };

  readonly read = async (id: string, outs: Properties = { __provider: "text" }) =>
    this.provider.read?.(id, unseal(outs));
  readonly delete = async ({ id, outs }: Kept): Promise<void> => this.provider.delete?.(id, unseal(outs));
}

/** What a call failed with: its message, and the fields of a partial failure. */
export const failureOf = async (
  call: Promise<unknown>,
): Promise<{ message: string; id?: string; properties?: Properties; reasons?: string[]; stack?: string }> => {
  try {
    await call;
  } catch (error) {
    return error as Awaited<ReturnType<typeof failureOf>>; // asserted by the test that asks
  }
  throw new Error("nothing failed");
};
