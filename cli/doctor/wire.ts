import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import * as t from "io-ts";
import type { Responded } from "../../provider/api/transport/client";
import {
  type Client,
  call,
  clientOf,
  newBudgets,
  type Query,
  readByPost,
} from "../../provider/api/transport/http";
import { defaultPolicy, type RetryPolicy } from "../../provider/api/transport/retry";
import type { Connection } from "../../provider/shared/connection";
import type { ApiError } from "../../provider/shared/errors";
import type { Answer } from "./answer";

/** How `doctor` reaches the platform: over the provider's own client, whose answers it keeps whole. */
export interface Wire {
  readonly connection: Connection;
  readonly get: (path: string, query?: Query) => Promise<Answer>;
  readonly readByPost: (path: string, query: Query, body: unknown) => Promise<Answer>;
  /** A call that changes something. It goes on when the command is interrupted, for its answer names what must be deleted. */
  readonly write: (method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown) => Promise<Answer>;
  /** For calls of the provider that go on when the command is interrupted. */
  readonly client: Client;
}

/** A platform under maintenance is examined later. */
const policy: RetryPolicy = {
  ...defaultPolicy,
  attempts: 4,
  maxElapsed: { trouble: 30_000, limited: 6 * 60_000, maintenance: 0 },
};

/** Of a task's actions only clone is asked for; starts are those of `spend`. */
const isHarmless = (path: string): boolean =>
  !/^\/tasks\/.*\/actions\/(?!clone$)/i.test(path) && !path.includes("?");

export const wireOf = (
  connection: Connection,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Wire => {
  const client = clientOf(connection, { policy, limiterOf: newBudgets(), say });
  const ask = async (
    given: Client,
    request: (client: Client) => TE.TaskEither<ApiError, unknown>,
  ): Promise<Answer> => {
    const responses: Responded[] = [];
    const began = Date.now();
    const result = await request({
      ...given,
      onResponse: (response) => {
        responses.push(response);
      },
    })();
    const at = Date.now();
    return {
      _tag: "Answer",
      body: E.isRight(result) ? result.right : undefined,
      error: E.isLeft(result) ? result.left : undefined,
      responses,
      milliseconds: at - began,
      at,
    };
  };
  const reading = { ...client, signal };
  return {
    connection,
    client,
    get: (path, query = {}) => ask(reading, (its) => call(its)(t.unknown, "GET", path, query)),
    readByPost: (path, query, body) => ask(reading, (its) => readByPost(its)(t.unknown, path, query, body)),
    write: async (method, path, body) => {
      if (!isHarmless(path)) throw new Error(`${method} ${path} might start something, and is not sent.`);
      return ask(client, (its) => call(its)(t.unknown, method, path, {}, body));
    },
  };
};
