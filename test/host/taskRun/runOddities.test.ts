import { taskRunProvider } from "../../../provider/host";
import { Platform } from "../../support/platform";
import { type Answer, between, type Scripted } from "../../support/scripted";
import { app, project, reads } from "../../support/seed";
import { until } from "../../support/until";
import { failureOf, Process, type Properties } from "../provider";

let platform: Platform;
let server: Scripted | undefined;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await platform.close();
});

const file = (path: string) => ({ class: "File", path });
const bySample = { batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } };
const byItem = { batch_input: "reads", batch_by: { type: "ITEM" } };

const started = async (more: Properties): Promise<string> => {
  const { id } = await platform.api("POST", "/tasks?action=run", {
    project,
    app: `${app}/0`,
    name: "align",
    inputs: { reads: reads.map(file) },
    ...more,
  });
  return String(id);
};

/** A process that meets a platform whose answers are changed on their way. */
const through = async (change: (url: URL, answer: Answer) => Answer): Promise<Process> => {
  server = await between(platform.url, change);
  return new Process(
    platform,
    { "sevenbridges:endpoint": `${server.url}/v2` },
    "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align",
    undefined,
    taskRunProvider,
  );
};

const itemsOf = ({ body }: Answer): readonly Properties[] => (body as { items: Properties[] }).items; // a list's form

