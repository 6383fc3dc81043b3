import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Client, seenBy } from "../api/http";
import type { RetryPolicy } from "../api/retry";
import { noAnswerInTime } from "../api/unanswered";
import { explain, type HostError } from "../errors";
import type { Host } from "./host";

/**
 * What a check asks the platform. A preview is to be there soon, with or without the platform: a call is given up after
 * some seconds. An update waits as for everything else. After the first call that got no proper answer its connection is
 * not used again for checks by this process.
 */

/** It could not be asked, or is not to be. `why` is the end of a sentence. */
export interface Unasked {
  readonly _tag: "Unasked";
  readonly why: string;
}

/** Why there is no answer, as the end of a sentence or one of its own. */
export const whyNot = (error: Unasked | HostError): string =>
  error._tag === "Unasked" ? error.why : explain(error);

/** Asks within the limits above. A refusal that is about what was asked (403, 404) comes back as it is. */
export type Ask = <E extends HostError, A>(
  client: Client,
  call: (asking: Client) => TE.TaskEither<E, A>,
  hurry: boolean,
) => TE.TaskEither<Unasked | E, A>;

/** The same over one client. */
export type Asking = <E extends HostError, A>(
  call: (client: Client) => TE.TaskEither<E, A>,
) => TE.TaskEither<Unasked | E, A>;

const offline: Unasked = { _tag: "Unasked", why: "sevenbridges:checks is offline" };

/** How a check asks, by the settings. */
export const forChecks = (host: Host, client: Client): Asking => {
  const level = host.checks();
  return E.isRight(level) && level.right === "offline"
    ? () => TE.left(offline)
    : (call) => host.ask(client, call, host.mode.preview);
};

/** How a `diff` asks: a preview waits for nothing that only tells more. */
export const inItsTime = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => call(client);

/** How a platform is asked that a resource leaves: nothing waits for one that may not be there any more. */
export const inAHurry = (host: Host, client: Client): Asking =>
  host.mode.preview ? forChecks(host, client) : (call) => host.ask(client, call, true);

/** About ten seconds for each call, whatever the trouble is; a long list takes as long as its pages keep coming. */
const checkPolicy: RetryPolicy = {
  firstDelay: 300,
  longestDelay: 2_000,
  attempts: 4,
  maintenanceDelay: [1_000, 2_000],
  patience: { trouble: 5_000, limited: 5_000, maintenance: 0 },
};

const checkTime = 10_000;

/** Trouble with the platform, or with the way there; anything else is an answer to what was asked. */
const isTrouble = (error: HostError): boolean =>
  error._tag === "Unreachable" ||
  error._tag === "Unreadable" ||
  (error._tag === "Refused" && (error.status >= 500 || error.status === 401 || error.status === 429));

/** No fault of the platform's, maybe: the clock was ours. */
const whyIn = (error: HostError, { timeout }: Client, hurry: boolean): string =>
  hurry && error._tag === "Unreachable" && error.reason === noAnswerInTime
    ? `${explain(error)} (a preview waits ${Math.ceil(timeout / 1_000)} s for an answer)`
    : explain(error);

export const newAsk = (policy: RetryPolicy = checkPolicy, time: number = checkTime): Ask => {
  /** Connection → why it is not asked any more. */
  const silent = new Map<string, string>();
  return (client, call, hurry) => {
    const connection = seenBy(client);
    return async () => {
      const known = silent.get(connection);
      if (known !== undefined) return E.left<Unasked>({ _tag: "Unasked", why: known });
      const asking: Client = hurry ? { ...client, policy, timeout: time } : client;
      return pipe(
        call(asking),
        TE.mapLeft((error) => {
          if (!isTrouble(error)) return error;
          const why = whyIn(error, asking, hurry);
          silent.set(connection, why);
          return { _tag: "Unasked" as const, why };
        }),
      )();
    };
  };
};
