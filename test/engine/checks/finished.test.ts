import type { Platform } from "../../support/platform";
import { base, inputs } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { atItsEnd, said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const program = (threads: number, triggers: number): void =>
  stack.program(
    `const args = { ${base}, inputs: { ${inputs}, threads: ${threads} } };`,
    'new sb.DraftTask("one", { ...args, run: true });',
    'new sb.DraftTask("two", { ...args, run: true });',
    'const draft = new sb.DraftTask("draft", args);',
    'const three = new sb.DraftTask("three", { ...args, inputs: { ...args.inputs, threads: 4 } });',
    `new sb.TaskRun("run", { task: three, triggers: [${triggers}] });`,
  );

const ways = (arg: string, second: string): string =>
  `to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to keep it as it is, give the resource the option ignoreChanges: ["${arg}"]; to have both, leave this resource as it was and declare a second ${second}`;
const refused = (what: string, part: string, arg: string, second: string): string =>
  `Refusing to replace ${what} <id> (COMPLETED, <price> USD): ${part} changed, and sevenbridges:replaceFinished is "refuse". Options: ${ways(arg, second)}`;
const ofTask = refused("task", "inputs.threads", "inputs", "DraftTask");
const ofRun = refused("the run of task", "triggers", "triggers", "TaskRun");

const withoutPrices = (lines: readonly string[] = []): readonly string[] =>
  lines.map((line) => line.replace(/\d+(\.\d+)? USD/, "<price> USD"));

test("with replaceFinished at refuse, one preview names all finished work that would be replaced, and an update replaces none", async () => {
  program(4, 1);
  const begun = stack.beginUp();
  const runs = setInterval(() => void platform.advance(500), 500);
  try {
    await begun.run;
  } finally {
    clearInterval(runs);
  }
  await platform.advance(5000);
  await stack.must("config", "set", "sevenbridges:replaceFinished", "refuse");
  const before = await platform.tasks();

  program(8, 2);
  const preview = await stack.tryPreview();
  expect(preview.code).not.toBe(0);
  const { one, two, run, Stack, ...others } = said(stack, preview);
  expect([one, two, run].map(withoutPrices)).toStrictEqual([[ofTask], [ofTask], [ofRun]]);
  expect([Stack, others]).toStrictEqual([[atItsEnd], {}]);

  const up = await stack.tryUp("--continue-on-error");
  expect(up.code).not.toBe(0);
  // Here the engine stops at the first one.
  expect(up.text).toMatch(/Refusing to replace .* changed, and sevenbridges:replaceFinished is "refuse"/);
  expect(await platform.tasks()).toStrictEqual(before);

  await stack.must("config", "set", "sevenbridges:replaceFinished", "allow");
  const allowed = await stack.tryPreview();
  expect(allowed.code).toBe(0);
  expect(allowed.text).toMatch(/sb:one: task \S+ has been started \(COMPLETED/);

  await stack.must("config", "set", "sevenbridges:replaceFinished", "no");
  expect(said(stack, await stack.tryPreview()).Stack).toContain(
    "sevenbridges:replaceFinished must be allow or refuse (not set: work that has cost 100 or more is refused)",
  );
});
