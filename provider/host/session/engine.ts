import { connect } from "node:net";

/**
 * The engine that this process serves. A provider outlives an engine that is killed (`kill -9` reaches the one process
 * only, and in an installation a shell is between the two): what it still had to do would then be done by the next `up`
 * as well.
 */

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where the engine listens, which it tells every plugin in an argument (pulumi/pulumi, `cmd/dynamic-provider`). */
export const engineIn = (args: readonly string[]): Address | undefined => {
  const [, host, port] =
    args.map((arg) => /^([\w.-]+|\[[\da-f:]+\]):(\d+)$/i.exec(arg)).find((it) => it !== null) ?? [];
  return host === undefined ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
};

/** Only a refusal tells: anything else may be trouble of this machine. */
export const isGone = (engine: Address): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(engine);
    const tell = (gone: boolean): void => {
      socket.destroy();
      done(gone);
    };
    socket.once("connect", () => tell(false));
    socket.once("error", (error: NodeJS.ErrnoException) => tell(error.code === "ECONNREFUSED"));
  });

/** Ends this process when its engine is gone. */
export const endWithout = async (engine: Address): Promise<void> => {
  if (await isGone(engine)) process.exit(1);
};

const interval = 2_000;

/** Looks from time to time, for what waits makes no calls; keeps no process alive. */
export const endLaterWithout = (engine: Address): void => {
  setInterval(() => void endWithout(engine), interval).unref();
};
