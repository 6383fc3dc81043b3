import * as pulumi from "@pulumi/pulumi";

/** Where the program's engine listens: the SDK keeps it to itself, the client that it hands out knows. */
const engineAddress = (): string => {
  const monitor: object = pulumi.runtime.getMonitor() ?? {};
  const channel: unknown =
    "getChannel" in monitor && typeof monitor.getChannel === "function" ? monitor.getChannel() : undefined;
  return typeof channel === "object" &&
    channel !== null &&
    "getTarget" in channel &&
    typeof channel.getTarget === "function"
    ? String(channel.getTarget())
    : "";
};

/**
 * Whether this program runs inside a process that may run others as well: an inline program of the Automation API. A process
 * that the engine starts for one program gets that engine's address; it may run inline programs in turn.
 */
export const isInline = (): boolean => {
  const own = process.env.PULUMI_NODEJS_MONITOR;
  return own === undefined || !engineAddress().endsWith(own);
};
