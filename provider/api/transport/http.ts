import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type * as t from "io-ts";
import type { ApiError, Asked } from "../../shared/errors";
import type { Client } from "./client";

export { newHabits } from "./habits";

import type { Effect } from "./retry";
import { sendWithRetries } from "./retryLoop";

export {
  type Client,
  type ClientOptions,
  clientOf,
  defaultTimeout,
  newRateLimiters as newBudgets,
  seenBy,
} from "./client";

type Method = Asked["method"];

/** A list repeats the key: the API's "or" (API digest, 8.2). */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** An id as a part of a path: its slashes belong to the path (API digest, 2.1), everything else is data. */
export const inPath = (id: string): string => id.split("/").map(encodeURIComponent).join("/");

/** The path with its query. */
export const pathOf = (path: string, query: Query): string => {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [key, String(one)] as [string, string]),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
};

/** Which fields of an answer are not as documented, by path alone. */
const missingPart = (errors: t.Errors): string => {
  const paths = new Set(
    errors.map(({ context }) =>
      context
        .map(({ key }) => key)
        .filter((key) => key !== "" && !/^\d+$/.test(key))
        .join("."),
    ),
  );
  return `unexpected form${[...paths].some((path) => path !== "") ? ` of ${[...paths].join(", ")}` : ""}`;
};

/** What came back: of a list a page, and how many items all pages have together, where the API says so. */
export interface Page<A> {
  readonly body: A;
  readonly total: number | undefined;
  /** The server's time, in milliseconds, where our own clock agrees with it. */
  readonly now: number | undefined;
}

const withQuery =
  (client: Client) =>
  <A>(
    codec: t.Type<A, unknown>,
    method: Method,
    path: string,
    query: Query,
    body: unknown,
    effect: Effect,
  ): TE.TaskEither<ApiError, Page<A>> =>
  async () => {
    const asked: Asked = { method, path: pathOf(path, query), endpoint: client.connection.endpoint };
    const outcome = await sendWithRetries(client, { ...asked, body, effect });
    if ("error" in outcome) return E.left(outcome.error);
    const decoded = codec.decode(outcome.body);
    return E.isRight(decoded)
      ? E.right({ body: decoded.right, total: outcome.total, now: outcome.now })
      : E.left({ _tag: "Unreadable", asked, status: outcome.status, reason: missingPart(decoded.left) });
  };

/**
 * One call: a lazy value that does nothing until it is run. GET, PATCH and DELETE are repeated on passing
 * trouble; POST only where it surely had no effect.
 */
export const call =
  (client: Client) =>
  <A>(
    codec: t.Type<A, unknown>,
    method: Method,
    path: string,
    query: Query = {},
    body?: unknown,
  ): TE.TaskEither<ApiError, A> =>
    pipe(
      withQuery(client)(codec, method, path, query, body, method === "POST" ? "once" : "repeatable"),
      TE.map((answer) => answer.body),
    );

/** A read with what its headers say: one page of a list, the server's time. */
export const getPage =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query): TE.TaskEither<ApiError, Page<A>> =>
    withQuery(client)(codec, "GET", path, query, undefined, "repeatable");

/** A POST that only reads (`/bulk/…/get`): repeated on passing trouble like a GET. */
export const readByPost =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query, body: unknown): TE.TaskEither<ApiError, A> =>
    pipe(
      withQuery(client)(codec, "POST", path, query, body, "repeatable"),
      TE.map((answer) => answer.body),
    );
