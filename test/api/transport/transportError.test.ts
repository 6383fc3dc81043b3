import { transportError } from "../../../provider/api/transport/transportError";

const failed = (code: string, erroredSysCall?: string): Error =>
  Object.assign(new Error("failed"), { code, erroredSysCall });

test.each([
  ["ECONNREFUSED", "connect", false],
  ["ENOTFOUND", "getaddrinfo", false],
  ["EAI_AGAIN", "getaddrinfo", false],
  ["EHOSTUNREACH", "connect", false],
  ["ENETUNREACH", "connect", false],
  // Over a connection that was there: the request may have been read.
  ["EHOSTUNREACH", "read", true],
  ["ENETUNREACH", "write", true],
  ["EHOSTUNREACH", undefined, true],
  ["ECONNRESET", "read", true],
  ["ETIMEDOUT", "connect", true],
])("%s of %s: whether the request may have been sent is %s", (code, call, sent) => {
  expect(transportError(failed(code, call))).toStrictEqual({ reason: code, sent });
});

test.each([
  ["EPROXY 407", "the proxy in HTTPS_PROXY wants a user and a password, 407"],
  ["EPROXY 502", "the proxy in HTTPS_PROXY answered 502"],
])("what a proxy has not let through (%s) was not sent", (code, reason) => {
  expect(transportError(failed(code))).toStrictEqual({ reason, sent: false });
});

test("an answer that takes too long may have been sent; what has no code is quoted nowhere", () => {
  expect(transportError(Object.assign(new Error("secret"), { name: "AbortError" }))).toStrictEqual({
    reason: "no answer in time",
    sent: true,
  });
  expect(transportError(new Error("secret"))).toStrictEqual({ reason: "unknown error", sent: true });
});
