import { draftTaskProvider, taskRunProvider } from "../../provider/host";
import { newAsk } from "../../provider/host/ask";
import type { HostOptions } from "../../provider/host/host";
import { Process } from "../host/provider";
import { Platform } from "../support/platform";
import { quick } from "../support/quick";
import { Gate } from "./gate";

export type Kind = "DraftTask" | "TaskRun";

/** The platform of one case, and the way there. */
export interface World {
  readonly platform: Platform;
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

export const withGate = async <A>(
  platform: Platform,
  gated: boolean,
  use: (world: World) => Promise<A>,
): Promise<A> => {
  if (!gated) return use({ platform, gate: undefined });
  const gate = await Gate.start(platform.url);
  try {
    return await use({ platform, gate });
  } finally {
    await gate.close();
  }
};

const providers = { DraftTask: draftTaskProvider, TaskRun: taskRunProvider };

/** A process of the provider, as the engine starts one for each update. */
export const processFor = (
  { platform, gate }: World,
  {
    kind,
    config = {},
    isRenamed = false,
  }: {
    readonly kind: Kind;
    readonly config?: Readonly<Record<string, string>>;
    readonly isRenamed?: boolean;
  },
  options: Partial<HostOptions> = {},
): Process =>
  new Process(
    platform,
    { ...config, ...(gate === undefined ? {} : { "sevenbridges:endpoint": gate.url }) },
    `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:${kind}::${isRenamed ? "renamed" : "align"}`,
    undefined,
    providers[kind],
    {
      retry: quick,
      // What asks only to tell more is as patient as everything else.
      ask: newAsk(options.retry ?? quick, options.timeout),
      pollInterval: 100,
      pauses: [100, 200],
      pace: { first: 20, longest: 80 },
      ...options,
    },
  );
