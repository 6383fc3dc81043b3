import { taskRunProvider } from "../../provider/host";
import { showing, without } from "../standins/change";
import { type StandIn, StandInServer, together } from "../standins/standIn";
import { cloneDropsDescription, cloneKeepsDescription } from "../standins/standIns/clones";
import { cutAt, encoded, trimmed } from "../standins/standIns/descriptions";
import { childrenInLists, listsWithoutDescription, parentIgnored } from "../standins/standIns/lists";
import {
  exclusiveFilters,
  ignoredFilters,
  otherZone,
  wholeSeconds,
  withoutZone,
} from "../standins/standIns/times";
import { ofDivision, otherCase } from "../standins/standIns/users";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { failureOf, Process, type Properties } from "./provider";
import { draft, ended } from "./runs";

let platform: Platform;
let servers: StandInServer[] = [];
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
  await platform.close();
});

const list = (paths: readonly string[]) => paths.map((path) => ({ class: "File", path }));
const complete: Properties = { project, app: `${app}/0`, inputs: { reads: list(reads), threads: 4 } };
const batch: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: list(reads) },
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

/** The platform as a stand-in shows it. */
const through = async (...standIns: readonly StandIn[]): Promise<Platform> => {
  const server = await StandInServer.start(together(...standIns), platform.url);
  servers.push(server);
  return Platform.at(server.url, platform.token);
};

const runs = "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align";

const withoutParents = showing("lists never show `parent`", (task, place) =>
  place === "list" ? without("parent")(task) : task,
);

const nullParents = showing("lists show `parent` as null", (task, place) =>
  place === "list" ? { ...task, parent: null } : task,
);

const lines = async (): Promise<readonly string[]> => platform.log();

describe("lists never show `description`", () => {
  test("this resource's draft is found by a bulk read of the list", async () => {
    const seen = await through(listsWithoutDescription);
    const { id } = await new Process(seen).create(complete);
    await lines();
    expect((await new Process(seen).create(complete)).id).toBe(id);
    expect(await platform.tasks()).toHaveLength(1);
    expect((await lines()).filter((line) => line.startsWith("POST"))).toStrictEqual([
      "POST /bulk/tasks/get?fields=_all",
    ]);
  });

  test("of a list that shows one, no description is asked for", async () => {
    await new Process(platform).create(complete);
    await lines();
    await new Process(platform).create(complete);
    expect((await lines()).filter((line) => line.startsWith("POST"))).toStrictEqual([]);
  });
});

describe("project lists contain children", () => {
  test.each([
    ["with `parent`", [childrenInLists]],
    ["without `parent`", [withoutParents, childrenInLists]],
  ])("%s: no child of a batch that FAILED is adopted", async (_, standIns) => {
    const seen = await through(...standIns);
    const { id } = await new Process(seen).create({ ...batch, run: true });
    await platform.control("POST", `/tasks/${id}`, { children: { a: "FAILED" } });
    await platform.advance(3000);
    const again = await new Process(seen).create({ ...batch, run: true });
    const { items } = await platform.api("GET", "/tasks?fields=id,batch,status&order=asc");
    expect(items).toStrictEqual([
      { id, batch: true, status: "FAILED" },
      expect.objectContaining({ id: again.id, batch: true }),
    ]);
  });
});

describe("lists that ignore `parent`", () => {
  const childrenOf = async (id: string): Promise<readonly unknown[]> => {
    const { items } = await platform.api("GET", `/tasks?parent=${id}&fields=id`);
    return Array.isArray(items) ? items.map((child) => child.id) : [];
  };

  const sortedIds = ({ childIds }: Properties = {}): readonly unknown[] =>
    Array.isArray(childIds) ? childIds.toSorted() : [childIds];

  test.each([
    ["with `parent`", [parentIgnored], 2],
    // Nothing tells these apart from others.
    ["without `parent`", [withoutParents, parentIgnored], 0],
  ])("%s: a batch has no children but its own", async (_, standIns, count) => {
    const seen = await through(...standIns);
    await new Process(seen).create({ ...batch, name: "other", run: true });
    await platform.advance(3000);
    const { id, outs } = await new Process(seen).create({ ...batch, run: true });
    const found = (await childrenOf(id)).slice(0, count).toSorted();
    const read = await new Process(seen).read(id, outs);
    expect([sortedIds(outs), sortedIds(read?.props)]).toStrictEqual([found, found]);
  });
});

test("a list that shows `parent` as null is one without it: a batch keeps its children", async () => {
  const seen = await through(nullParents);
  const { id, outs } = await new Process(seen).create({ ...batch, run: true });
  await platform.advance(3000);
  const { items } = await platform.api("GET", `/tasks?parent=${id}&fields=id`);
  const read = await new Process(seen).read(id, outs);
  const { childIds } = read?.props ?? {};
  expect([childIds].flat().toSorted()).toStrictEqual(
    Array.isArray(items) ? items.map((child) => child.id).toSorted() : items,
  );
  expect(childIds).toHaveLength(2);
});

