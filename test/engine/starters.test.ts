import type { Platform } from "../support/platform";
import { base, inputs, project, seed } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { beginDestroy, idsIn, said, statuses, throughAborts, writesOf } from "../support/states";
import { until } from "../support/until";

/* Who has started a task: `destroy` aborts what this stack has started, and nothing else. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const draft = (name = "one"): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs} } });`;
const run = (name = "one"): string => `new sb.TaskRun("${name}-run", { task: ${name}, wait: false });`;

/** A draft of the state whose run was killed right after the call that starts it. */
const cutOff = async (): Promise<string> => {
  stack.program(draft());
  await stack.up();
  const { one = "" } = await idsIn(stack);
  stack.program(draft(), run());
  await platform.fault({
    match: { method: "POST", path: "/actions/run$" },
    kind: "delay",
    effect: "after",
    seconds: 600,
  });
  const cut = stack.beginUp();
  await until(async () => (await platform.asked()).some(({ path }) => path.endsWith("/actions/run")));
  await cut.kill();
  expect(await statuses(platform)).toStrictEqual({ [one]: "QUEUED" });
  await platform.log();
  return one;
};

test("what the token's user has started by hand is waited for, and destroy leaves it running and names it", async () => {
  stack.program(draft("first"), draft("second"), draft("third"));
  await stack.up();
  const { first = "", second = "", third = "" } = await idsIn(stack);
  await platform.api("POST", `/tasks/${third}/actions/run`);
  await platform.log();
  stack.program(draft("first"), draft("second"), draft("third"), run("third"));
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([]);
  const { code, text } = await beginDestroy(stack).run;
  expect(code).toBe(0);
  expect(said(text, "third-run")).toStrictEqual([
    expect.stringContaining(`task ${third} (QUEUED) was started by ada, not by this stack: left running`),
  ]);
  expect(await writesOf(platform)).toStrictEqual(
    [`DELETE /tasks/${first}`, `DELETE /tasks/${second}`].toSorted(),
  );
  expect(await statuses(platform)).toStrictEqual({ [third]: "QUEUED" });
});

test.each(["ada", "bob"] as const)(
  "a start of this stack that was cut off and is resumed with the token of %s is aborted by destroy",
  async (who) => {
    const id = await cutOff();
    await platform.api("POST", `/projects/${project}/members`, {
      username: "bob",
      permissions: { write: true, execute: true, copy: true, admin: false },
    });
    const token = seed.users?.find(({ username }) => username === who)?.token ?? "";
    await stack.must("config", "set", "--secret", "sevenbridges:token", token);
    await stack.up();
    expect(await writesOf(platform)).toStrictEqual([]);
    const { code } = await throughAborts(platform, beginDestroy(stack), 1);
    expect(code).toBe(0);
    expect(await writesOf(platform)).toStrictEqual([`POST /tasks/${id}/actions/abort`]);
    expect(await statuses(platform)).toStrictEqual({ [id]: "ABORTED" });
  },
);

test("a start of this stack that was cut off, and that no update has resumed, is left running by destroy, and named: no state holds the run", async () => {
  const id = await cutOff();
  const { code, text } = await beginDestroy(stack).run;
  expect(code).toBe(0);
  expect(said(text, "one")).toStrictEqual([expect.stringContaining(platform.page(id))]);
  expect(await writesOf(platform)).toStrictEqual([]);
  expect(await statuses(platform)).toStrictEqual({ [id]: "QUEUED" });
});
