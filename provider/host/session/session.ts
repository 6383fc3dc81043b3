/** What one provider process knows. The engine starts one for a preview and another for the update; each serves all resources. */
import { readCredentials } from "../../config/credentials";
import type { Sources } from "../../config/settings";
import type { OpenSessions } from "../../shared/openSessions";
import { type Cache, newCache } from "./cache";
import { type Connections, type ConnectionsOptions, newConnections } from "./connections";
import { type Handoff, newHandoff } from "./handoff";
import { type Log, newLog } from "./log";
import { newOptions, type Options } from "./options";
import { newOwnership, type Ownership } from "./ownership";
import type { PreviewRecords } from "./previewRecords";
import { newWaiter, type Waiter, type WaiterOptions } from "./waiter";

export interface Session {
  readonly connections: Connections;
  readonly options: Options;
  readonly cache: Cache;
  readonly ownership: Ownership;
  readonly handoff: Handoff;
  readonly waiter: Waiter;
  readonly log: Log;
}

/** The stack's configuration, as `configure` hands it over. */
export type Config = (key: string) => string | undefined;

export interface SessionOptions extends ConnectionsOptions, WaiterOptions {
  readonly config: () => Config;
  readonly env?: Sources["env"];
  readonly credentials?: Sources["credentials"];
  readonly say?: (line: string) => void;
  readonly previewRecords?: PreviewRecords;
  readonly openSessions?: OpenSessions;
}

export const newSession = ({
  config,
  env = process.env,
  credentials = readCredentials,
  say,
  previewRecords,
  openSessions,
  ...options
}: SessionOptions): Session => {
  const log = newLog(say);
  return {
    connections: newConnections(() => ({ config: config(), env, credentials }), log.say, options),
    options: newOptions(config),
    cache: newCache(),
    ownership: newOwnership(openSessions),
    handoff: newHandoff(previewRecords),
    waiter: newWaiter(options),
    log,
  };
};
