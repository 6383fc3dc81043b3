import * as fc from "fast-check";
import { statusOf } from "../../emulator/rules/lifecycle";
import { advanceClock } from "../../emulator/rules/settle";
import { Cache } from "../../emulator/store/cache";
import type { Change, Task } from "../../emulator/store/model";
import { Store } from "../../emulator/store/store";
import { items } from "./client";
import { allFiles, allTasks, Laboratory, START, type Step, take } from "./laboratory";

const name = fc.constantFrom("a", "b", "B", "á", "t 10", "t 9");
const project = fc.constantFrom("ada/lab", "ada/lab", "division/shared", "bob/private");
const at = fc.nat(50);
const wait: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("wait"),
  ms: fc.constantFrom(0, 1, 400, 999, 1000, 1700, 5000, 8000, 11_000),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: wait },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("create", "create", "batch"),
      name,
      project,
      run: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("run", "abort", "clone", "delete"), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rename"), at, name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("order"),
      at,
      order: fc.constantFrom(
        { outcome: "FAILED" },
        { outcome: "ABORTED" },
        { children: { s1: "FAILED" } },
        { requeue: true },
        { requeue: false },
        { outputs: { text: "given" } },
      ),
    }),
  },
);

const long: fc.ArrayConstraints = { minLength: 5, maxLength: 40, size: "max" };

interface Query {
  readonly user: string;
  readonly project: string | undefined;
  /** Picks a task. */
  readonly parent: number | undefined;
  readonly status: string | undefined;
  readonly batch: boolean | undefined;
  /** Seconds after the start. */
  readonly ranges: Readonly<Record<string, number>>;
  readonly orderBy: string;
  readonly order: string;
  readonly offset: number;
  readonly limit: number;
}

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 2 });
const bounds = ["created", "started", "ended"].flatMap((it) => [`${it}_from`, `${it}_to`]);
const query: fc.Arbitrary<Query> = fc.record({
  user: fc.constantFrom("ada", "bob"),
  project: maybe(fc.constantFrom("ada/lab", "division/shared")),
  parent: fc.option(at, { nil: undefined, freq: 1 }),
  status: maybe(
    fc.constantFrom("DRAFT", "creating", "QUEUED", "Running", "ABORTING", "COMPLETED", "FAILED", "ABORTED"),
  ),
  batch: maybe(fc.boolean()),
  ranges: fc.dictionary(fc.constantFrom(...bounds), fc.nat(30), { minKeys: 0, maxKeys: 2, size: "max" }),
  orderBy: fc.constantFrom("created_time", "start_time", "end_time", "name", "created_by"),
  order: fc.constantFrom("asc", "desc"),
  offset: fc.nat(12),
  limit: fc.integer({ min: 1, max: 12 }),
});

const timeOf = (seconds: number): string => new Date(START + seconds * 1000).toISOString().slice(0, 19);
const second = (ms: number): number => Math.floor(ms / 1000);

/** The expected list: everything is looked at, then put in order, then the page is cut. */
const expected = ({ store, now }: Laboratory, asked: Query, parent: Task | undefined): unknown => {
  const tasks = allTasks(store);
  const mine = (it: Task): boolean =>
    it.project.startsWith(`${asked.user}/`) || it.project.startsWith("division/");
  const times: Readonly<Record<string, (task: Task) => number | undefined>> = {
    created: (it) => it.createdAt,
    started: (it) => it.run?.at ?? it.createdAt,
    ended: (it) => it.end?.at,
  };
  const within = (it: Task): boolean =>
    Object.entries(asked.ranges).every(([bound, seconds]) => {
      const [which = "", end] = bound.split("_");
      const time = times[which]?.(it);
      if (time === undefined) return false;
      const limit = second(START + seconds * 1000);
      return end === "from" ? second(time) >= limit : second(time) <= limit;
    });
  const found = tasks.filter(
    (it) =>
      it.createdAt <= now &&
      mine(it) &&
      it.parent === parent?.id &&
      (asked.project === undefined || it.project === asked.project) &&
      (asked.batch === undefined || (it.batching !== undefined) === asked.batch) &&
      (asked.status === undefined ||
        statusOf(
          it,
          tasks.filter((child) => child.parent === it.id),
          now,
        ) === asked.status.toUpperCase()) &&
      within(it),
  );
  const keys: Readonly<Record<string, (task: Task) => number | string | undefined>> = {
    created_time: (it) => it.createdAt,
    start_time: (it) => it.run?.at ?? it.createdAt,
    end_time: (it) => it.end?.at,
    name: (it) => it.name,
    created_by: (it) => it.createdBy,
  };
  const key = (it: Task): number | string | undefined => keys[asked.orderBy]?.(it);
  const sign = asked.order === "asc" ? 1 : -1;
  found.sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one === other) return (a.seq - b.seq) * sign;
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    return one < other ? -sign : sign;
  });
  const page = found.slice(asked.offset, asked.offset + asked.limit);
  return { status: 200, total: String(found.length), ids: page.map((it) => it.id) };
};

