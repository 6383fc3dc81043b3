import { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";
import { failing, preview } from "./misuse/said";

let platform: Platform;
let stack: Stack;
allOnOneStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

describe("tasks in components", () => {
  test("drafts with their runs, in a component and in one inside it, and a task that depends on all of it", async () => {
    stack.program(
      `const make = (name, parent) => {`,
      `  const draft = new sb.DraftTask(name, { ${base}, inputs: { ${inputs} } }, { parent });`,
      `  return new sb.TaskRun(name, { task: draft }, { parent });`,
      `};`,
      `const outer = new pulumi.ComponentResource("lab:Outer", "outer");`,
      `const inner = new pulumi.ComponentResource("lab:Inner", "inner", {}, { parent: outer });`,
      `const first = make("first", outer); make("second", outer); make("third", inner);`,
      `new sb.DraftTask("next", { ${base}, inputs: { reads: [first.output("bam")] } }, { parent: inner });`,
      `new sb.DraftTask("last", { ${base}, inputs: { ${inputs} } }, { dependsOn: outer });`,
    );
    const before = await stack.tryPreview();
    expect(before).toStrictEqual({ code: 0, text: expect.stringContaining("+ 11 to create") });
    await stack.up();
    // Three tasks are created, marked and started; two drafts are created, and are the witnesses.
    expect(await platform.writes()).toHaveLength(13);
    const { next } = await stack.resources();
    // As written by the versions that took one task per component.
    expect(next?.inputs.__owner).toBe(
      "organization/urn:pulumi:dev::lab::lab:Outer$lab:Inner$pulumi-nodejs:dynamic/sevenbridges:DraftTask::next",
    );
  });

  test("they move into a component and out of it, and keep their tasks; protect and retainOnDelete hold", async () => {
    const draft = (name: string, opts: string): string =>
      `new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs} } }, ${opts})`;
    const run = (name: string, opts: string): string =>
      `new sb.TaskRun("${name}-run", { task: ${draft(name, opts)} }, ${opts});`;
    const box = 'const parent = new pulumi.ComponentResource("lab:Box", "box");';
    stack.program(
      box,
      run("in", "{}"),
      run("out", "{ parent }"),
      run("kept", "{ parent, retainOnDelete: true }"),
    );
    await stack.up();
    const before = await stack.resources();
    await platform.writes();
    stack.program(
      box,
      run("in", "{ parent, protect: true, aliases: [{ parent: pulumi.rootStackResource }] }"),
      run("out", '{ aliases: [{ parent: "urn:pulumi:dev::lab::lab:Box::box" }] }'),
    );
    await stack.up();
    const after = await stack.resources();
    const moved = ["in", "in-run", "out", "out-run"];
    expect(moved.map((name) => [after[name]?.id, after[name]?.outputs.status])).toStrictEqual(
      moved.map((name) => [before[name]?.id, before[name]?.outputs.status]),
    );
    expect(Object.keys(after).toSorted()).toStrictEqual(moved);
    expect([
      after["in-run"]?.urn.includes("lab:Box$"),
      after["out-run"]?.urn.includes("lab:Box$"),
    ]).toStrictEqual([true, false]);
    // Nothing is made or started, nothing changes on the platform, and what is retained stays.
    expect(await platform.writes()).toStrictEqual([]);
    expect(await platform.tasks()).toContain("kept");
    stack.program(box, run("out", "{}"));
    expect((await stack.tryUp()).text).toMatch(/in-run[\s\S]* protect/);
    await stack.must("state", "unprotect", "--all", "--yes");
    await stack.destroy();
    await platform.writes();
  });

  test("a provider of another package that a child is given by mistake ends the program with a sentence", async () => {
    const box = [
      'const parent = new pulumi.ComponentResource("lab:Box", "box");',
      // The engine brings this one, and has to load no plugin for it.
      'const provider = new pulumi.ProviderResource("pulumi", "own");',
    ];
    for (const [child, what] of [
      [`new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } }, { parent, provider });`, "DraftTask one"],
      [
        `new sb.TaskRun("ran", { task: "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11" }, { parent, provider });`,
        "TaskRun ran",
      ],
    ] as const)
      expect(await failing(stack, preview, ...box, child)).toStrictEqual({
        Stack: [
          `${what} takes no provider of pulumi: remove the option; settings come from pulumi config set sevenbridges:…, and the arg connection names another platform`,
        ],
      });
  });

  test("a run takes what transforms of its component supply to the draft: how it is split, and where it is", async () => {
    const other = await Platform.start({ taskSeconds: 1 });
    try {
      await stack.connect("other", other.url, other.token);
      const program = (...lines: readonly string[]): void =>
        stack.program(
          "const supply = (type, props) => (args) => args.type.endsWith(type) ? { props: { ...args.props, ...props }, opts: args.opts } : undefined;",
          'const batched = { connection: "other", batchInput: "reads", batchBy: sb.byMetadata("sample_id") };',
          'const transforms = [supply(":DraftTask", batched), supply(":TaskRun", { allowFailures: true })];',
          'const parent = new pulumi.ComponentResource("lab:Split", "split", {}, { transforms });',
          `const split = new sb.DraftTask("split", { ${base}, inputs: { ${inputs} } }, { parent });`,
          ...lines,
        );
      const run = [
        'const all = new sb.TaskRun("all", { task: split }, { parent });',
        'exports.a = all.child("a").output("rate"); exports.every = all.childOutput("rate");',
      ];
      program(...run);
      expect(await stack.preview()).toStrictEqual(["all: create", "split: create"]);
      program();
      await stack.up();
      const { id } = await stack.resource("split");
      await other.control("POST", `/tasks/${id}`, { children: { b: "FAILED" } });
      program(...run);
      await stack.up();
      expect(await stack.outputs()).toStrictEqual({ a: 0.5, every: [0.5] });
      expect(await platform.writes()).toStrictEqual([]);
      expect(await stack.preview()).toStrictEqual(["all: same", "split: same"]);
      await stack.destroy();
    } finally {
      await other.close();
      await stack.must("config", "rm", "sevenbridges:connections");
    }
  });

  test("a replaceOnChanges without effect is said, and has none; one for failed creations is fine", async () => {
    const program = (name: string): void =>
      stack.program(
        `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, name: "${name}" }, { replaceOnChanges: ["name", "inputs.reads", "#initerror"] });`,
        `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } }, { replaceOnChanges: ["#initerror"] });`,
      );
    program("before");
    const { text } = await stack.tryPreview();
    expect(text.match(/warning: replaceOnChanges.*/g)?.at(0)).toBe(
      "warning: replaceOnChanges of name and inputs.reads has no effect: the resource decides itself which changes need a replacement. Put the values into triggers: a change of those replaces it, and what has run is paid for again.",
    );
    expect(text).not.toContain("#initerror");
    await stack.up();
    program("after");
    expect(await stack.preview()).toStrictEqual(["one: update", "two: same"]);
  });

  test("the engine's own key of replaceOnChanges works for a run that failed, and is no reason to warn", async () => {
    const failed = (opts: string): void =>
      stack.program(
        `const task = new sb.DraftTask("task", { ${base}, inputs: { ${inputs} } });`,
        ...(opts === "" ? [] : [`new sb.TaskRun("ran", { task }, ${opts});`]),
      );
    failed("");
    await stack.up();
    const { id } = await stack.resource("task");
    await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
    failed("{}");
    expect((await stack.tryUp()).code).not.toBe(0);
    expect(await stack.preview()).toStrictEqual(["ran: update", "task: same"]);
    failed('{ replaceOnChanges: ["#initerror"] }');
    const { text } = await stack.tryPreview();
    expect(text).toMatch(/TaskRun ran.* replace/);
    expect(text).not.toContain("replaceOnChanges");
  });
});
