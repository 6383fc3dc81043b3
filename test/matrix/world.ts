import { setTimeout as later } from "node:timers/promises";
import { draftTaskProvider, taskRunProvider } from "../../provider/host";
import { newBestEffort } from "../../provider/host/session/bestEffort";
import type { SessionOptions } from "../../provider/host/session/session";
import { Process } from "../host/provider";
import { StandInServer } from "../standins/standIn";
import { atOnce } from "../standins/standIns/lists";
import { Platform } from "../support/platform";
import { quick } from "../support/quick";
import { Gate } from "./gate";

export type Kind = "DraftTask" | "TaskRun";

/** The platform of one case, and the way there. */
export interface World {
  readonly platform: Platform;
  /** The endpoint without the gate: the platform's own, or a stand-in's. */
  readonly url: string;
  readonly gate: Gate | undefined;
}

/**
 * How long a task takes. With `quick` what is waited for has ended at a second look; with `medium` it is still going on at the
 * first look of a second process; with `slow` it outlives the case.
 */
export type Speed = "quick" | "medium" | "slow";
const seconds: Readonly<Record<Speed, number>> = { quick: 0.05, medium: 8, slow: 15 };

/** Platforms to use again, each by one case at a time. */
export class Platforms {
  private readonly idle = new Map<Speed, Platform[]>();
  private readonly all: Platform[] = [];

  /** Lends a platform as it was when it was new. */
  async lend<A>(speed: Speed, use: (platform: Platform) => Promise<A>): Promise<A> {
    const idle = this.idle.get(speed) ?? [];
    this.idle.set(speed, idle);
    const platform = idle.pop() ?? (await this.another(speed));
    await platform.control("POST", "/reset");
    const result = await use(platform);
    idle.push(platform);
    return result;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((platform) => platform.close()));
  }

  private async another(speed: Speed): Promise<Platform> {
    const platform = await Platform.start({ taskSeconds: seconds[speed] });
    this.all.push(platform);
    return platform;
  }
}

/** With `FAULT_MATRIX_STAND_IN` set, the way to each platform goes through what a real one may do. */
export const isThroughStandIn = process.env.FAULT_MATRIX_STAND_IN !== undefined;

const lag = isThroughStandIn ? 0.1 : 0;

const standIn = isThroughStandIn ? atOnce(lag) : undefined;

/** What a process has created that ended without storing it, no list shows at first, and the next process cannot wait for it: docs/standins.md. */
export const shownInLists = (): Promise<void> => later(lag * 1500);

/** The provider's way to the platform of one case. */
const withWay = async <A>(platform: Platform, use: (url: string) => Promise<A>): Promise<A> => {
  if (standIn === undefined) return use(platform.url);
  const server = await StandInServer.start(standIn, platform.url);
  try {
    return await use(server.url);
  } finally {
    await server.close();
  }
};

export const withGate = <A>(
  platform: Platform,
  gated: boolean,
  use: (world: World) => Promise<A>,
): Promise<A> =>
  withWay(platform, async (url) => {
    if (!gated) return use({ platform, url, gate: undefined });
    const gate = await Gate.start(url);
    try {
      return await use({ platform, url, gate });
    } finally {
      await gate.close();
    }
  });

const providers = { DraftTask: draftTaskProvider, TaskRun: taskRunProvider };

/** A process of the provider, as the engine starts one for each update. */
export const processFor = (
  { platform, url, gate }: World,
  {
    kind,
    config = {},
    isRenamed = false,
  }: {
    readonly kind: Kind;
    readonly config?: Readonly<Record<string, string>>;
    readonly isRenamed?: boolean;
  },
  options: Partial<SessionOptions> = {},
): Process =>
  new Process(
    platform,
    { ...config, "sevenbridges:endpoint": gate?.url ?? url },
    `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:${kind}::${isRenamed ? "renamed" : "align"}`,
    undefined,
    providers[kind],
    {
      retry: quick,
      // What asks only to tell more is as patient as everything else.
      bestEffort: newBestEffort(options.retry ?? quick, options.timeout),
      pollInterval: 100,
      pauses: [100, 200],
      pace: { first: 20, longest: 80 },
      ...options,
    },
  );
