import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import {
  type Client,
  type ClientOptions,
  clientOf,
  defaultTimeout,
  newBudgets,
  newHabits,
} from "../../api/transport/http";
import { defaultPolicy, type RetryPolicy } from "../../api/transport/retry";
import { connectionsTo } from "../../config/fallbackFor";
import { newFallbackTokens } from "../../config/fallbackTokens";
import { readConnection, type Sources } from "../../config/settings";
import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import { textClearer } from "../../model/values/secrets";
import type { Connection } from "../../shared/connection";
import { formatLine } from "../../shared/printedLine";
import { resourceNameIn } from "../../shared/resourceName";
import type { SettingsProblem } from "../../shared/settingsProblem";
import { isUnknown } from "../../shared/unknown";
import type { Properties } from "../properties";
import { type BestEffort, newBestEffort } from "./bestEffort";
import { secretTextsIn } from "./secrecy";
import type { Session } from "./session";

/** Settings, tokens, rate limits: how one process reaches the platforms. The only part that sees a token. */
export interface Connections {
  /** The connection that the settings give, or the one of that name; read again until there is one. */
  readonly named: (name?: string) => E.Either<SettingsProblem, Connection>;
  /** Any connection to an endpoint, where the one that a task was created over points elsewhere now, or is gone. */
  readonly to: (endpoint: string) => Connection | undefined;
  /** The connection to use now: this one, or its fallback. */
  readonly current: (connection: Connection) => Connection;
  /** Another connection to the endpoint of one whose token was refused, if there is one; said once. */
  readonly fallbackFor: (refused: Connection) => Connection | undefined;
  /** Why tokens were refused that a preview has asked with. */
  readonly refusedTokens: Set<string>;
  readonly retry: RetryPolicy;
  /** How long one call may take, in milliseconds. */
  readonly timeout: number;
  /** Called before each call that may change something. */
  readonly beforeWrite: ClientOptions["beforeWrite"];
  /** The rate limiter of each connection, shared by all calls of the process. */
  readonly limiterOf: ClientOptions["limiterOf"];
  /** How the platform of each connection answers, as far as this process has learned it. */
  readonly habitsOf: ClientOptions["habitsOf"];
  /** Best-effort calls: short timeout in previews; one failure disables them for this connection. */
  readonly bestEffort: BestEffort;
  /** The endpoints that have not kept the tag of a task. */
  readonly tagless: Set<string>;
}

export interface ConnectionsOptions {
  readonly retry?: RetryPolicy;
  /** Milliseconds; default: 60,000. */
  readonly timeout?: number;
  readonly beforeWrite?: ClientOptions["beforeWrite"];
  readonly bestEffort?: BestEffort;
}

export const newConnections = (
  sources: () => Sources,
  say: (line: string) => void,
  {
    retry = defaultPolicy,
    timeout = defaultTimeout,
    beforeWrite = async () => undefined,
    bestEffort = newBestEffort(),
  }: ConnectionsOptions,
): Connections => {
  const { current, fallbackFor } = newFallbackTokens(sources, say);
  const connections = new Map<string | undefined, E.Either<SettingsProblem, Connection>>();
  return {
    named: (name) => {
      // A settings problem is judged again at each call: `configure` may still be under way at the first.
      const known = connections.get(name);
      const connection = known !== undefined && E.isRight(known) ? known : readConnection(sources(), name);
      connections.set(name, connection);
      return pipe(connection, E.map(current));
    },
    to: (endpoint) => connectionsTo(endpoint, sources()).map(current)[0],
    current,
    fallbackFor,
    refusedTokens: new Set(),
    retry,
    timeout,
    beforeWrite,
    limiterOf: newBudgets(),
    habitsOf: newHabits(),
    bestEffort,
    tagless: new Set(),
  };
};

/** The resource's name, out of its owner (a URN with the organization). */
const resourceIn = (hidden: readonly InternalInputs[]): string | undefined =>
  hidden.flatMap(({ __owner }) => (__owner === undefined ? [] : [resourceNameIn(__owner)]))[0];

/** The name of a resource's connection; where a preview does not know it, the previous one. */
export const connectionIn = (...properties: readonly Properties[]): string | undefined => {
  const name = properties.map(({ connection }) => connection).find((one) => !isUnknown(one));
  return typeof name === "string" ? name : undefined;
};

/**
 * The client for one operation on a resource. Its lines start with the resource's name, or its id where it has none;
 * they, and what the API says, are cleared of the secrets in its args.
 */
export const clientFor = (
  session: Session,
  id: string,
  ...properties: readonly Properties[]
): E.Either<SettingsProblem, Client> =>
  pipe(
    session.connections.named(connectionIn(...properties)),
    E.map((connection) => clientOver(session, connection, id, ...properties)),
  );

/** The same over a connection that is not the resource's own. */
export const clientOver = (
  { connections, log }: Session,
  connection: Connection,
  id: string,
  ...properties: readonly Properties[]
): Client => {
  const resource = resourceIn(properties.map(internalInputsOf)) ?? id;
  const clear = textClearer(secretTextsIn(properties, true));
  const clearOurs = textClearer(secretTextsIn(properties, false));
  return clientOf(connection, {
    policy: connections.retry,
    timeout: connections.timeout,
    beforeWrite: connections.beforeWrite,
    limiterOf: connections.limiterOf,
    habitsOf: connections.habitsOf,
    say: (text, note) => log.say(formatLine({ resource, text: clearOurs(text), note })),
    clear,
    current: connections.current,
    fallbackFor: connections.fallbackFor,
  });
};
