import type { SessionOptions } from "../../provider/host/session/session";
import { quick } from "../support/quick";
import { type Aim, matchOf, meeting } from "./calls";
import { type Gate, withUnknownFields, withUnknownStatus } from "./gate";
import type { World } from "./world";

/** More often than a call is repeated, and still at an end: what waits for the platform waits through it. */
const many = 7;

/** One way in which trouble meets a call. */
export interface Variant {
  readonly name: string;
  /** It lasts for more than one call. */
  readonly often: boolean;
  /** The call has surely had no effect, and is made again whatever it is. */
  readonly harmless?: boolean;
  /** Only where the call changes something does it matter when the trouble comes. */
  readonly forWritesOnly?: boolean;
  /** Through a gate in front of the emulator. */
  readonly gate?: boolean;
  /** How patient the provider is. */
  readonly options?: Partial<SessionOptions>;
  /** The answers name what is not so: a look shows how it is. */
  readonly misleads?: boolean;
  readonly arm: (world: World, aim: Aim) => Promise<unknown>;
}

export interface FaultKind {
  readonly name: string;
  readonly variants: readonly Variant[];
}

type Order = Readonly<Record<string, unknown>>;
type Effect = "before" | "after";

/** Calls before the aimed one take a fault that changes nothing. */
const ordered =
  (times: number, effect: Effect, order: Order) =>
  async ({ platform }: World, aim: Aim): Promise<void> => {
    const match = matchOf(aim);
    if (aim.skip > 0)
      await platform.control("POST", "/faults", { match, times: aim.skip, kind: "alter", set: {} });
    await platform.control("POST", "/faults", { match, times, effect, ...order });
  };

const variant = (times: number, effect: Effect, order: Order, more: Partial<Variant> = {}): Variant => ({
  name: `${order.status ?? ""} ${times === 1 ? "once" : `${times} times`}, ${effect} the effect`.trim(),
  often: times > 1,
  forWritesOnly: effect === "after",
  arm: ordered(times, effect, order),
  ...more,
});

const before = (order: Order, more: Partial<Variant> = {}): readonly Variant[] => [
  variant(1, "before", order, more),
  variant(many, "before", order, more),
];
const after = (order: Order, more: Partial<Variant> = {}): readonly Variant[] => [
  variant(1, "after", order, { forWritesOnly: true, ...more }),
  variant(many, "after", order, { forWritesOnly: true, ...more }),
];
/** What a gateway answers when it gives up: the platform may have done it or not. */
const either = (order: Order): readonly Variant[] => [...before(order), ...after(order)];
/** Trouble on the way back: the platform has done it. */
const onTheWay = (order: Order): readonly Variant[] => after(order, { forWritesOnly: false });

const gateOf = ({ gate }: World): Gate => {
  if (gate === undefined) throw new Error("this world has no gate");
  return gate;
};

const altered = (times: number, change: (body: unknown) => unknown, misleads = false): Variant => ({
  misleads,
  harmless: true,
  often: times > 1,
  name: times === 1 ? "once" : "often",
  gate: true,
  arm: async (world, aim) => gateOf(world).alter({ meets: meeting(aim, times), change }),
});

const refused: Variant = {
  name: "from this call on",
  often: false,
  gate: true,
  arm: (world, aim) => gateOf(world).refuse(aim.before),
};

const status = (code: number, more: Order = {}): Order => ({ kind: "status", status: code, ...more });
/** Longer than any test: before the effect, the effect never comes. */
const late: Order = { kind: "delay", seconds: 86_400 };
const impatient: Partial<Variant> = { options: { timeout: 1500 } };

/** A rate limit and a maintenance are waited out, however often a call meets them, until that has taken too long. */
const waitedOut = (order: Order): readonly Variant[] => [
  ...before(order, { harmless: true }),
  variant(60, "before", order, {
    harmless: true,
    name: "for longer than anybody waits",
    options: { retry: { ...quick, maxElapsed: { ...quick.maxElapsed, limited: 60, maintenance: 60 } } },
  }),
];

/** Issue 6's list, in its order. */
export const faults: readonly FaultKind[] = [
  {
    name: "429 with headers",
    // Each wait is up to a second: the headers name no shorter one.
    variants: [1, 2].map((times) =>
      variant(times, "before", { kind: "rateLimit", seconds: 0 }, { harmless: true }),
    ),
  },
  { name: "429 without headers", variants: waitedOut({ kind: "rateLimit", headers: false }) },
  { name: "500", variants: either(status(500)) },
  { name: "502", variants: either(status(502)) },
  { name: "503 maintenance", variants: waitedOut({ kind: "maintenance" }) },
  { name: "503 other", variants: either(status(503)) },
  { name: "504", variants: either(status(504)) },
  { name: "connection refused", variants: [refused] },
  { name: "reset before the effect", variants: before({ kind: "reset" }) },
  { name: "reset after the effect", variants: onTheWay({ kind: "reset" }) },
  { name: "time-out before the effect", variants: before(late, impatient) },
  { name: "time-out after the effect", variants: onTheWay(late).map((it) => ({ ...it, ...impatient })) },
  { name: "malformed JSON", variants: onTheWay({ kind: "malformed" }) },
  { name: "truncated body", variants: onTheWay({ kind: "truncated" }) },
  {
    name: "HTML instead of JSON",
    variants: [
      ...onTheWay({ kind: "contentType", status: 200 }),
      variant(1, "before", { kind: "contentType", status: 502 }),
      variant(1, "after", { kind: "contentType", status: 502 }),
    ],
  },
  { name: "empty body", variants: onTheWay({ kind: "empty", status: 200 }) },
  { name: "unknown fields", variants: [altered(many, withUnknownFields)] },
  {
    name: "unknown status",
    variants: [altered(1, withUnknownStatus, true), altered(many, withUnknownStatus, true)],
  },
  { name: "401", variants: before(status(401)) },
  {
    name: "404",
    variants: [...before(status(404)), ...before({ kind: "contentType", status: 404 })],
  },
  { name: "409", variants: before(status(409)) },
];
