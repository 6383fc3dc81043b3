import { Platform } from "../support/platform";
import { type Operation, type Outcome, operations } from "./operations";
import { failureOf, type Kept, Process } from "./provider";

/*
 * Gone is what the API itself says is gone, with its code 7002 (API digest, 9.2), in a project that is there. What is denied
 * in such a project may be gone, too: a refresh keeps it. Everything else is denied or broken: it fails with one sentence, and
 * neither the state nor the platform is another afterwards. One table: what is done to which
 * kind of task, what is answered to the call that matters, what comes of it.
 */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

/** What is answered instead: the emulator's fault, and the rest of the sentence. What may pass is tried again, unless by a POST. */
const answers: readonly (readonly [name: string, fault: object, sentence: string])[] = [
  [
    "404 with another code",
    { kind: "status", status: 404, code: 3002, message: "no project" },
    "was refused (404, code 3002: no project): check the project's id, and that it is on this platform",
  ],
  [
    "404 without the API's body",
    { kind: "empty", status: 404 },
    "was refused (404: no message): check the id, and that it is on this platform",
  ],
  [
    "404 with a proxy's page",
    { kind: "contentType", status: 404 },
    "was refused (404: no message): check the id, and that it is on this platform",
  ],
  [
    "403",
    { kind: "status", status: 403, code: 7001, message: "No." },
    "was refused (403, code 7001: No): the token's user is not allowed to do this: check the project's members and permissions",
  ],
  [
    "401",
    { kind: "status", status: 401, message: "No." },
    "was refused (401, code 90001: No): check the token: it may have expired, or belong to another platform",
  ],
  [
    "500",
    { kind: "status", status: 500, message: "Oh." },
    "was refused (500, code 90004: Oh): try again later",
  ],
  [
    "503",
    { kind: "status", status: 503, code: 90005, message: "Oh." },
    "was refused (503, code 90005: Oh)<times>: try again later",
  ],
  [
    "a page",
    { kind: "contentType", status: 200 },
    "answered 200 with something unreadable (not JSON)<times>: check that the endpoint is the API's, and not a proxy or a web page",
  ],
  [
    "nothing",
    { kind: "empty", status: 200 },
    "answered 200 with something unreadable (not JSON)<times>: check that the endpoint is the API's, and not a proxy or a web page",
  ],
  [
    "half of the body",
    { kind: "malformed" },
    "answered 200 with something unreadable (not JSON)<times>: check that the endpoint is the API's, and not a proxy or a web page",
  ],
  [
    "no answer in time",
    { kind: "delay", seconds: 1000 },
    "got no answer (no answer in time)<times>: check the endpoint and the network, then run it again",
  ],
  [
    "a lost connection",
    { kind: "drop" },
    "got no answer (ECONNRESET)<times>: check the endpoint and the network, then run it again",
  ],
];

const outcomeOf = async (
  { call, start = Process.drafts }: Operation,
  kept: Kept,
  on = platform,
  timeout = 30_000,
): Promise<Outcome> => {
  const process = start(on, { timeout });
  const outcome = await call(process, kept).then(
    (result) => ({ result }),
    async (error) => {
      const { message, properties } = await failureOf(Promise.reject(error));
      return { failed: message, ...(properties === undefined ? {} : { stores: properties.status }) };
    },
  );
  return { ...outcome, lines: process.lines };
};

/** The same while the call that matters is answered otherwise. */
const answered = async (operation: Operation, kept: Kept, fault: object): Promise<Outcome> => {
  const [method, path] = operation.asked;
  const match = { method, path: `${path(kept.id)}$` };
  await platform.control("POST", "/faults", { match, times: "always", ...fault });
  const outcome = await outcomeOf(operation, kept, platform, "seconds" in fault ? 150 : undefined);
  await platform.control("DELETE", "/faults");
  return outcome;
};

/** Without how long the tries took: a second or more on a busy machine. */
const withoutTime = (text: string | undefined): string | undefined =>
  text?.replace(/( times) in [\d:]+(?=:)/, "$1");