describe("descriptions are kept in another form", () => {
  const description = `A & B <c>\n\n${"a long text, ".repeat(40)} `;
  const args = { ...complete, description };

  describe.each([cutAt(255), cutAt(500), trimmed, encoded])("$name", (standIn) => {
    test("a task that a process has left is found, and nothing is written", async () => {
      const seen = await through(standIn);
      const { id } = await new Process(seen).create(args);
      await platform.log();
      expect((await new Process(seen).create(args)).id).toBe(id);
      expect(await platform.writes()).toStrictEqual([]);
    });

    test("a refresh finds no drift", async () => {
      const seen = await through(standIn);
      const kept = await new Process(seen).create(args);
      const read = await new Process(seen).read(kept.id, kept.outs);
      expect(read?.props?.description).toBe(description);
    });

    test("an edit by a person is drift", async () => {
      const seen = await through(standIn);
      const kept = await new Process(seen).create(args);
      await platform.api("PATCH", `/tasks/${kept.id}`, { description: "mine" });
      const read = await new Process(seen).read(kept.id, kept.outs);
      expect(read?.props?.description).toBe("mine");
    });
  });

  test("without the tag: says once that recovery is off, and the state remembers it", async () => {
    const seen = await through(cutAt(40));
    const process = new Process(seen);
    const kept = await process.create(complete);
    expect(kept.outs.__tagLost).toBe(true);
    expect(process.lines).toHaveLength(1);
    const later = new Process(seen);
    const edited = await later.update(kept, { ...complete, inputs: { reads: list(reads), threads: 8 } });
    expect(edited.outs.__tagLost).toBe(true);
    expect(later.lines).toStrictEqual([]);
  });

  test("without the tag: what is cut off is no drift", async () => {
    const seen = await through(cutAt(40));
    const kept = await new Process(seen).create(args);
    const read = await new Process(seen).read(kept.id, kept.outs);
    expect(read?.props?.description).toBe(description);
  });

  test("without the tag: after a lost answer, the error says how to find the task", async () => {
    const seen = await through(cutAt(40));
    const kept = await new Process(seen).create(complete);
    const process = new Process(seen);
    await process.diff(kept, complete);
    await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "drop", effect: "after" });
    const { message } = await failureOf(
      process.create({ ...complete, name: "two", __owner: "acme/urn::two" }),
    );
    expect(message).toContain("look for a task named two");
  });
});

describe("an attempt", () => {
  const failing = async (): Promise<string> => {
    const task = await draft(platform, {
      description: "text",
      execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;2000", max_parallel_instances: 2 },
    });
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    await failureOf(ended(platform, () => Process.runs(platform).create({ task })));
    return task;
  };

  test.each([cloneDropsDescription, cloneKeepsDescription])(
    "$name: the clone whose answer was lost is found, and tagged before its run",
    async (standIn) => {
      const seen = await through(standIn);
      const task = await failing();
      await platform.fault({
        match: { method: "POST", path: "/actions/clone$" },
        kind: "drop",
        effect: "after",
      });
      const provider = Process.runs(seen);
      const { outs } = await ended(platform, () => provider.create({ task, maxAttempts: 2 }));
      expect(outs).toMatchObject({ status: "COMPLETED", attempts: [{ number: 1 }, { number: 2 }] });
      expect(await platform.tasks()).toHaveLength(2);
      const { items } = await platform.api("GET", "/tasks?fields=description&order=desc&limit=1");
      expect(items).toStrictEqual([
        { description: expect.stringMatching(/\[pulumi \w+ attempt 2 of .*\]$/) },
      ]);
    },
  );

  test("that somebody has edited before it was started is neither started nor made again", async () => {
    const task = await failing();
    await platform.fault({ match: { method: "POST", path: "/actions/run$" }, kind: "status", status: 400 });
    const online = () =>
      new Process(platform, { "sevenbridges:checks": "apps" }, runs, undefined, taskRunProvider);
    await failureOf(online().create({ task, maxAttempts: 2 }));
    const { items } = await platform.api("GET", "/tasks?status=DRAFT&fields=id");
    const [{ id }] = items as [{ id: string }]; // a list's form
    await platform.api("PATCH", `/tasks/${id}`, { inputs: { threads: 9 } });
    await platform.log();
    const { message, reasons } = await failureOf(online().create({ task, maxAttempts: 2 }));
    expect(`${message} ${reasons}`).toContain("differs from it in inputs.threads");
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("whose PATCH does not show its tag runs, and a line says that recovery is off", async () => {
    const seen = await through(cutAt(40));
    const task = await failing();
    const provider = Process.runs(seen);
    await ended(platform, () => provider.create({ task, maxAttempts: 2 }));
    expect(provider.lines.filter((line) => line.includes("recovery is off"))).toHaveLength(1);
  });
});

describe.each([
  exclusiveFilters,
  ignoredFilters,
  wholeSeconds,
  otherZone,
  withoutZone,
  otherCase,
  ofDivision,
])("$name", (standIn) => {
  test("this resource's draft is found, and no other is created", async () => {
    const seen = await through(standIn);
    const { id } = await new Process(seen).create(complete);
    expect((await new Process(seen).create(complete)).id).toBe(id);
  });

  test("a clone whose answer was lost is found", async () => {
    const seen = await through(standIn);
    const task = await draft(platform, { description: "text" });
    await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
    await failureOf(ended(platform, () => Process.runs(seen).create({ task })));
    await platform.fault({
      match: { method: "POST", path: "/actions/clone$" },
      kind: "drop",
      effect: "after",
    });
    await ended(platform, () => Process.runs(seen).create({ task, maxAttempts: 2 }));
    expect(await platform.tasks()).toHaveLength(2);
  });
});

test("a filter that is ignored: what is older than the days that are looked back is not adopted", async () => {
  const seen = await through(ignoredFilters);
  const { id } = await new Process(seen).create(complete);
  await platform.advance(9 * 86_400);
  // The newest task tells the time where the platform's clock is not this machine's.
  await draft(platform, { description: "text" });
  const later = await new Process(seen).create(complete);
  expect(later.id).not.toBe(id);
});
