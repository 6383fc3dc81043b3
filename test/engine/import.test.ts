import type { Platform } from "../support/platform";
import { app, cwl, project, reads } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { described, ownerOf } from "../support/tags";

let platform: Platform;
let stack: Stack;
let id: string;
const inputs = { reads: reads.map((path) => ({ class: "File", path })), threads: 3 };
eachOnAFreshStack(async (itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
  id = String((await platform.api("POST", "/tasks", { project, app, name: "by hand", inputs })).id);
  // A newer revision than the task's: adopting a task must not move it.
  await platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
});

const program = (threads: number, options: string, more = ""): void =>
  stack.program(
    `new sb.DraftTask("one", { project: "${project}", app: "${app}", name: "by hand", inputs: { reads: sb.files(${JSON.stringify(reads)}), threads: ${threads} }, ${more} }, ${options});`,
  );

describe("import of the real engine", () => {
  test("adopts a draft without making one, and leaves it alone where it matches the program", async () => {
    program(3, `{ import: "${id}" }`);
    const { text } = await stack.tryPreview("--diff");
    expect(text).toContain(`sb:one: adopts task ${id} (DRAFT), which matches the program`);
    expect(text).toMatch(new RegExp(`adopts +: "${id}"`));
    await stack.up();
    expect((await stack.resource("one")).id).toBe(id);
    expect((await stack.resource("one")).outputs).toMatchObject({ app: `${app}/0`, name: "by hand" });
    expect((await platform.log()).filter((line) => !line.startsWith("GET"))).toStrictEqual([]);
    expect(await stack.preview()).toStrictEqual(["one: same"]);
    await stack.refresh();
    expect(await stack.preview()).toStrictEqual(["one: same"]);
    program(3, "{}");
    expect(await stack.preview()).toStrictEqual(["one: same"]);
    await stack.destroy();
    expect(await platform.tasks()).toStrictEqual([]);
  });

  test("says in what a draft differs, and patches that", async () => {
    program(4, `{ import: "${id}" }`);
    expect((await stack.tryPreview()).text).toContain(
      `sb:one: adopts task ${id} (DRAFT), and changes its inputs.threads (3 → 4)`,
    );
    await platform.log();
    await stack.up();
    expect(
      (await platform.requests())
        .filter(({ method }) => method !== "GET")
        .map(({ method, body }) => [method, body]),
    ).toStrictEqual([["PATCH", { inputs: { threads: 4 }, description: described(ownerOf("one")) }]]);
  });

  test("adopts a task that has run; one that ran with other inputs is refused at preview", async () => {
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.advance(2000);
    program(4, `{ import: "${id}" }`);
    const refused = await stack.tryPreview();
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain(
      `task ${id} (COMPLETED) cannot be imported, because it differs from the program in inputs.threads (3 there, 4 in the program): change the program to say what the task is, or take \`import\` out to have a new one made`,
    );
    program(3, `{ import: "${id}" }`);
    await stack.up();
    expect((await stack.resource("one")).outputs).toMatchObject({ status: "COMPLETED" });
    expect(await platform.tasks()).toStrictEqual(["by hand"]);
  });

  test("a replacement with import still set fails, and says to remove it", async () => {
    program(3, `{ import: "${id}" }`);
    await stack.up();
    program(3, `{ import: "${id}" }`, "triggers: [1]");
    const { code, text } = await stack.tryPreview();
    expect(code).not.toBe(0);
    expect(text).toContain(
      "triggers changed, which needs a new task: remove `import` from the resource's options to have one made",
    );
    await stack.tryUp();
    expect(await platform.tasks()).toStrictEqual(["by hand"]);
  });

  test("a forced replacement of an imported task keeps it, and deletes nothing", async () => {
    program(3, `{ import: "${id}" }`);
    await stack.up();
    const { urn } = await stack.resource("one");
    await stack.up("--replace", urn);
    expect((await stack.resource("one")).id).toBe(id);
    expect(await platform.tasks()).toStrictEqual(["by hand"]);
  });

  test("brings a batch's children, and what the run has made, which the preview of the next step knows", async () => {
    const bySample = {
      batch_input: "reads",
      batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
    };
    const made = { project, app: `${app}/0`, name: "per sample", inputs, ...bySample };
    const batch = String((await platform.api("POST", "/tasks?action=run", made)).id);
    await platform.advance(2000);
    await platform.writes();
    stack.program(
      `const align = new sb.DraftTask("align", { project: "${project}", app: "${app}/0", name: "per sample", inputs: { reads: sb.files(${JSON.stringify(reads)}), threads: 3 }, batchInput: "reads", batchBy: sb.byMetadata("sample_id") }, { import: "${batch.toUpperCase()}" });`,
      `const aligned = new sb.TaskRun("aligned", { task: align }, { import: "${batch}" });`,
      `new sb.DraftTask("next", { project: "${project}", app: "${app}/0", inputs: { reads: aligned.childOutput("bam") } });`,
      "exports.groups = aligned.children.apply((all) => all.map(({ group }) => group.value));",
    );
    const { text } = await stack.tryPreview("--diff");
    expect(text).toContain(
      `sb:align: adopts task ${batch} (COMPLETED), which matches the program; its 2 children`,
    );
    expect(text).toContain(`sb:aligned: adopts the run of task ${batch} (COMPLETED, 0.08 USD, 2 children)`);
    expect(text).toMatch(/groups: \[\s+\[0\]: "a"\s+\[1\]: "b"/);
    await stack.up();
    const { align, aligned, next } = await stack.resources();
    expect(await platform.writes()).toStrictEqual(["POST /tasks", `PATCH /tasks/${next?.id}`]);
    const { items } = await platform.api("GET", `/tasks?parent=${batch}&order_by=created_time&order=asc`);
    const children = (items as { id: string }[]).map((child) => child.id); // a list's form
    expect([align?.id, aligned?.id]).toStrictEqual([batch, batch]);
    expect(children).toHaveLength(2);
    for (const one of [align, aligned])
      expect(one?.outputs).toMatchObject({
        status: "COMPLETED",
        childIds: expect.arrayContaining(children),
      });
    // Every child's value has come through, in the order of the groups.
    const bams = [/^a/, /^b/].map((name) => ({ class: "File", name: expect.stringMatching(name) }));
    expect(aligned?.outputs).toMatchObject({ childOutputs: { bam: bams } });
    expect(next?.outputs).toMatchObject({ inputs: { reads: bams } });
    expect(await stack.preview()).toStrictEqual(["align: same", "aligned: same", "next: same"]);
  });

  test("is not the command `pulumi import`, which the engine does not have for dynamic resources: nothing comes of it", async () => {
    stack.program("");
    await stack.up();
    await platform.log();
    const type = "pulumi-nodejs:dynamic/sevenbridges:DraftTask";
    const { code } = await stack.pulumi(["import", type, "one", id, "--yes", "--skip-preview"]);
    expect([code === 0, await platform.log(), await stack.resources()]).toStrictEqual([false, [], {}]);
  });
});
