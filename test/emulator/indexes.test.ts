import * as fc from "fast-check";
import { statusOf } from "../../emulator/rules/lifecycle";
import { advanceClock } from "../../emulator/rules/settle";
import { DueQueue } from "../../emulator/store/dueQueue";
import type { Change, Task } from "../../emulator/store/model";
import { Sorted } from "../../emulator/store/sorted";
import { items } from "./client";
import { Laboratory, START, type Step, take } from "./laboratory";

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
  const tasks = [...store.tasks.values()];
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
          const tasks = [...laboratory.store.tasks.values()].filter((it) => it.createdAt <= laboratory.now);
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

const records = (laboratory: Laboratory): readonly Change[] =>
  [...laboratory.store.written()].toSorted((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));

test("what ends, and what it made, is the same whenever requests come", () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(step, long), pauses, (story, asked) => {
      const seldom = new Laboratory();
      for (const happens of story) take(seldom, happens);
      const often = new Laboratory();
      often.store.restore(records(seldom), true);
      let now = seldom.now;
      for (const pause of asked) {
        now += pause;
        advanceClock(often.store, now);
      }
      advanceClock(often.store, now + 30_000);
      advanceClock(seldom.store, now + 30_000);
      expect(records(often)).toEqual(records(seldom));
      expect([...often.store.tasks.values()].filter((it) => it.run && !it.end)).toEqual([]);
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
  const made = [...store.files.values()].filter((it) => it.name.endsWith("same.bam.bam"));
  expect(made.map((it) => it.name)).toEqual(Array.from({ length: count }, (_, n) => name(n)));
  // With its index, or the name would not be free for both.
  for (const it of [...store.files.values()])
    if (it.name === name(700) || it.name === `${name(700)}.bai`) store.commit(["file", it.id, null]);
  for (let n = 0; n < 2; n += 1) run();
  advanceClock(store, laboratory.now + 60_000);
  const later = [...store.files.values()].filter((it) => it.name.endsWith("same.bam.bam")).slice(count - 1);
  expect(later.map((it) => it.name)).toEqual([name(700), name(count)]);
});

test("what is due is all that was said to be by then, after any changes", () => {
  const change = fc.record({ id: fc.nat(40), at: fc.option(fc.nat(100), { freq: 3 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200, size: "max" }), fc.nat(110), (changes, now) => {
      const queue = new DueQueue();
      const plain = new Map<string, number>();
      for (const { id, at } of changes) {
        if (at === null) {
          queue.delete(String(id));
          plain.delete(String(id));
        } else {
          queue.set(String(id), at);
          plain.set(String(id), at);
        }
      }
      const due = [...plain].filter(([, at]) => at <= now).map(([id]) => id);
      expect(queue.until(now).toSorted()).toEqual(due.toSorted());
    }),
    { numRuns: 300 },
  );
});

describe("items in order", () => {
  const numbers = (a: number, b: number): number => a - b;

  test("are those of a sorted array after any additions and removals", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(3000), { maxLength: 1500, size: "max" }),
        fc.array(fc.nat(3000), { maxLength: 300, size: "max" }),
        fc.nat(1600),
        fc.nat(100),
        (added, removed, from, count) => {
          const sorted = new Sorted(numbers, added.slice(0, 700));
          for (const it of added.slice(700)) sorted.add(it);
          for (const it of removed) sorted.remove(it);
          const plain = added.filter((it) => !removed.includes(it)).sort(numbers);
          expect(sorted.length).toBe(plain.length);
          expect(sorted.slice(0, plain.length)).toEqual(plain);
          expect(sorted.slice(from, from + count)).toEqual(plain.slice(from, from + count));
          expect(sorted.last()).toBe(plain.at(-1));
          expect(sorted.countWhile((it) => it < from)).toBe(plain.filter((it) => it < from).length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("are found among 100,000 by some twenty comparisons", () => {
    let compared = 0;
    const sorted = new Sorted(
      (a: number, b: number) => {
        compared += 1;
        return a - b;
      },
      Array.from({ length: 100_000 }, (_, n) => 2 * n),
    );
    compared = 0;
    for (let n = 0; n < 1000; n += 1) sorted.add(((n * 7919) % 100_000) * 2 + 1);
    expect(compared / 1000).toBeLessThan(25);
    compared = 0;
    for (let n = 0; n < 1000; n += 1) sorted.remove(((n * 7919) % 100_000) * 2 + 1);
    expect(compared / 1000).toBeLessThan(25);
    expect(sorted.slice(0, 100_000)).toEqual(Array.from({ length: 100_000 }, (_, n) => 2 * n));
  });
});
