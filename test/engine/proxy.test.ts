import { writeFileSync } from "node:fs";
import type { Platform } from "../support/platform";
import { TestProxy } from "../support/proxy";
import { base, inputs, project } from "../support/seed";
import { allOnOneStack, type Run, type Stack } from "../support/stack";
import { whose } from "../support/tags";
import { Secure } from "../support/tls";

/* An API over https behind a proxy, as the real engine's processes see it: the program's for the lookup, and the provider's. */

const [user, password] = ["carol", "pr0xyw0rd"];

let platform: Platform;
let stack: Stack;
let api: Secure;
let proxy: TestProxy;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});
beforeAll(async () => {
  api = await Secure.before(platform.url);
  proxy = await TestProxy.start(`${user}:${password}`);
  writeFileSync(stack.file("ca.pem"), api.certificate);
  await stack.must("config", "set", "sevenbridges:endpoint", api.url);
  stack.program(
    `const reads = sb.getFilesOutput({ project: "${project}", match: "*.fastq" });`,
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, note: reads.apply((all) => String(all.length)) } });`,
  );
});
afterEach(async () => {
  proxy.refusal = undefined;
  proxy.asked.splice(0);
  await platform.log();
});
afterAll(() => Promise.all([api.close(), proxy.close()]));

const through = (HTTPS_PROXY: string, ...args: readonly string[]): Promise<Run> =>
  stack.pulumi([...args, "--color", "never"], {
    NODE_EXTRA_CA_CERTS: stack.file("ca.pem"),
    HTTPS_PROXY,
  });
const up = ["up", "--yes", "--skip-preview"];
const refresh = ["refresh", "--yes", "--skip-preview"];

/** What the proxy was asked for, each once: a way is used for many calls. */
const ways = (): readonly string[] => [
  ...new Set(proxy.asked.map((line) => line.replace(new URL(api.url).host, "<api>"))),
];

test("all calls go through it, with its user and password", async () => {
  const { code, text } = await through(proxy.url(), ...up);
  expect([code, text]).toStrictEqual([0, text]);
  expect(ways()).toStrictEqual(["CONNECT <api> 200"]);
  const asked = (await platform.log()).map((line) => line.split("?")[0]);
  expect([asked[0], asked.slice(1, 3).toSorted(), asked.slice(3)]).toStrictEqual([
    "GET /files",
    ["GET /apps/ada/lab/align/0", "GET /projects/ada/lab"],
    [...whose, "GET /tasks", "POST /tasks", expect.stringMatching(/^PATCH /)],
  ]);
  expect(await platform.tasks()).toStrictEqual(["one"]);
});

test("none of them does where NO_PROXY names the API's host", async () => {
  const { code, text } = await stack.pulumi([...refresh, "--color", "never"], {
    NODE_EXTRA_CA_CERTS: stack.file("ca.pem"),
    HTTPS_PROXY: proxy.url(),
    NO_PROXY: "example.org,localhost",
  });
  expect([code, text]).toStrictEqual([0, text]);
  expect(proxy.asked).toStrictEqual([]);
  expect(await platform.log()).toHaveLength(1);
});

test.each([
  [
    407,
    "the proxy in HTTPS_PROXY wants a user and a password, 407",
    () => proxy.url(`${user}:wr0ng${password}`),
  ],
  [
    502,
    "the proxy in HTTPS_PROXY answered 502",
    () => {
      proxy.refusal = 502;
      return proxy.url();
    },
  ],
])("one that answers %i is named, and neither its user nor its password is", async (status, reason, url) => {
  const { id } = await stack.resource("one");
  const { code, text } = await through(url(), ...refresh);
  expect(code).not.toBe(0);
  expect(text.replaceAll(/\d+ times in \d+(:\d+)+|\d+ times in \d+s/g, "<n> times")).toContain(
    `GET /tasks/${id} at ${api.url} got no answer (${reason}), <n> times: check the endpoint and the network, then run it again`,
  );
  expect(text).not.toMatch(new RegExp(`${user}|${password}|${platform.token}|The proxy says`));
  expect(ways()).toStrictEqual([`CONNECT <api> ${status}`]);
  expect(await platform.log()).toStrictEqual([]);
  // Nothing is forgotten for it.
  expect((await stack.resource("one")).id).toBe(id);
});
