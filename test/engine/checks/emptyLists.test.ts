import type { Platform } from "../../support/platform";
import { base, project } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { atItsEnd, failing, preview, said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const lookup = `sb.getFilesOutput({ project: "${project}", metadata: { sample_id: "nobody" } })`;
const empty =
  "inputs.reads must be File[] with something in it, not an empty list: a lookup may have found nothing. Where the app takes none, give sb.emptyList";

test("a lookup that finds nothing makes no task, in a preview and in an update, but for one that says that none is meant", async () => {
  const one = `new sb.DraftTask("one", { ${base}, inputs: { reads: ${lookup} }, run: true });`;
  const { one: told, Stack: end } = await failing(stack, preview, one);
  expect([told, end?.includes(atItsEnd)]).toStrictEqual([[empty], true]);
  const up = await stack.tryUp();
  expect(up.code).not.toBe(0);
  expect(up.text).toContain(empty);
  expect(await platform.writes()).toStrictEqual([]);

  stack.program(
    `const reads = ${lookup}.apply((found) => (found.length > 0 ? found : sb.emptyList));`,
    `new sb.DraftTask("one", { ${base}, inputs: { reads } });`,
  );
  expect(said(stack, await preview(stack)).one).toBeUndefined();
  await stack.up();
  expect((await stack.resource("one")).inputs.inputs).toStrictEqual({ reads: [] });
  expect(await stack.preview()).toStrictEqual(["one: same"]);
});