describe("a run", () => {
  test("of a thousand children has all of them, their ids and values in step, in the order of the list", async () => {
    const names = Array.from(
      { length: 1000 },
      (_, n) => `sample-${String((n * 7919) % 1000).padStart(4, "0")}.fastq`,
    );
    await platform.control("POST", "/seed", { files: names.map((name) => ({ project, name })) });
    const ids = new Map<string, string>();
    for (let page = 0; page < 11; page += 1) {
      const { items } = await platform.api(
        "GET",
        `/files?project=${project}&limit=100&offset=${page * 100}&fields=id,name`,
      );
      for (const { id, name } of items as { id: string; name: string }[]) ids.set(name, id); // a list's form
    }
    const task = await started({
      ...byItem,
      inputs: { reads: names.map((name) => file(ids.get(name) ?? "")) },
    });
    await platform.advance(5000);
    await platform.log();
    const { outs } = await Process.runs(platform).create({ task });
    const { children, childIds, childOutputs } = outs as {
      children: { id: string; group: { value: string } }[];
      childIds: string[];
      childOutputs: { bam: { name: string }[] };
    }; // what the state holds
    expect(children.map(({ group }) => group.value)).toStrictEqual(names);
    expect(childIds).toStrictEqual(children.map(({ id }) => id));
    expect(childOutputs.bam.map(({ name }) => name)).toStrictEqual(names.map((name) => `${name}.bam.out`));
    expect((await platform.log()).filter((line) => line.startsWith("GET /tasks?parent"))).toHaveLength(10);
  });

  test("reads its children again where the list changes between its pages", async () => {
    const many = Array.from({ length: 150 }, (_, n) => file(reads[n % 3] ?? reads[0]));
    const task = await started({ ...byItem, inputs: { reads: many } });
    await platform.advance(5000);
    let pages = 0;
    // The first page comes twice at first: what is on the second one is missing.
    const provider = await through((url, answer) => {
      if (url.searchParams.get("parent") !== task) return answer;
      pages += 1;
      return pages === 2 ? { ...answer, body: { items: itemsOf(answer).slice(0, 49) } } : answer;
    });
    const { outs } = await provider.create({ task });
    expect(new Set(outs.childIds as string[]).size).toBe(150);
    expect(pages).toBeGreaterThan(2);
  });

  test("has the same children in the same order, in whatever order the platform lists them", async () => {
    const task = await started(bySample);
    await platform.advance(5000);
    const provider = await through((url, answer) =>
      url.searchParams.get("parent") === task
        ? { ...answer, body: { items: itemsOf(answer).toReversed() } }
        : answer,
    );
    const { outs } = await provider.create({ task });
    expect(outs).toMatchObject({ children: [{ group: { value: "a" } }, { group: { value: "b" } }] });
  });

  test.each([0, 1])(
    "of a batch that is COMPLETED when %i of its children are listed has all of them in the end",
    async (first) => {
      const task = await started(bySample);
      await platform.advance(5000);
      let looks = 0;
      const provider = await through((url, answer) => {
        if (url.pathname === `/v2/tasks/${task}`) {
          const { body } = answer as { body: Properties }; // a task's form
          return { ...answer, body: { ...body, execution_status: null } };
        }
        if (url.searchParams.get("parent") !== task) return answer;
        const items = itemsOf(answer).slice(0, first + looks);
        looks += 1;
        return { ...answer, body: { items }, total: items.length };
      });
      const { outs } = await provider.create({ task });
      expect(outs).toMatchObject({
        children: [{ group: { value: "a" } }, { group: { value: "b" } }],
        status: "COMPLETED",
      });
      expect(looks).toBe(3 - first);
    },
  );

  test("of a batch whose list never shows a child says so once, and takes what there is", async () => {
    const task = await started(bySample);
    await platform.advance(5000);
    const provider = await through((url, answer) => {
      if (url.pathname === `/v2/tasks/${task}`) {
        const { body } = answer as { body: Properties }; // a task's form
        return { ...answer, body: { ...body, execution_status: null } };
      }
      return url.searchParams.get("parent") === task
        ? { ...answer, body: { items: itemsOf(answer).slice(0, 1) }, total: 1 }
        : answer;
    });
    const { outs } = await provider.create({ task });
    expect(outs).toMatchObject({ children: [{ group: { value: "a" } }], status: "COMPLETED" });
    expect(provider.lines.filter((line) => /warning: .* with 1 child.*inputs.reads/.test(line))).toHaveLength(
      1,
    );
  });

  test.each([
    ["a task", {}],
    ["a batch", bySample],
  ])("of %s whose price comes after its end has it with the next refresh", async (_, more) => {
    const task = await started(more);
    await platform.advance(5000);
    let isPriced = false;
    const unpriced = (body: unknown): unknown => ({ ...(body as Properties), price: null }); // a task's form
    const provider = await through((url, answer) => {
      if (isPriced) return answer;
      if (url.pathname === `/v2/tasks/${task}`) return { ...answer, body: unpriced(answer.body) };
      return url.searchParams.get("parent") === task
        ? { ...answer, body: { items: itemsOf(answer).map(unpriced) } }
        : answer;
    });
    const { outs } = await provider.create({ task });
    expect(outs).not.toHaveProperty("price");
    const unchanged = await provider.read(task, outs);
    expect(unchanged?.props).not.toHaveProperty("price");
    isPriced = true;
    const read = await provider.read(task, outs);
    expect(read?.props).toMatchObject({ price: { amount: expect.any(Number) }, status: "COMPLETED" });
    expect(read?.props?.outputs).toStrictEqual(outs.outputs);
  });

  test("whose start the platform shows a moment later is waited for, and not started again", async () => {
    const { id } = await platform.api("POST", "/tasks", {
      project,
      app: `${app}/0`,
      name: "align",
      inputs: { reads: reads.map(file) },
    });
    const task = String(id);
    let asDraft = 0;
    const provider = await through((url, answer) => {
      if (url.pathname.endsWith("/actions/run")) asDraft = 4;
      if (url.pathname !== "/v2/bulk/tasks/get" && !url.pathname.startsWith(`/v2/tasks/${task}`))
        return answer;
      if (asDraft === 0) return answer;
      asDraft -= 1;
      return { ...answer, body: { ...(answer.body as Properties), status: "DRAFT" } }; // a task's form
    });
    await platform.log();
    const created = provider.create({ task });
    await until(async () => provider.lines.some((line) => line.includes("QUEUED")));
    await platform.advance(5000);
    expect((await created).outs).toMatchObject({ status: "COMPLETED" });
    expect(await platform.writes()).toStrictEqual([`POST /tasks/${task}/actions/run`]);
  });

  test("has no children of another batch, whether the list filters by the parent or not", async () => {
    const [task, other] = [await started(bySample), await started(bySample)];
    await platform.advance(5000);
    const { items } = await platform.api("GET", `/tasks?parent=${other}&limit=100&fields=_all`);
    const others = items as readonly Properties[]; // a list's form
    const provider = await through((url, answer) => {
      if (url.searchParams.get("parent") !== task) return answer;
      const all = [...itemsOf(answer), ...others];
      return { ...answer, body: { items: all }, total: all.length };
    });
    const { outs } = await provider.create({ task });
    expect(outs.childIds).toHaveLength(2);
    expect(others.some((child) => (outs.childIds as readonly unknown[]).includes(child.id))).toBe(false);
  });

  test("of a status that nobody knows is waited for, and shown as it is", async () => {
    const task = await started({});
    let odd = true;
    const provider = await through((url, answer) => {
      if (url.pathname !== "/v2/bulk/tasks/get" || !odd) return answer;
      const items = itemsOf(answer).map(({ resource }) => ({
        resource: { ...(resource as object), status: "PAUSED" },
      }));
      return { ...answer, body: { items } };
    });
    const created = provider.create({ task });
    await until(async () => provider.lines.some((line) => line.includes("PAUSED")));
    odd = false;
    await platform.advance(5000);
    expect((await created).outs).toMatchObject({ status: "COMPLETED" });
    expect(provider.lines[1]).toMatch(/^sb:align: PAUSED, \d\d:\d\d:\d\d$/);
  });

  test("that the platform shows as a draft while it is waited for ends with an error at once: a draft never ends", async () => {
    const task = await started({});
    let isDraft = false;
    const provider = await through((url, answer) =>
      isDraft && url.pathname === "/v2/bulk/tasks/get"
        ? {
            ...answer,
            body: {
              items: itemsOf(answer).map(({ resource }) => ({
                resource: { ...(resource as object), status: "DRAFT" },
              })),
            },
          }
        : answer,
    );
    const inputs = await provider.checked({ task });
    const failed = failureOf(provider.provider.create(inputs));
    await until(async () => provider.lines.length > 0);
    isDraft = true;
    const { id, reasons = [] } = await failed;
    expect(id).toBe(task);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(`task ${task} is a draft`);
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("whose task somebody deletes while it is waited for keeps its record and says so", async () => {
    const task = await started({});
    let gone = false;
    const nothing = { status: 404, code: 7002, message: "Requested task does not exist." };
    const provider = await through((url, answer) => {
      if (!gone || url.pathname.startsWith("/v2/projects/")) return answer;
      return url.pathname === "/v2/bulk/tasks/get"
        ? { ...answer, body: { items: [{ error: nothing }] } }
        : { status: 404, body: nothing };
    });
    const inputs = await provider.checked({ task });
    const failed = failureOf(provider.provider.create(inputs));
    await until(async () => provider.lines.length > 0);
    gone = true;
    expect(await failed).toMatchObject({
      id: task,
      properties: { status: "DELETED", task },
      reasons: [
        `task ${task} does not exist any more: somebody has deleted it. To run it again, make another task: change \`triggers\` of its DraftTask, or give another \`task\`; the run is paid for again`,
      ],
    });
  });
});
