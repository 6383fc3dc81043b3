import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { errorBody, refusedAnswer } from "./answers";
import type { Answer, Route } from "./call";
import type { Fault, Faults } from "./faults";
import { deeperThan, MAX_DEPTH } from "./json";
import type { RateLimit } from "./rateLimit";
import { INVALID_JSON, NOT_EMULATED, RATE_LIMIT, refuse, UNAUTHORIZED } from "./refusals";
import type { Requests } from "./requests";
import { settle } from "./rules/settle";
import type { User } from "./store/model";
import type { World } from "./world";

/** One request to `/v2`, free of the HTTP framework. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
  readonly contentType: string;
  readonly params: Readonly<Record<string, string>>;
  readonly base: string;
  readonly header: (name: string) => string | undefined;
}

export interface Outgoing {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Service {
  readonly world: World;
  readonly requests: Requests;
  readonly faults: Faults;
  readonly rate: RateLimit;
  /** Ends the delays that faults have ordered when the emulator closes. */
  readonly closing: AbortSignal;
}

/** Answers one request: journal, faults, clock, token, rate limit, route. undefined: drop the connection. */
export const serve = async (
  service: Service,
  route: Route | undefined,
  incoming: Incoming,
): Promise<Outgoing | undefined> => {
  const { requests, faults } = service;
  const body = parsed(incoming.text);
  const entry = requests.add(
    incoming.method,
    incoming.path,
    incoming.query,
    body === undefined ? incoming.text || null : body,
    Buffer.byteLength(incoming.text),
  );
  const fault = faults.take(incoming.method, incoming.path);
  const pause = () =>
    sleep((fault?.seconds ?? 0) * 1000, undefined, { signal: service.closing }).catch(() => undefined);
  if (fault?.kind === "delay" && fault.effect === "before") await pause();
  const effective = fault === undefined || fault.kind === "delay" || fault.effect === "after";
  const normal = effective
    ? answer(service, route, incoming, body)
    : { status: 200, text: "{}", headers: {} };
  if (fault?.kind === "delay" && fault.effect === "after") await pause();
  const outgoing = fault === undefined ? normal : troubled(fault, normal, service.world.now());
  entry.status = outgoing?.status ?? null;
  return outgoing;
};

const troubled = (fault: Fault, normal: Outgoing, now: number): Outgoing | undefined => {
  switch (fault.kind) {
    case "delay":
      return normal;
    case "drop":
      return undefined;
    case "malformed":
      return { ...normal, text: normal.text.slice(0, Math.ceil(normal.text.length / 2)) };
    case "status": {
      // Clients read the end of the wait from this header (API digest 9.3).
      const reset = String(Math.ceil(now / 1000 + (fault.seconds ?? 0)));
      const headers =
        fault.refusal.status === 429 ? { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset } : {};
      const text = JSON.stringify(errorBody(fault.refusal));
      return { status: fault.refusal.status, text, headers: { ...normal.headers, ...headers } };
    }
  }
};

const answer = (service: Service, route: Route | undefined, incoming: Incoming, body: unknown): Outgoing => {
  const { world, rate } = service;
  const now = world.now();
  let user: User | undefined;
  let given: Answer;
  try {
    settle(world.store, now);
    user = userOf(world, incoming);
    given = routed(service, route, incoming, body, user, now);
  } catch (error) {
    given = refusedAnswer(error);
  }
  const limits = user === undefined ? undefined : rate.of(user.username, now);
  return {
    status: given.status,
    text: given.text ?? (given.body === undefined ? "" : JSON.stringify(given.body)),
    headers: {
      "X-Request-Id": randomUUID(),
      ...(limits === undefined
        ? {}
        : {
            "X-RateLimit-Limit": String(limits.limit),
            "X-RateLimit-Remaining": String(limits.remaining),
            "X-RateLimit-Reset": String(limits.reset),
          }),
      ...given.headers,
    },
  };
};

const routed = (
  { rate }: Service,
  route: Route | undefined,
  incoming: Incoming,
  body: unknown,
  user: User | undefined,
  now: number,
): Answer => {
  if (route === undefined) return refuse(NOT_EMULATED);
  const caller = user ?? (route.open === true ? nobody : refuse(UNAUTHORIZED));
  if (user !== undefined && route.free !== true && !rate.take(user.username, now)) return refuse(RATE_LIMIT);
  if (body === undefined && incoming.text.trim() !== "" && route.anyBody !== true)
    return refuse(INVALID_JSON);
  if (deeperThan(MAX_DEPTH, body)) return refuse(INVALID_JSON, "The body is nested too deeply.");
  const { "*": rest = "", ...params } = incoming.params;
  const parts = rest.split("/").filter((it) => it !== "");
  return route.handler({ ...incoming, user: caller, params, rest: parts, body, now });
};

/** Who asks for the list of paths without a token. */
const nobody: User = { username: "", token: "" };

/** Either header (API digest 1.2). With both, the first counts: our choice. Session ids are known to nobody here. */
const userOf = (world: World, { header }: Incoming): User | undefined => {
  const token = header("x-sbg-auth-token") ?? header("authorization")?.replace(/^Bearer\s+/i, "");
  return token === undefined || token === "" ? undefined : world.store.userOf(token);
};

/** undefined: no JSON, or nothing at all. */
const parsed = (text: string): unknown => {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
