import { Platform } from "../support/platform";
import { Scripted } from "../support/scripted";
import { base, inputs } from "../support/seed";
import { kill9, type Process, processes, Stack } from "../support/stack";
import { until } from "../support/until";

let platform: Platform;
let front: Scripted;
let stack: Stack;
let left: readonly Process[] = [];
let held: (() => void)[] = [];

/** The first list of tasks is worked out at once, and answered when the test says so. */
beforeEach(async () => {
  platform = await Platform.start();
  let lists = 0;
  front = await Scripted.start(async (url, body, { method, token }) => {
    const response = await fetch(`${new URL(platform.url).origin}${url.pathname}${url.search}`, {
      method,
      headers: { "X-SBG-Auth-Token": token, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = { status: response.status, body: await response.json() };
    const isList = method === "GET" && url.pathname === "/v2/tasks";
    lists += isList ? 1 : 0;
    if (isList && lists === 1) await new Promise<void>((done) => held.push(done));
    return answer;
  });
  stack = await Stack.make(Platform.at(`${front.url}/v2`, platform.token));
});
afterEach(async () => {
  for (const one of left) kill9(one);
  for (const done of held) done();
  [left, held] = [[], []];
  stack.remove();
  await front.close();
  await platform.close();
});

describe("kill -9 of the engine alone", () => {
  test("ends the provider, too: what it still had to do is done by the next up, and not by both", async () => {
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, run: true });`);
    const begun = stack.beginUp();
    await until(async () => held.length === 1);
    const all = begun.processes();
    left = all.filter(({ command }) => /dynamic-provider|pulumi-language/.test(command));
    for (const engine of all.slice(-1)) kill9(engine);
    await begun.run;
    await stack.must("cancel", "--yes");
    await stack.up();
    for (const done of held) done();
    const provider = left.filter(({ command }) => command.includes("dynamic-provider"));
    await until(
      async () =>
        processes().every(({ pid, command }) =>
          provider.every((it) => it.pid !== pid || it.command !== command),
        ),
      200,
    );
    expect(await platform.tasks()).toStrictEqual(["one"]);
  });
});
