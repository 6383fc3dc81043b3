import { Platform } from "../../support/platform";
import { base, inputs } from "../../support/seed";
import { Stack } from "../../support/stack";
import { atItsEnd, expectNoWrites, failing, notChecked, preview, up, uuid, wrongToken } from "./said";

/* A stack whose settings are right in form, and lead somewhere else: a token that is not valid, another address, another platform. */

let platform: Platform;
let other: Platform;
let stack: Stack;
const one = `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`;
const edited = `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 3 } });`;
beforeAll(async () => {
  platform = await Platform.start();
  other = await Platform.start();
  stack = await Stack.make(platform);
  stack.program(one);
  await stack.up();
  await platform.log();
});
afterAll(async () => {
  stack.remove();
  await platform.close();
  await other.close();
});

const to = (endpoint: string): Promise<string> =>
  stack.must("config", "set", "sevenbridges:endpoint", endpoint);

const refused =
  "was refused (401, code 90001: Unauthorized): check the token: it may have expired, or belong to another platform";
const notAsked = `sb:one: could not read the task's status (GET /tasks at <endpoint> ${refused}); using the stored one, DRAFT`;

test("a token that is not valid", async () => {
  await stack.must("config", "set", "--secret", "sevenbridges:token", wrongToken);
  const text = await failing(
    stack,
    up,
    edited,
    `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } });`,
    `new sb.TaskRun("ran", { task: "${uuid}" });`,
    `sb.TaskRun.get("got", "${uuid}");`,
  );
  expect(text).toStrictEqual({
    // Before the edit, and with it.
    Stack: [notChecked(`<endpoint> ${refused}`), notAsked, notAsked],
    one: [`PATCH /tasks/<id> at <endpoint> ${refused}`],
    two: [`GET /user at <endpoint> ${refused}`],
    ran: [`GET /tasks/${uuid} at <endpoint> ${refused}`],
    got: [`GET /tasks/${uuid} at <endpoint> ${refused}`],
  });
  expect(await platform.tasks()).toStrictEqual(["one"]);
  await stack.must("config", "set", "--secret", "sevenbridges:token", platform.token);
  await platform.log();
});

describe("a token that is not valid, in a preview", () => {
  const program = [
    `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } });`,
    `new sb.DraftTask("three", { ${base}, inputs: { ${inputs} } });`,
    `new sb.DraftTask("taken", { ${base}, inputs: { ${inputs} } }, { import: "${uuid}" });`,
  ];
  /** Which task is looked at first is left to the engine. */
  const failsOnce = async (...lines: readonly string[]): Promise<void> => {
    const { Stack: last, ...tasks } = await failing(stack, preview, ...lines);
    expect(last).toStrictEqual([atItsEnd]);
    expect(Object.values(tasks)).toStrictEqual([
      [
        expect.stringMatching(
          /^GET \/(apps|projects|tasks)\S* at <endpoint> was refused \(401, code 90001: Unauth/,
        ),
      ],
    ]);
  };
  beforeAll(() => stack.must("config", "set", "--secret", "sevenbridges:token", wrongToken));
  afterAll(async () => {
    await stack.must("config", "set", "--secret", "sevenbridges:token", platform.token);
    await platform.log();
  });

  test("ends it red with one sentence", () => failsOnce(edited, ...program));

  test("ends it red where only further tasks need it", () => failsOnce(one, ...program.slice(0, 2)));

  test("where nothing has to be asked, it is not asked for", async () => {
    stack.program(one);
    await stack.must("preview");
    await stack.must("config", "set", "sevenbridges:checks", "offline");
    stack.program(one, ...program.slice(0, 2));
    await stack.must("preview");
    await stack.must("config", "rm", "sevenbridges:checks");
    expect(await platform.writes()).toStrictEqual([]);
  });
});

test("an address where nobody listens", async () => {
  await to("http://127.0.0.1:9/v2");
  const noAnswer =
    "http://127.0.0.1:9/v2 got no answer (ECONNREFUSED), <n> times in <time>: check the endpoint and the network, then run it again";
  expect(await failing(stack, up, one)).toStrictEqual({
    Stack: [notChecked(noAnswer)],
    one: [`GET /user at ${noAnswer}`],
  });
  await to(platform.url);
});

test("another platform", async () => {
  const notThere = `task <id> is at <endpoint>, but the stack is configured for ${other.url}`;
  await to(other.url);
  expect(await failing(stack, up, one)).toStrictEqual({
    one: [
      `${notThere}: to have it deleted, add a profile with api_endpoint = <endpoint> and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
    ],
  });
  expect(await other.tasks()).toStrictEqual(["one"]);
  // A refresh has the settings of the last up, whatever they are now.
  await to(platform.url);
  expect(
    await failing(stack, (it) => it.pulumi(["refresh", "--yes", "--skip-preview", "--color", "never"])),
  ).toStrictEqual({
    one: [
      `${notThere}, where it cannot be found: set sevenbridges:platform or sevenbridges:endpoint back to <endpoint>`,
    ],
  });
  await expectNoWrites(platform);
});
