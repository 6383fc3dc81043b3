import * as fc from "fast-check";
import {
  classifyFailure,
  defaultPolicy,
  type RetryContext,
  type RetryPolicy,
  retryDelay,
} from "../../../provider/api/transport/retry";
import type { ApiError, Asked } from "../../../provider/shared/errors";

const asked: Asked = { method: "GET", path: "/tasks", endpoint: "https://x/v2" };
const refused = (status: number, code?: number): ApiError => ({
  _tag: "Refused",
  asked,
  status,
  code,
  message: "",
});
const lost: ApiError = { _tag: "Unreachable", asked, reason: "ECONNRESET", sent: true };
const neverSent: ApiError = { _tag: "Unreachable", asked, reason: "ECONNREFUSED", sent: false };
const garbled: ApiError = { _tag: "Unreadable", asked, status: 200, reason: "not JSON", garbled: true };
const otherForm: ApiError = { _tag: "Unreadable", asked, status: 200, reason: "unexpected form" };
const maintenance = refused(503, 0);

const policy: RetryPolicy = {
  firstDelay: 100,
  longestDelay: 1_000,
  attempts: 6,
  maintenanceDelay: [10_000, 40_000],
  maxElapsed: { trouble: 5_000, limited: 60_000, maintenance: 100_000 },
};
const met = (error: ApiError, more: Partial<RetryContext> = {}): RetryContext => ({
  error,
  effect: "repeatable",
  attempt: 1,
  spent: 0,
  inAll: 0,
  hadResponse: true,
  jitter: 0,
  untilReset: undefined,
  retryAfter: undefined,
  ...more,
});

describe("a call that may be repeated", () => {
  test.each<[string, number | undefined, RetryContext]>([
    ["a lost connection is tried again after half the first delay at least", 50, met(lost)],
    ["and after less than the first delay at most", 75, met(lost, { jitter: 0.5 })],
    ["each further delay is twice as long", 200, met(refused(503), { attempt: 3 })],
    ["up to the longest", 500, met(refused(502), { attempt: 5 })],
    ["the last attempt is the last", undefined, met(refused(504), { attempt: 6 })],
    ["and none comes after it", undefined, met(lost, { attempt: 7 })],
    ["half an answer, or a proxy's page, is tried again", 50, met(garbled)],
    ["JSON of another form stays so", undefined, met(otherForm)],
    ["trouble that lasts too long ends it", undefined, met(lost, { attempt: 2, spent: 4_950 })],
    [
      "a rate limit waits until its window ends, callers kept apart",
      12_050,
      met(refused(429), { jitter: 0.5, untilReset: 12_000 }),
    ],
    [
      "a rate limit whose window has ended waits like the others: it may be used up again",
      200,
      met(refused(429), { attempt: 3, untilReset: -5_000 }),
    ],
    [
      "nor is it asked for in a hurry where the end of the window is near",
      200,
      met(refused(429), { attempt: 3, untilReset: 10 }),
    ],
    ["Retry-After of nothing is no reason to hurry", 200, met(refused(429), { attempt: 3, retryAfter: 0 })],
    [
      "a rate limit waits for what is later, its window or Retry-After",
      12_000,
      met(refused(429), { untilReset: 12_000, retryAfter: 7_000 }),
    ],
    ["a 500 without a code is something in front of the API", 50, met(refused(500))],
    ["a 500 of the API's will not pass", undefined, met(refused(500, 90004))],
    [
      "where nothing has ever answered, the fifth attempt is the last",
      undefined,
      met(neverSent, { attempt: 5, hadResponse: false }),
    ],
    ["where something has, it is not", 500, met(neverSent, { attempt: 5 })],
    ["trouble of many kinds has its end, too", undefined, met(lost, { inAll: 164_951 })],
    ["a rate limit without a window waits like the others", 50, met(refused(429))],
    ["a window does not matter to other trouble", 50, met(refused(503), { untilReset: 12_000 })],
    [
      "a rate limit does not count attempts: others may use it up again and again",
      12_000,
      met(refused(429), { attempt: 9, untilReset: 12_000 }),
    ],
    ["but it has its end", undefined, met(refused(429), { spent: 50_000, untilReset: 12_000 })],
    ["Retry-After says it all", 7_000, met(refused(503), { retryAfter: 7_000, spent: -2_000 })],
    ["a maintenance waits longer", 5_000, met(maintenance)],
    ["and longer each time", 10_000, met(maintenance, { attempt: 2 })],
    ["up to its longest", 20_000, met(maintenance, { attempt: 9 })],
    ["and is waited for so long and no longer", undefined, met(maintenance, { attempt: 9, spent: 80_001 })],
  ])("%s", (_, delay, given) => {
    expect(retryDelay(policy, given)).toBe(delay);
  });

  test.each([400, 401, 403, 404, 409, 501])("what will not pass is not tried again: %i", (status) => {
    expect(retryDelay(policy, met(refused(status)))).toBeUndefined();
  });
});

describe("a call that may do its work twice", () => {
  test.each<[string, ApiError]>([
    ["the connection was lost", lost],
    ["502", refused(502)],
    ["503 with another code than that of a maintenance", refused(503, 7000)],
    ["504", refused(504)],
    ["500", refused(500)],
    ["the answer is unreadable", garbled],
  ])("is never repeated where it is open whether it has: %s", (_, error) => {
    expect(retryDelay(policy, met(error, { effect: "once" }))).toBeUndefined();
  });

  test.each<[string, ApiError, number]>([
    ["there was no connection", neverSent, 50],
    ["the rate limit was used up", refused(429), 50],
    ["the platform is under maintenance", maintenance, 5_000],
  ])("is made again where it surely has not: %s", (_, error, delay) => {
    expect(retryDelay(policy, met(error, { effect: "once" }))).toBe(delay);
  });
});

test("by default a call is made eight times in half a minute to a minute, and five times where nothing has ever answered", () => {
  const delays = (hadResponse: boolean) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => retryDelay(defaultPolicy, met(lost, { attempt, hadResponse })));
  expect(delays(true)).toStrictEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, undefined]);
  expect(delays(false)).toStrictEqual([250, 500, 1_000, 2_000, ...Array(4).fill(undefined)]);
});

test("a delay is never zero, and never goes beyond the policy's patience", () => {
  const errors = fc.constantFrom(
    lost,
    neverSent,
    garbled,
    maintenance,
    refused(429),
    refused(502),
    refused(404),
  );
  const times = fc.option(fc.integer({ min: -10_000, max: 400_000 }), { nil: undefined });
  fc.assert(
    fc.property(
      errors,
      fc.constantFrom("repeatable" as const, "once" as const),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 200_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      times,
      fc.option(fc.nat(400_000), { nil: undefined }),
      fc.boolean(),
      (error, effect, attempt, spent, jitter, untilReset, retryAfter, hadResponse) => {
        const given = {
          error,
          effect,
          attempt,
          spent,
          inAll: spent,
          hadResponse,
          jitter,
          untilReset,
          retryAfter,
        };
        const delay = retryDelay(policy, given);
        const trouble = classifyFailure(error);
        if (delay === undefined || trouble === undefined) return;
        expect(delay).toBeGreaterThan(0);
        expect(spent + delay).toBeLessThanOrEqual(policy.maxElapsed[trouble]);
      },
    ),
  );
});
