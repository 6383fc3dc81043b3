import { setTimeout as sleep } from "node:timers/promises";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import * as t from "io-ts";
import fetch, { type Response } from "node-fetch";
import { type ApiError, type Asked, isMaintenance, type Refused } from "../errors";
import type { Connection } from "../settings";
import { codeOf } from "../words";
import { type Budget, type Limit, newBudget, silence } from "./budget";
import { agentFor } from "./proxy";
import { type Effect, type RetryPolicy, retryDelay } from "./retry";

/** What all calls go through: one connection, one way to wait, one way to speak. */
export interface Client extends ClientOptions {
  readonly connection: Connection;
}

export interface ClientOptions {
  readonly policy: RetryPolicy;
  /** How long one call may take, in milliseconds. A call that takes longer is aborted, not left running. */
  readonly timeout: number;
  /** What the calls over a connection may still spend of the rate limit. */
  readonly budgetOf: (connection: Connection) => Budget;
  /** Says why something takes long. */
  readonly say: (line: string) => void;
  /** How a wait is waited; tests have no time. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Takes out of the API's words what must not be shown. */
  readonly clear: (message: string) => string;
  /** Another connection to the same endpoint, when the token of this one is refused. */
  readonly insteadOf: (refused: Connection) => Connection | undefined;
}

export const defaultTimeout = 60_000;

/** One budget per connection, kept as long as what asks for it. */
export const newBudgets = (make: () => Budget = newBudget): ClientOptions["budgetOf"] => {
  const budgets = new Map<string, Budget>();
  return ({ endpoint, token }) => {
    const key = `${endpoint} ${token}`;
    const budget = budgets.get(key) ?? make();
    budgets.set(key, budget);
    return budget;
  };
};

const alone: Omit<ClientOptions, "policy" | "budgetOf"> = {
  timeout: defaultTimeout,
  sleep,
  say: () => undefined,
  clear: (message) => message,
  insteadOf: () => undefined,
};

export const clientOf = (
  connection: Connection,
  options: Pick<ClientOptions, "policy"> & Partial<ClientOptions>,
): Client => ({ ...alone, budgetOf: newBudgets(), ...options, connection });

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

const numberIn = (response: Response, header: string): number | undefined => {
  const text = response.headers.get(header);
  const number = Number(text ?? Number.NaN);
  return text?.trim() && Number.isFinite(number) ? number : undefined;
};

/** What the headers say of the rate limit: API digest, 9.3 (`X-RateLimit-Reset` is Unix seconds by the server's clock). */
const limitIn = (response: Response): Limit | undefined => {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
    numberIn(response, `x-ratelimit-${name}`),
  );
  return limit === undefined || remaining === undefined || reset === undefined
    ? undefined
    : { limit, remaining, reset: Date.now() + reset * 1000 - timeIn(response) };
};

/** A window of the rate limit is 5 minutes (API digest, 9.3): a clock that says more is wrong. */
const longestWindow = 5 * 60_000;

const untilReset = (response: Response | undefined): number | undefined => {
  const reset = response && numberIn(response, "x-ratelimit-reset");
  return response === undefined || reset === undefined
    ? undefined
    : Math.min(reset * 1000 - timeIn(response), longestWindow);
};

/** `Retry-After` in seconds; its other form, a date, is not in use in front of APIs. */
const retryAfter = (response: Response | undefined): number | undefined => {
  const seconds = response && numberIn(response, "retry-after");
  return seconds === undefined || seconds < 0 ? undefined : seconds * 1000;
};