const stands = ({ id }: Kept): Promise<unknown> =>
  platform.api("GET", `/tasks/${id}?fields=id,status,name,description,inputs`);

describe.each(operations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  test("of what the API says is gone", async () => {
    const kept = await operation.kept(platform);
    const outcome = await answered(operation, kept, { kind: "status", code: 7002 });
    expect(outcome).toStrictEqual(operation.gone(kept, platform));
  });

  test.each(answers)(
    "answered with %s, fails with its sentence, and changes nothing",
    async (name, fault, sentence) => {
      const kept = await operation.kept(platform);
      const before = await stands(kept);
      const outcome = await answered(operation, kept, fault);
      if (name === "403" && operation.denied !== undefined) {
        expect(outcome).toStrictEqual(operation.denied(kept));
        expect(await stands(kept)).toStrictEqual(before);
        return;
      }
      const { failed, stores } = outcome;
      const [method, path] = operation.asked;
      expect({ failed: withoutTime(failed), stores }).toStrictEqual({
        failed: `${method} ${path(kept.id)} at ${platform.url} ${sentence.replace("<times>", method === "POST" ? "" : ", 3 times")}`,
        stores: undefined,
      });
      expect(await stands(kept)).toStrictEqual(before);
    },
  );
});

describe("where the project is not shown either,", () => {
  const hideProject = async (code: 403 | 404): Promise<void> => {
    const status = { kind: "status", times: "always" } as const;
    await platform.fault({
      ...status,
      status: code,
      code: code === 404 ? 3002 : 90002,
      match: { path: "/projects/" },
    });
  };
  const reads = operations.filter(({ name }) => name.startsWith("read"));

  test.each(reads.map((operation) => [operation.name, operation] as const))(
    "%s answered with 404 forgets nothing",
    async (_, operation) => {
      const kept = await operation.kept(platform);
      await hideProject(404);
      const outcome = await answered(operation, kept, { kind: "status", code: 7002 });
      expect(outcome).toStrictEqual(operation.denied?.(kept));
    },
  );

  test.each(reads.map((operation) => [operation.name, operation] as const))(
    "%s answered with 403 fails: the token may do nothing there",
    async (_, operation) => {
      const kept = await operation.kept(platform);
      await hideProject(403);
      const { failed } = await answered(operation, kept, { kind: "status", status: 403, code: 90002 });
      expect(failed).toMatch(/was refused \(403, code 90002/);
    },
  );

  test.each(["delete of a started task, looked at first", "delete of a run, looked at first"])(
    "%s answered with 404 fails: it may go on to cost",
    async (name) => {
      const operation = operations.find((one) => one.name === name);
      if (operation === undefined) throw new Error(name);
      const kept = await operation.kept(platform);
      await hideProject(404);
      const { failed } = await answered(operation, kept, { kind: "status", code: 7002 });
      expect(failed).toMatch(/its project ada\/lab is not shown either/);
    },
  );
});

const elsewhere = (id: string, other: Platform): string =>
  `task ${id} is at ${platform.url}, but the stack is configured for ${other.url}`;
describe("on another platform, where every id looks gone,", () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s asks nothing about a task of the state",
    async (name, operation) => {
      const kept = await operation.kept(platform);
      const before = await stands(kept);
      const other = await Platform.start();
      try {
        const { failed, stores } = await outcomeOf(operation, kept, other);
        const byId = /get|import/.test(name);
        expect({ failed, stores }).toStrictEqual({
          failed: byId
            ? operation.gone(kept, other).failed
            : name.startsWith("delete")
              ? `${elsewhere(kept.id, other)}: to have it deleted, add a profile with api_endpoint = ${platform.url} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`
              : `${elsewhere(kept.id, other)}, where it cannot be found: set sevenbridges:platform or sevenbridges:endpoint back to ${platform.url}`,
          stores: undefined,
        });
        expect(await other.log()).toStrictEqual(byId ? [`GET /tasks/${kept.id}`] : []);
        expect(await stands(kept)).toStrictEqual(before);
      } finally {
        await other.close();
      }
    },
  );
});
