import type { Platform } from "../../support/platform";
import { app, cwl, inputs, project } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const line = (app: string, counts: string): string =>
  `warning: ${app.split("/").at(-1)}: ${counts} (the tasks of ${app} hold different revisions: each keeps the one that was the newest when it was made; write the revision into app to have one for all)`;

test("a preview says once for each app, with the counts, when its tasks hold different revisions", async () => {
  const other = `${project}/sort`;
  await platform.control("POST", "/seed", { apps: [{ id: other, cwl }] });
  const program = (old: number, added: number): void =>
    stack.program(
      `const args = { project: "${project}", inputs: { ${inputs} } };`,
      `for (const app of ["${app}", "${other}"]) for (let n = 0; n < ${old}; n += 1)`,
      '  new sb.DraftTask(app.split("/")[2] + n, { ...args, app });',
      // What is declared later, after something has come, is counted, too.
      "module.exports = async () => {",
      "  await sb.getProject({ id: args.project });",
      `  for (let n = 0; n < ${added}; n += 1) {`,
      `    new sb.DraftTask("new" + n, { ...args, app: pulumi.output("${app}") });`,
      `    new sb.DraftTask("pinned" + n, { ...args, app: "${other}/1" });`,
      "  }",
      "};",
    );
  program(3, 0);
  await stack.up();
  await platform.control("POST", "/seed", {
    apps: [
      { id: app, cwl },
      { id: other, cwl },
    ],
  });
  // All of them hold the old one: that is what they are for.
  expect(said(stack, await stack.tryPreview())).toStrictEqual({});
  program(3, 2);
  expect(said(stack, await stack.tryPreview())).toStrictEqual({ Stack: [line(app, "2 new on /1, 3 on /0")] });
  await stack.up();
  expect(said(stack, await stack.tryPreview())).toStrictEqual({ Stack: [line(app, "2 on /1, 3 on /0")] });
});
