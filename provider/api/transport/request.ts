import * as t from "io-ts";
import fetch, { type Response } from "node-fetch";
import type { ApiError, Asked, Refused } from "../../shared/errors";
import type { Client } from "./client";
import { parseAnswer, stringifyBody } from "./escape";
import { agreedTimeIn, limitIn, totalIn } from "./headers";
import { wayTo } from "./proxy";
import { redirectOf } from "./redirect";
import { transportError, wrongProxy } from "./transportError";

const ErrorBody = t.type({ message: t.string }, "ErrorBody");
const Code = t.type({ code: t.number }, "Code");

const refusal = (asked: Asked, status: number, body: unknown, { clear, connection }: Client): Refused => ({
  _tag: "Refused",
  asked,
  status,
  code: Code.is(body) ? body.code : undefined,
  message: ErrorBody.is(body) ? clear(body.message).replaceAll(connection.token, "[token]") : "no message",
});

const parseBody = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: parseAnswer(text) };
  } catch {
    return undefined;
  }
};

export type Outcome =
  | {
      readonly body: unknown;
      readonly status: number;
      readonly total: number | undefined;
      /** The server's time, in milliseconds, where our own clock agrees with it. */
      readonly now: number | undefined;
    }
  | { readonly error: ApiError; readonly response?: Response };

/** The call goes on at another address: one more of the rate limit's. */
export interface SentOn {
  readonly sentOn: Place;
}

/** Where a call is made, and after how many redirects. */
export interface Place {
  readonly url: string;
  readonly followed: number;
}

const readBody = async (client: Client, asked: Asked, response: Response): Promise<Outcome> => {
  const { status } = response;
  const json = status === 204 ? { json: undefined } : parseBody(await response.text());
  if (status >= 400) return { error: refusal(asked, status, json?.json, client), response };
  if (status >= 300) return { error: { _tag: "Unreadable", asked, status, reason: "a redirect" } };
  return json === undefined
    ? { error: { _tag: "Unreadable", asked, status, reason: "not JSON", garbled: true }, response }
    : { body: json.json, status, total: totalIn(response), now: agreedTimeIn(response) };
};

interface End {
  readonly signal: AbortSignal;
  /** The call has come to its own end. */
  readonly over: () => void;
}

/**
 * What ends a call early: it takes too long, or nobody wants its answer any more. With our own timer: of the signals that
 * `AbortSignal.any` joins, Node before 24 forgets a time-out that nobody else holds, and the call would never end.
 */
const endOf = ({ timeout, signal }: Client): End => {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort();
  const timer = setTimeout(giveUp, timeout);
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted) giveUp();
  return {
    signal: ending.signal,
    over: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    },
  };
};

/** Where a call is made first. */
export const placeOf = (client: Client, { path }: Asked): Place => ({
  url: `${client.connection.endpoint}${path}`,
  followed: 0,
});

/** One request and its answer, or where a GET is sent to. */
export const sendRequest = async (
  client: Client,
  asked: Asked,
  body: unknown,
  { url, followed }: Place,
): Promise<Outcome | SentOn> => {
  const { connection, signal } = client;
  const { agent, variable } = wayTo(url);
  if (variable !== undefined && agent === undefined)
    return {
      error: { _tag: "Unreachable", asked, reason: wrongProxy(variable), sent: false, isFinal: true },
    };
  const end = endOf(client);
  try {
    const response = await fetch(url, {
      method: asked.method,
      headers: {
        "X-SBG-Auth-Token": connection.token,
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: stringifyBody(body) }),
      ...(agent === undefined ? {} : { agent }),
      // node-fetch would carry the token to another host.
      redirect: "manual",
      signal: end.signal,
    });
    client.onResponse({ status: response.status, headers: Object.fromEntries(response.headers) });
    client.limiterOf(connection).update(limitIn(response));
    const redirect = redirectOf(
      { method: asked.method, url, followed },
      response.status,
      response.headers.get("location"),
    );
    if (redirect === undefined) return await readBody(client, asked, response);
    // What is not read keeps its connection.
    await response.arrayBuffer();
    return redirect._tag === "Follow"
      ? { sentOn: { url: redirect.url, followed: followed + 1 } }
      : { error: { _tag: "Unreadable", asked, status: response.status, reason: redirect.reason } };
  } catch (error) {
    const why = signal?.aborted ? { reason: abortedError, sent: true } : transportError(error, variable);
    return { error: { _tag: "Unreachable", asked, ...why } };
  } finally {
    end.over();
  }
};

export const abortedError = "given up";
