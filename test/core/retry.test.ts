import { defaultPolicy, type RetryPolicy, retryDelay } from "../../provider/api/retry";
import type { ApiError, Asked } from "../../provider/errors";

const asked: Asked = { method: "GET", path: "/tasks", endpoint: "https://x/v2" };
const refused = (status: number): ApiError => ({
  _tag: "Refused",
  asked,
  status,
  code: undefined,
  message: "",
});
const lost: ApiError = { _tag: "Unreachable", asked, reason: "ECONNRESET", sent: true };
const policy: RetryPolicy = { firstDelay: 100, longestDelay: 1_000, attempts: 6 };

test.each<[string, number | undefined, Parameters<typeof retryDelay>]>([
  [
    "a lost connection is tried again after half the first delay at least",
    50,
    [policy, 1, lost, 0, undefined],
  ],
  ["and after less than the first delay at most", 75, [policy, 1, lost, 0.5, undefined]],
  ["each further delay is twice as long", 200, [policy, 3, refused(503), 0, undefined]],
  ["up to the longest", 500, [policy, 5, refused(502), 0, undefined]],
  ["the last attempt is the last", undefined, [policy, 6, refused(504), 0, undefined]],
  ["and none comes after it", undefined, [policy, 7, lost, 0, undefined]],
  [
    "a rate limit waits until its window ends, callers kept apart",
    12_050,
    [policy, 1, refused(429), 0.5, 12_000],
  ],
  ["a rate limit whose window has ended waits no longer", 0, [policy, 1, refused(429), 0, -5_000]],
  ["a rate limit without a window waits like the others", 50, [policy, 1, refused(429), 0, undefined]],
  ["a window does not matter to other trouble", 50, [policy, 1, refused(503), 0, 12_000]],
  ["a rate limit's last attempt is the last, too", undefined, [policy, 6, refused(429), 0, 12_000]],
])("%s", (_, delay, given) => {
  expect(retryDelay(...given)).toBe(delay);
});

test.each([400, 401, 403, 404, 409, 500, 501])("what will not pass is not tried again: %i", (status) => {
  expect(retryDelay(policy, 1, refused(status), 0, undefined)).toBeUndefined();
});

test("an answer that is not the API's is not tried again", () => {
  const unreadable: ApiError = { _tag: "Unreadable", asked, status: 200, reason: "not JSON" };
  expect(retryDelay(policy, 1, unreadable, 0, undefined)).toBeUndefined();
});

test("by default a call is made five times in all", () => {
  const delays = [1, 2, 3, 4, 5].map((attempt) => retryDelay(defaultPolicy, attempt, lost, 0, undefined));
  expect(delays).toStrictEqual([250, 500, 1_000, 2_000, undefined]);
});
