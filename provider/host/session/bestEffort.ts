import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Client, seenBy } from "../../api/transport/http";
import type { RetryPolicy } from "../../api/transport/retry";
import { noAnswerInTime } from "../../api/transport/transportError";
import { explain, type HostError } from "../../shared/errors";

/*
 * What is asked only to tell more: a call of it is given up after some seconds, if there is a hurry. After the first call
 * that got no proper answer its connection is not asked again in this way by this process.
 */

/** It could not be asked, or is not to be. `why` is the end of a sentence. */
export interface Skipped {
  readonly _tag: "Skipped";
  readonly why: string;
  /** The token was refused: no outage, but the platform's answer to everything that this connection asks. */
  readonly isDenied?: true;
  /** A preview fails with it: no other line has to say it. */
  readonly isReported?: true;
}

/** Why there is no answer, as the end of a sentence or as a sentence. */
export const whyNot = (error: Skipped | HostError): string =>
  error._tag === "Skipped" ? error.why : explain(error);

/** Whether the preview fails with this already. */
export const isReported = (error: Skipped | HostError): boolean =>
  error._tag === "Skipped" && error.isReported === true;

/** Asks within the limits above. A refusal that is about what was asked (403, 404) comes back as it is. */
export type BestEffort = <E extends HostError, A>(
  client: Client,
  call: (asking: Client) => TE.TaskEither<E, A>,
  hurry: boolean,
) => TE.TaskEither<Skipped | E, A>;

/** About ten seconds for each call, whatever the trouble is; a long list takes as long as its pages keep coming. */
const checkPolicy: RetryPolicy = {
  firstDelay: 300,
  longestDelay: 2_000,
  attempts: 4,
  maintenanceDelay: [1_000, 2_000],
  maxElapsed: { trouble: 5_000, limited: 5_000, maintenance: 0 },
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
    ? `${explain(error)} (given up after ${Math.ceil(timeout / 1_000)} s)`
    : explain(error);

export const newBestEffort = (policy: RetryPolicy = checkPolicy, time: number = checkTime): BestEffort => {
  /** Connection → why it is not asked any more. */
  const silent = new Map<string, Skipped>();
  return (client, call, hurry) => {
    const connection = seenBy(client);
    return async () => {
      const known = silent.get(connection);
      if (known !== undefined) return E.left(known);
      const asking: Client = hurry ? { ...client, policy, timeout: time } : client;
      return pipe(
        call(asking),
        TE.mapLeft((error) => {
          if (!isTrouble(error)) return error;
          const why = whyIn(error, asking, hurry);
          const isDenied = error._tag === "Refused" && error.status === 401;
          const skipped: Skipped = { _tag: "Skipped", why, ...(isDenied ? { isDenied } : {}) };
          silent.set(connection, skipped);
          return skipped;
        }),
      )();
    };
  };
};
