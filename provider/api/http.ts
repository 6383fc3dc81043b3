import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import * as t from "io-ts";
import fetch, { type Response } from "node-fetch";
import type { ApiError, Asked, Refused } from "../errors";
import type { Connection } from "../settings";
import { codeOf } from "../words";
import { agentFor } from "./proxy";
import { type RetryPolicy, retryDelay } from "./retry";

/** What all calls go through: one connection, one way to wait, one way to speak. */
export interface Client extends ClientOptions {
  readonly connection: Connection;
}

export interface ClientOptions {
  readonly policy: RetryPolicy;
  /** How long one call may take, in milliseconds. A call that takes longer is aborted, not left running. */
  readonly timeout: number;
  /** Says why something takes long. */
  readonly say: (line: string) => void;
  /** Takes out of the API's words what must not be shown. */
  readonly clear: (message: string) => string;
  /** Another connection to the same endpoint, when the token of this one is refused. */
  readonly insteadOf: (refused: Connection) => Connection | undefined;
}

export const defaultTimeout = 60_000;

const alone: Omit<ClientOptions, "policy"> = {
  timeout: defaultTimeout,
  say: () => undefined,
  clear: (message) => message,
  insteadOf: () => undefined,
};

export const clientOf = (
  connection: Connection,
  options: Pick<ClientOptions, "policy"> & Partial<ClientOptions>,
): Client => ({ ...alone, ...options, connection });

type Method = Asked["method"];
/** A list stands for the same key several times: the API's "or" (API digest, 8.2). */
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

const ErrorBody = t.type({ message: t.string }, "ErrorBody");
const Code = t.type({ code: t.number }, "Code");

const refused = (asked: Asked, status: number, body: unknown, { clear, connection }: Client): Refused => ({
  _tag: "Refused",
  asked,
  status,
  code: Code.is(body) ? body.code : undefined,
  message: ErrorBody.is(body) ? clear(body.message).replaceAll(connection.token, "[token]") : "no message",
});

const parsed = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** The cause of a failed fetch, by its code alone. */
const causeOf = (error: unknown): string => {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  return name === "AbortError" || name === "TimeoutError"
    ? "no answer in time"
    : (codeOf(error) ?? "unknown error");
};

const neverSent = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** Milliseconds until the rate limit's window ends: API digest, 9.3 (`X-RateLimit-Reset`, Unix seconds). */
const untilReset = (response: Response | undefined): number | undefined => {
  const reset = Number(response?.headers.get("x-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(reset) ? Math.min(reset * 1000 - Date.now(), 5 * 60_000) : undefined;
};

/** How many items a list has on all its pages: API digest, 2.4. */
const totalIn = (response: Response): number | undefined => {
  const total = Number(response.headers.get("x-total-matching-query") ?? Number.NaN);
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined;
};

/** The server's time, in milliseconds. */
const timeIn = (response: Response): number => {
  const time = Date.parse(response.headers.get("date") ?? "");
  return Number.isFinite(time) ? time : Date.now();
};

type Outcome =
  | {
      readonly body: unknown;
      readonly status: number;
      readonly total: number | undefined;
      readonly now: number;
    }
  | { readonly error: ApiError; readonly response?: Response };

const once = async (client: Client, asked: Asked, body: unknown): Promise<Outcome> => {
  const { connection, timeout } = client;
  try {
    const agent = agentFor(`${connection.endpoint}${asked.path}`);
    const response = await fetch(`${connection.endpoint}${asked.path}`, {
      method: asked.method,
      headers: {
        "X-SBG-Auth-Token": connection.token,
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(agent === undefined ? {} : { agent }),
      // A redirect would carry the token to another host.
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    const json = response.status === 204 ? { json: undefined } : parsed(await response.text());
    if (response.status >= 400)
      return { error: refused(asked, response.status, json?.json, client), response };
    if (response.status >= 300)
      return { error: { _tag: "Unreadable", asked, status: response.status, reason: "a redirect" } };
    return json === undefined
      ? { error: { _tag: "Unreadable", asked, status: response.status, reason: "not JSON" } }
      : { body: json.json, status: response.status, total: totalIn(response), now: timeIn(response) };
  } catch (error) {
    const reason = causeOf(error);
    return { error: { _tag: "Unreachable", asked, reason, sent: !neverSent.includes(reason) } };
  }
};

/** Which fields of an answer are not as documented, by path alone. */
const missing = (errors: t.Errors): string => {
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

interface Request extends Asked {
  readonly body: unknown;
  /** A call that may be made again although it may have had its effect. */
  readonly repeatable: boolean;
}

const settled = async (client: Client, request: Request, attempt: number): Promise<Outcome> => {
  const { body, repeatable, ...asked } = request;
  const outcome = await once(client, asked, body);
  if (!("error" in outcome)) return outcome;
  if (outcome.error._tag === "Refused" && outcome.error.status === 401) {
    // A call without a valid token has had no effect, so any method may be repeated with another one.
    const instead = client.insteadOf(client.connection);
    return instead === undefined ? outcome : settled({ ...client, connection: instead }, request, attempt);
  }
  if (!repeatable) return outcome;
  const delay = retryDelay(
    client.policy,
    attempt,
    outcome.error,
    Math.random(),
    untilReset(outcome.response),
  );
  if (delay === undefined) return outcome;
  if (delay > 5_000)
    client.say(
      `${asked.method} ${asked.path.split("?")[0]} has to wait ${Math.round(delay / 1000)} s (${outcome.error._tag === "Refused" ? `status ${outcome.error.status}` : "no answer"})`,
    );
  await sleep(delay);
  return settled(client, request, attempt + 1);
};

/** What came back: of a list a page, and how many items all pages have together, where the API says so. */
export interface Page<A> {
  readonly body: A;
  readonly total: number | undefined;
  /** The server's time, in milliseconds; our own where it does not say. */
  readonly now: number;
}

const asking =
  (client: Client) =>
  <A>(
    codec: t.Type<A, unknown>,
    method: Method,
    path: string,
    query: Query,
    body: unknown,
    repeatable: boolean,
  ): TE.TaskEither<ApiError, Page<A>> =>
  async () => {
    const asked: Asked = { method, path: pathOf(path, query), endpoint: client.connection.endpoint };
    const outcome = await settled(client, { ...asked, body, repeatable }, 1);
    if ("error" in outcome) return E.left(outcome.error);
    const decoded = codec.decode(outcome.body);
    return E.isRight(decoded)
      ? E.right({ body: decoded.right, total: outcome.total, now: outcome.now })
      : E.left({ _tag: "Unreadable", asked, status: outcome.status, reason: missing(decoded.left) });
  };

/**
 * One call: a lazy value that does nothing until it is run. GET, PATCH and DELETE are repeated on passing
 * trouble; POST never is, for it may have had its effect.
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
      asking(client)(codec, method, path, query, body, method !== "POST"),
      TE.map((answer) => answer.body),
    );

/** A read with what its headers say: one page of a list, the server's time. */
export const getPage =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query): TE.TaskEither<ApiError, Page<A>> =>
    asking(client)(codec, "GET", path, query, undefined, true);

/** A POST that only reads (`/bulk/…/get`): repeated on passing trouble like a GET. */
export const readByPost =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query, body: unknown): TE.TaskEither<ApiError, A> =>
    pipe(
      asking(client)(codec, "POST", path, query, body, true),
      TE.map((answer) => answer.body),
    );