const listed = (laboratory: Laboratory, asked: Query, parent: Task | undefined): unknown => {
  const { user, project: of, status, batch, ranges, orderBy, order, offset, limit } = asked;
  const times = Object.entries(ranges).map(([bound, seconds]) => [bound, timeOf(seconds)]);
  const query = new URLSearchParams({
    ...(of === undefined ? {} : { project: of }),
    ...(parent === undefined ? {} : { parent: parent.id }),
    ...(status === undefined ? {} : { status }),
    ...(batch === undefined ? {} : { batch: String(batch) }),
    ...Object.fromEntries(times),
    order_by: orderBy,
    order,
    offset: String(offset),
    limit: String(limit),
    fields: "id",
  }).toString();
  const answer = laboratory.send(user, "GET", "/tasks", { query });
  if (answer.status !== 200) return answer;
  return {
    status: 200,
    total: answer.headers?.["X-Total-Matching-Query"],
    ids: items({ status: 200, body: answer.body, headers: new Headers() }, "id"),
  };
};

test("a list is what filtering and sorting all tasks comes to, whatever has happened to them", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.array(query, { maxLength: 3 })), long), (story) => {
      const laboratory = new Laboratory();
      for (const [happens, queries] of story) {
        take(laboratory, happens);
        for (const asked of queries) {
          advanceClock(laboratory.store, laboratory.now);
          const tasks = allTasks(laboratory.store).filter((it) => it.createdAt <= laboratory.now);
          const picked = asked.parent === undefined ? undefined : tasks[asked.parent % (tasks.length || 1)];
          // Of another user's project, the call is refused.
          const parent = picked?.project.startsWith("bob/") ? undefined : picked;
          const user = parent?.project.startsWith("ada/") || asked.project === "ada/lab" ? "ada" : asked.user;
          expect(listed(laboratory, { ...asked, user }, parent)).toEqual(
            expected(laboratory, { ...asked, user }, parent),
          );
        }
      }
    }),
    { numRuns: 300 },
  );
});

const records = ({ store }: Laboratory): readonly Change[] =>
  [
    ...allTasks(store).map((it): Change => ["task", it.id, it]),
    ...allFiles(store).map((it): Change => ["file", it.id, it]),
  ].toSorted((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));

