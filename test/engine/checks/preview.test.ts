import type { Platform } from "../../support/platform";
import { app, base, inputs, project, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { existing } from "../../support/tags";
import { atItsEnd, expectNoWrites, failing, preview, said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const draft = (name: string, args: string, ports = ""): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${args}, inputs: { ${inputs}, ${ports} } });`;
const unpinned = `project: "${project}", app: "${app}"`;
const getApp = `GET /apps/${app}/0`;

const notChecked = (why: string): unknown =>
  expect.stringMatching(
    new RegExp(
      `^sb: not checked: the newest revisions of apps\\b.*\\binputs against the ports of their apps\\b.*\\. ${why}$`,
    ),
  );

describe("a preview", () => {
  test("of changes asks once for each app; without changes it asks nothing", async () => {
    stack.program(draft("one", base), draft("two", base), draft("three", base, "threads: 8"));
    expect(await stack.preview()).toStrictEqual(["one: create", "three: create", "two: create"]);
    expect((await platform.log()).toSorted()).toStrictEqual([getApp, `GET /projects/${project}`, existing()]);
    await stack.up();
    await platform.log();
    expect(await stack.preview()).toStrictEqual(["one: same", "three: same", "two: same"]);
    expect(await platform.log()).toStrictEqual([]);
    stack.program(draft("one", base), draft("two", base), draft("three", base, "threads: 9"));
    expect(await stack.preview()).toStrictEqual(["one: same", "three: update", "two: same"]);
    expect((await platform.log())[0]).toBe(getApp);
  });

  test("names the mistakes of an update and of a replacement, each once; an update is refused in the same words", async () => {
    stack.program(draft("one", base), draft("two", base), draft("three", base));
    await stack.up();
    await platform.log();
    const before = await stack.resources();
    const program = [
      draft("one", base, "treads: 8"),
      draft("two", `${base}, triggers: [1]`, 'mode: pulumi.secret("4711")'),
      draft("three", `${base}, description: one.status`),
    ];
    const mistakes = {
      one: ["inputs.treads is not an input of the app: did you mean threads?"],
      two: ["inputs.mode must be one of None, Basic, not another string"],
    };
    const text = await failing(
      stack,
      async (it) => {
        const run = await preview(it);
        expect(run.text).not.toContain("4711");
        return run;
      },
      ...program,
    );
    expect(text).toStrictEqual({ Stack: [atItsEnd], ...mistakes });
    // The engine stops at the first that it comes to.
    const update = await failing(stack, (it) => it.tryUp());
    expect([{ one: mistakes.one }, { two: mistakes.two }]).toContainEqual(update);
    await expectNoWrites(platform);
    expect(await stack.resources()).toStrictEqual(before);
  });

  test("says what is odd, with the resource, and goes on", async () => {
    const named = `{ class: "File", path: "${reads[0]}", name: "a.bam" }`;
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { reads: [${named}], note: 8 } });`);
    const run = await preview(stack);
    expect([run.code, said(stack, run)]).toStrictEqual([
      0,
      {
        Stack: [
          "sb:one: warning: inputs.note should be string?, not a number",
          "sb:one: warning: inputs.reads[0] has none of the app's file types: the name ends in none of FASTQ, FQ",
        ],
      },
    ]);
  });

  test("with the platform down shows what it can, and says once what it could not check", async () => {
    await stack.must("config", "set", "sevenbridges:endpoint", "http://127.0.0.1:9/v2");
    stack.program(draft("one", unpinned), draft("two", base), draft("three", unpinned, "treads: 8"));
    const run = await preview(stack);
    expect([run.code, said(stack, run)]).toStrictEqual([
      0,
      {
        Stack: [
          notChecked(
            `GET /(apps|projects)/\\S+ at http://127\\.0\\.0\\.1:9/v2 got no answer \\(ECONNREFUSED\\), <n> times.*: check the endpoint and the network, then run it again`,
          ),
        ],
      },
    ]);
    expect(run.text).toMatch(/\+ 4 to create/);
  });

  test("offline asks nothing, and the update pins", async () => {
    await stack.must("config", "set", "sevenbridges:checks", "offline");
    stack.program(draft("one", unpinned), draft("two", base));
    const run = await preview(stack);
    expect([run.code, said(stack, run)]).toStrictEqual([
      0,
      { Stack: [notChecked("sevenbridges:checks is offline")] },
    ]);
    expect(await platform.log()).toStrictEqual([]);
    await stack.up();
    expect((await platform.log()).filter((line) => line.includes("/apps/"))).toStrictEqual([
      `GET /apps/${app}`,
    ]);
    expect((await stack.resource("one")).outputs.app).toBe(`${app}/0`);
  });
});
