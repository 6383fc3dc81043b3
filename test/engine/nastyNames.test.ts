import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

/* Resources whose names come from a table: with what is at the end of its lines. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const names = ["S1\r", "S2\n", "S3\r\nS4", "S5\u2028", "S6\u2029S7", "S8\t", " S9 "];

test("names with line breaks are made once, found again without their state, and deleted by destroy", async () => {
  stack.program(
    `for (const name of ${JSON.stringify(names)}) new sb.DraftTask(name, { ${base}, inputs: { ${inputs} }, name: "one", description: "Aligns." });`,
  );
  // Nothing is stored before the end: no witness says that a state holds what was made.
  const unwitnessed = ["up", "--yes", "--skip-preview"];
  expect((await stack.pulumi(unwitnessed, { PULUMI_SKIP_CHECKPOINTS: "true" })).code).toBe(0);
  const ids = async (): Promise<readonly string[]> =>
    Object.values(await stack.resources())
      .map(({ id }) => id)
      .sort();
  const made = await ids();
  expect(made).toHaveLength(names.length);
  for (const { outputs } of Object.values(await stack.resources()))
    expect(outputs.description).toBe("Aligns.");
  await stack.refresh();
  expect((await stack.preview()).map((line) => line.split(": ").at(-1))).toStrictEqual(
    names.map(() => "same"),
  );
  await stack.must("stack", "rm", "--force", "--yes", "--preserve-config", "dev");
  await stack.must("stack", "init", "dev");
  await platform.log();
  await stack.up();
  // Two of them become the witnesses of this update.
  expect((await platform.writes()).map((line) => line.split("/")[0])).toStrictEqual(["PATCH ", "PATCH "]);
  expect(await ids()).toStrictEqual(made);
  await stack.destroy();
  expect(await platform.tasks()).toStrictEqual([]);
});