test("what ends, and what it made, is the same whenever requests come", () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(step, long), pauses, (story, asked) => {
      const seldom = new Laboratory();
      for (const happens of story) take(seldom, happens);
      const often = new Laboratory();
      often.store.commitAll(records(seldom));
      let now = seldom.now;
      for (const pause of asked) {
        now += pause;
        advanceClock(often.store, now);
      }
      advanceClock(often.store, now + 30_000);
      advanceClock(seldom.store, now + 30_000);
      expect(records(often)).toEqual(records(seldom));
      expect(allTasks(often.store).filter((it) => it.run && !it.end)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("files of tasks of one name are numbered on in the order of the ends, and a name that is free is taken", () => {
  const laboratory = new Laboratory();
  const { store } = laboratory;
  const run = (): void => {
    take(laboratory, { kind: "create", name: "same", project: "ada/lab", run: true });
    laboratory.now += 10;
  };
  const name = (n: number): string => (n === 0 ? "same.bam.bam" : `_${n}_same.bam.bam`);
  const count = 2000;
  for (let n = 0; n < count; n += 1) run();
  advanceClock(store, laboratory.now + 60_000);
  const made = allFiles(store).filter((it) => it.name.endsWith("same.bam.bam"));
  expect(made.map((it) => it.name)).toEqual(Array.from({ length: count }, (_, n) => name(n)));
  // With its index, or the name would not be free for both.
  for (const it of allFiles(store))
    if (it.name === name(700) || it.name === `${name(700)}.bai`) store.commit(["file", it.id, null]);
  for (let n = 0; n < 2; n += 1) run();
  advanceClock(store, laboratory.now + 60_000);
  const later = allFiles(store)
    .filter((it) => it.name.endsWith("same.bam.bam"))
    .slice(count - 1);
  expect(later.map((it) => it.name)).toEqual([name(700), name(count)]);
});

/** The first five are batches, the others are their children. */
const taskOf = (n: number, becomes: string, at: number): Task => ({
  id: String(n),
  seq: n,
  name: "",
  project: "ada/lab",
  app: "",
  createdBy: "ada",
  createdAt: 0,
  inputs: {},
  spot: false,
  ...(n < 5 ? { batching: { batchInput: "reads", batchBy: { type: "ITEM" } } } : { parent: String(n % 5) }),
  ...(becomes === "draft" ? {} : { run: { at, seconds: 0, by: "ada" } }),
  ...(becomes === "ended" ? { end: { at, status: "FAILED", outputs: {} } } : {}),
});

test("due is what has been started and ends by then, what ends first comes first, and a batch waits for its children", () => {
  const becomes = fc.constantFrom("draft", "moving", "moving", "moving", "ended", "gone");
  const change = fc.record({ n: fc.nat(14), becomes, at: fc.nat(100) });
  const most = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 200, size: "max" }),
      fc.nat(110),
      most,
      (changes, now, most) => {
        const store = new Store({ dueAt: ({ run }) => run?.at ?? 0 });
        const plain = new Map<string, Task>();
        const put = (task: Task): void => {
          store.commit(["task", task.id, task]);
          plain.set(task.id, task);
        };
        for (let n = 0; n < 5; n += 1) put(taskOf(n, "draft", 0));
        for (const { n, becomes, at } of changes) {
          if (becomes !== "gone") put(taskOf(n, becomes, at));
          else if (n >= 5) {
            store.commit(["task", String(n), null]);
            plain.delete(String(n));
          }
        }
        const moving = [...plain.values()].filter((it) => it.run && !it.end);
        const due = moving
          .filter((it) => (it.run?.at ?? 0) <= now && !moving.some(({ parent }) => parent === it.id))
          .sort((a, b) => (a.run?.at ?? 0) - (b.run?.at ?? 0) || a.seq - b.seq);
        expect(store.due(now, most)).toEqual(due.slice(0, most));
        store.close();
      },
    ),
    { numRuns: 200 },
  );
});

test("a cache has what was used last, and no more than its size", () => {
  const use = fc.record({
    id: fc.nat(20).map(String),
    kind: fc.constantFrom("set", "set", "get", "delete"),
    size: fc.nat(30),
  });
  fc.assert(
    fc.property(fc.array(use, { maxLength: 200, size: "max" }), (uses) => {
      const cache = new Cache<number>(100);
      const last = new Map<string, { n: number; size: number }>();
      for (const [n, { id, kind, size }] of uses.entries()) {
        if (kind === "set") {
          cache.set(id, n, size);
          last.set(id, { n, size });
          // One of less than half of the size is there at once.
          expect(cache.get(id)).toBe(n);
        } else if (kind === "delete") {
          cache.delete(id);
          last.delete(id);
        } else expect([undefined, last.get(id)?.n]).toContain(cache.get(id));
      }
      const held = [...last].filter(([id]) => cache.get(id) !== undefined);
      expect(held.reduce((sum, [, { size }]) => sum + size, 0)).toBeLessThanOrEqual(160);
    }),
  );
});
