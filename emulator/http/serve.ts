import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Outgoing, refusedAnswer } from "../calls/answers";
import type { Answer } from "../calls/call";
import { INVALID_JSON, RATE_LIMIT, refuse, UNAUTHORIZED } from "../calls/refusals";
import type { Faults, Met } from "../faults/faults";
import { applyFault } from "../faults/troubled";
import { deeperThan, isObject, MAX_DEPTH, parseJson } from "../json";
import { advanceClock } from "../rules/settle";
import type { User } from "../store/model";
import type { Context } from "../world";
import type { RateLimit } from "./rateLimit";
import type { Requests } from "./requests";
import type { Served } from "./routeTable";
import { sentToken, type Tokens } from "./tokens";

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

export interface Service {
  readonly world: Context;
  readonly tokens: Tokens;
  readonly requests: Requests;
  readonly faults: Faults;
  readonly rate: RateLimit;
  /** Ends the delays that faults have ordered when the emulator closes. */
  readonly closing: AbortSignal;
  /** One line for each request. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Answers one request: journal, faults, clock, token, rate limit, route. */
export const serve = async (service: Service, route: Served, incoming: Incoming): Promise<Outgoing> => {
  const { requests, faults, world } = service;
  const body = parseJson(incoming.text);
  const entry = requests.add(
    incoming.method,
    incoming.path,
    incoming.query,
    body === undefined ? incoming.text || null : body,
    Buffer.byteLength(incoming.text),
  );
  const fault = faults.take(incoming.method, incoming.path, incoming.query, world.now());
  const normal = () => answer(service, route, incoming, body);
  const outgoing = fault === undefined ? normal() : await troubledAnswer(service, fault, normal);
  const unanswered = outgoing.ending === "drop" || outgoing.ending === "reset";
  entry.status = unanswered ? null : outgoing.status;
  return outgoing;
};

const troubledAnswer = async (
  { world, rate, closing }: Service,
  fault: Met,
  normal: () => Outgoing,
): Promise<Outgoing> => {
  const { trouble, effect } = fault;
  const pause = async (when: Met["effect"]): Promise<void> => {
    if (trouble.kind !== "delay" || effect !== when) return;
    await sleep(trouble.seconds * 1000, undefined, { signal: closing }).catch(() => undefined);
  };
  await pause("before");
  const effective = trouble.kind === "delay" || trouble.kind === "alter" || effect === "after";
  const made = effective ? normal() : { status: 200, text: "{}", headers: {} };
  await pause("after");
  const outgoing = applyFault(fault, made, { now: world.now(), limit: rate.limit });
  return { ...outgoing, fault: trouble.kind };
};

const answer = (service: Service, route: Served, incoming: Incoming, body: unknown): Outgoing => {
  const { world, rate } = service;
  const now = world.now();
  let user: User | undefined;
  let given: Answer;
  try {
    advanceClock(world.store, now);
    user = service.tokens.userOf(sentToken(incoming.header) ?? "");
    given = routeRequest(service, route, incoming, body, user, now);
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
    ...codeOf(given),
  };
};

const routeRequest = (
  { rate }: Service,
  route: Served,
  incoming: Incoming,
  body: unknown,
  user: User | undefined,
  now: number,
): Answer => {
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

const codeOf = ({ status, body }: Answer): { code?: number } =>
  status >= 400 && isObject(body) && typeof body.code === "number" ? { code: body.code } : {};
