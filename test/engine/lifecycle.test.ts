import type { Platform } from "../support/platform";
import { app, base, genome, inputs, otherProject, project, reads } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { described, existing, looks, ownerOf } from "../support/tags";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

describe("the real engine", () => {
  test("preview shows the drafts and makes none; up makes exactly one task each; an unchanged up asks nothing", async () => {
    stack.program(
      // Both name the app in one way: the engine checks them in any order, and the newest revision answers for itself, too.
      `const one = new sb.DraftTask("one", { project: "${project}", app: "${app}", inputs: { ${inputs} } });`,
      `const two = new sb.DraftTask("two", { project: "${project}", app: "${app}", inputs: { ${inputs} }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
      `exports.ids = [one.id, two.id]; exports.revision = two.appRevision;`,
    );
    expect(await stack.preview()).toStrictEqual(["one: create", "two: create"]);
    const checks = [
      `GET /apps/${app}`,
      `GET /projects/${project}`,
      "POST /bulk/files/get?fields=id,name,type,project,parent,metadata",
    ];
    expect((await platform.log()).toSorted()).toStrictEqual([...checks, existing()].toSorted());
    await stack.up();
    const { one, two } = await stack.resources();
    // The two are the witnesses that the update has come to its end.
    const witnesses = [`PATCH /tasks/${one?.id}`, `PATCH /tasks/${two?.id}`];
    expect((await platform.log()).toSorted()).toStrictEqual(
      [...checks, ...looks(), "POST /tasks", "POST /tasks", ...witnesses].toSorted(),
    );
    expect(await stack.outputs()).toStrictEqual({ ids: [one?.id, two?.id], revision: 0 });
    expect((await platform.tasks()).toSorted()).toStrictEqual(["one", "two"]);
    await platform.log();

    await stack.up();
    expect(await stack.preview()).toStrictEqual(["one: same", "two: same"]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a changed input shows as an update and is one PATCH with that port only; one taken out is cleared", async () => {
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 4, note: "x" } });`);
    await stack.up();
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 8 } });`);
    expect(await stack.preview()).toStrictEqual(["one: update"]);
    await platform.log();
    const text = await stack.up();
    const { id } = await stack.resource("one");
    expect(text).toContain("1 updated");
    expect((await platform.requests()).filter(({ method }) => method !== "GET")).toStrictEqual([
      {
        method: "PATCH",
        path: `/v2/tasks/${id}`,
        query: {},
        status: 200,
        body: { inputs: { note: null, threads: 8 }, description: described(ownerOf("one")) },
      },
    ]);
    expect(await stack.preview()).toStrictEqual(["one: same"]);
  });

  test("a changed project, app or trigger replaces a draft, and leaves exactly the new one", async () => {
    const program = (args: string) =>
      stack.program(`new sb.DraftTask("one", { ${args}, inputs: { ${inputs} } });`);
    program(base);
    await stack.up();
    program(`${base}, triggers: [1]`);
    expect(await stack.preview()).toStrictEqual(["one: replace (triggers)"]);
    await stack.up();
    expect(await platform.tasks()).toStrictEqual(["one"]);
    program(`project: "${otherProject}", app: "${otherProject}/align/0", triggers: [1]`);
    await stack.up();
    const { items } = await platform.api("GET", "/tasks");
    expect(items).toMatchObject([{ project: otherProject, name: "one" }]);
  });

  test("ignoreChanges keeps a port as it is", async () => {
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 4 } });`);
    await stack.up();
    stack.program(
      `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 9 } }, { ignoreChanges: ["inputs.threads"] });`,
    );
    expect(await stack.preview()).toStrictEqual(["one: same"]);
  });

  test("an aliased rename changes nothing, the task's name included", async () => {
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`);
    await stack.up();
    await platform.log();
    stack.program(
      `new sb.DraftTask("uno", { ${base}, inputs: { ${inputs} } }, { aliases: [{ name: "one" }] });`,
    );
    expect(await stack.preview()).toStrictEqual(["uno: same"]);
    await stack.up();
    expect(await stack.preview()).toStrictEqual(["uno: same"]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("destroy deletes the drafts", async () => {
    stack.program(
      `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
      `new sb.DraftTask("two", { ${base}, inputs: { ${inputs} } });`,
    );
    await stack.up();
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual([]);
    expect(await stack.resources()).toStrictEqual({});
  });

  test("a value that is not known yet passes the preview, and what depends on it is made after it", async () => {
    stack.program(
      `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`,
      `new sb.DraftTask("two", { ${base}, description: pulumi.interpolate\`after \${one.id}\`, inputs: { reads: one.inputs.apply((i) => i.reads), note: one.status, genome: sb.file(one.id.apply(() => "${genome}")) } });`,
    );
    expect(await stack.preview()).toStrictEqual(["one: create", "two: create"]);
    await stack.up();
    const { one, two } = await stack.resources();
    expect(two?.outputs).toMatchObject({
      description: `after ${one?.id}`,
      inputs: { note: "DRAFT", genome: { class: "File", path: genome } },
    });
  });

  test("get reads a task that somebody else made, and never changes it", async () => {
    const { id } = await platform.api("POST", "/tasks", {
      project,
      app,
      name: "by hand",
      inputs: { reads: [{ class: "File", path: reads[0] }], threads: 3 },
    });
    stack.program(
      `const theirs = sb.DraftTask.get("theirs", "${id}");`,
      `exports.name = theirs.name; exports.inputs = theirs.inputs; exports.status = theirs.status;`,
    );
    await stack.up();
    expect(await stack.outputs()).toMatchObject({ name: "by hand", inputs: { threads: 3 }, status: "DRAFT" });
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual(["by hand"]);
  });
});
