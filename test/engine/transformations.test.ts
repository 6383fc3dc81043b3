import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* Transformations, the older kind of transforms, must not change what becomes of a running task. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 60 },
);

test("under a transformation of the older kind, too, a run that goes on is aborted before its replacement starts", async () => {
  const running = (trigger: number): void =>
    stack.program(
      `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
      `new sb.TaskRun("ran", { task: one, wait: false, triggers: [${trigger}] }, { transformations: [({ props, opts }) => ({ props, opts })] });`,
    );
  running(1);
  await stack.up();
  const { id } = await stack.resource("one");
  running(2);
  await platform.log();
  await stack.up();
  const writes = (await platform.writes()).map((line) => line.replace(/[0-9a-f-]{36}/, "…"));
  expect(writes).toStrictEqual([
    "POST /tasks/…/actions/abort",
    "POST /tasks/…/actions/clone",
    "PATCH /tasks/…",
    "POST /tasks/…/actions/run",
  ]);
  expect((await platform.api("GET", `/tasks/${id}`)).status).toBe("ABORTED");
});