/** How many items a list has on all its pages: API digest, 2.4. */
const totalIn = (response: Response): number | undefined => {
  const total = numberIn(response, "x-total-matching-query");
  return Number.isSafeInteger(total) && total !== undefined && total >= 0 ? total : undefined;
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
  const budget = client.budgetOf(connection);
  const answered = await budget.take(client.say);
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
    budget.note(limitIn(response));
    const json = response.status === 204 ? { json: undefined } : parsed(await response.text());
    if (response.status >= 400)
      return { error: refused(asked, response.status, json?.json, client), response };
    if (response.status >= 300)
      return { error: { _tag: "Unreadable", asked, status: response.status, reason: "a redirect" } };
    return json === undefined
      ? {
          error: { _tag: "Unreadable", asked, status: response.status, reason: "not JSON", garbled: true },
          response,
        }
      : { body: json.json, status: response.status, total: totalIn(response), now: timeIn(response) };
  } catch (error) {
    const reason = causeOf(error);
    return { error: { _tag: "Unreachable", asked, reason, sent: !neverSent.includes(reason) } };
  } finally {
    answered();
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
  readonly effect: Effect;
}

const reasonFor = (error: ApiError): string => {
  if (error._tag === "Unreachable") return `no answer (${error.reason})`;
  if (error._tag === "Unreadable") return `an unreadable answer (${error.reason})`;
  if (error.status === 429) return "the rate limit is used up (429)";
  return isMaintenance(error)
    ? "the platform is under maintenance (503, code 0)"
    : `trouble on the platform (${error.status})`;
};

/** Said once, however many wait for the same. */
const tellOf = (client: Client, { method, path }: Request, error: ApiError, delay: number): void => {
  if (delay <= silence) return;
  const reason = reasonFor(error);
  client
    .budgetOf(client.connection)
    .tell(
      reason,
      Date.now() + delay,
      `${method} ${path.split("?")[0]} waits ${Math.round(delay / 1000)} s: ${reason}`,
      client.say,
    );
};

const tried = (error: ApiError, times: number, span: number): ApiError =>
  times === 1 ? error : { ...error, tried: { times, span } };

const settled = async (
  client: Client,
  request: Request,
  attempt = 1,
  since = Date.now(),
): Promise<Outcome> => {
  const { body, effect, ...asked } = request;
  const outcome = await once(client, asked, body);
  if (!("error" in outcome)) return outcome;
  const { error, response } = outcome;
  if (error._tag === "Refused" && error.status === 401) {
    // A call without a valid token has had no effect, so any method may be repeated with another one.
    const instead = client.insteadOf(client.connection);
    return instead === undefined
      ? outcome
      : settled({ ...client, connection: instead }, request, attempt, since);
  }
  const spent = Date.now() - since;
  const delay = retryDelay(client.policy, {
    error,
    effect,
    attempt,
    spent,
    spread: Math.random(),
    untilReset: untilReset(response),
    retryAfter: retryAfter(response),
  });
  if (delay === undefined) return { error: tried(error, attempt, spent) };
  tellOf(client, request, error, delay);
  await client.sleep(delay);
  return settled(client, request, attempt + 1, since);
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
    effect: Effect,
  ): TE.TaskEither<ApiError, Page<A>> =>
  async () => {
    const asked: Asked = { method, path: pathOf(path, query), endpoint: client.connection.endpoint };
    const outcome = await settled(client, { ...asked, body, effect });
    if ("error" in outcome) return E.left(outcome.error);
    const decoded = codec.decode(outcome.body);
    return E.isRight(decoded)
      ? E.right({ body: decoded.right, total: outcome.total, now: outcome.now })
      : E.left({ _tag: "Unreadable", asked, status: outcome.status, reason: missing(decoded.left) });
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
      asking(client)(codec, method, path, query, body, method === "POST" ? "once" : "repeatable"),
      TE.map((answer) => answer.body),
    );

/** A read with what its headers say: one page of a list, the server's time. */
export const getPage =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query): TE.TaskEither<ApiError, Page<A>> =>
    asking(client)(codec, "GET", path, query, undefined, "repeatable");

/** A POST that only reads (`/bulk/…/get`): repeated on passing trouble like a GET. */
export const readByPost =
  (client: Client) =>
  <A>(codec: t.Type<A, unknown>, path: string, query: Query, body: unknown): TE.TaskEither<ApiError, A> =>
    pipe(
      asking(client)(codec, "POST", path, query, body, "repeatable"),
      TE.map((answer) => answer.body),
    );
