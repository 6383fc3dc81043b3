import * as E from "fp-ts/Either";
import type { RecentTask, Task } from "../../../provider/api/endpoints/schemas";
import {
  existingWorkAmong,
  firstGenuine,
  hasOwnWork,
  otherWorkAmong,
  type Work,
} from "../../../provider/host/recovery/existingWork";
import { withAttemptTag } from "../../../provider/model/tags/attemptTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import type { Bound } from "../../../provider/model/tags/tag";
import { withOwnerTag } from "../../../provider/model/task/bodyHash";
import { wireTask } from "../../support/builders";
import { args, others, own, seeker, session } from "../../support/seekers";

/* Which tasks of a list are work that a create would pay for again. */

/** Of another resource in the same stack, and of one in another stack. */
const sibling = "62cf4290000000000001";
const foreign = "0000000000000000000f";
const numbered = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

interface Made {
  readonly id?: string;
  readonly body?: typeof args;
  readonly bound?: Bound["proof"];
}

/** The nth task of the list, as its tag says that it was made. */
const task = (
  n: number,
  status: string,
  { id = own, body = args, bound: proof = "Sent" }: Made = {},
  given: Partial<Task> = {},
): RecentTask => {
  const bound: Bound = proof === "Sent" ? { proof } : { proof, taskId: numbered(n), isWitness: false };
  const { description } = withOwnerTag(body, id, session, bound);
  return wireTask({
    id: numbered(n),
    status,
    ...(description === undefined ? {} : { description }),
    ...given,
  });
};

/** The nth task, which runs another one again. */
const attemptOf = (
  n: number,
  of: number,
  which: string,
  status: string,
  given: Partial<Task> = {},
): RecentTask =>
  wireTask({
    id: numbered(n),
    status,
    description: withAttemptTag("text", { id: foreign, which, of: numbered(of) }, numbered(n)),
    ...given,
  });

const usd = (amount: number): Partial<Task> => ({ price: { amount, currency: "USD" } });
const work = (n: number, status: string, given: object = {}): Work["work"] => ({
  id: numbered(n),
  status,
  adopted: false,
  createdTime: "2026-07-03T14:24:10Z",
  ...given,
});

const worth = ["CREATING", "QUEUED", "RUNNING", "COMPLETED", "SOME_NEW_STATUS"];
const worthless = ["FAILED", "ABORTING", "ABORTED", "DELETED"];

describe("a resource's own work", () => {
  test("is a task that has made something, or may yet", () => {
    const found = [...worth, ...worthless, "DRAFT"].filter((status) => hasOwnWork([task(1, status)], seeker));
    expect(found).toStrictEqual(worth);
  });

  test.each<[string, Partial<Task>, boolean]>([
    ["some of whose children completed", { batch: true, execution_status: { completed: 1 } }, true],
    ["none of whose children completed", { batch: true, execution_status: { completed: 0 } }, false],
    ["that does not count its children", { batch: true, execution_status: {} }, false],
    ["that shows no status of its children", { batch: true }, false],
    ["no batch, whatever its counts are", { batch: false, execution_status: { completed: 1 } }, false],
  ])("is a failed batch %s: %j, %s", (_, given, expected) => {
    expect(worthless.map((status) => hasOwnWork([task(1, status, {}, given)], seeker))).toStrictEqual(
      worthless.map(() => expected),
    );
  });

  test("is a failed task of which a further attempt completed", () => {
    const failed = task(1, "FAILED");
    expect(hasOwnWork([failed, attemptOf(2, 1, "attempt 2", "COMPLETED")], seeker)).toBe(true);
    // One that failed too, one of another task, and a run that new triggers asked for.
    expect(hasOwnWork([failed, attemptOf(2, 1, "attempt 2", "FAILED")], seeker)).toBe(false);
    expect(hasOwnWork([failed, attemptOf(2, 3, "attempt 2", "COMPLETED")], seeker)).toBe(false);
    expect(hasOwnWork([failed, attemptOf(2, 1, "again 0eb5b8d6", "COMPLETED")], seeker)).toBe(false);
  });

  test("is made from the same args, for this very resource, and no clone", () => {
    const clone = { ...task(1, "COMPLETED", { bound: "Held" }), id: numbered(2) };
    const none = [
      task(1, "COMPLETED", { body: others }),
      task(1, "COMPLETED", { id: sibling }),
      wireTask({ status: "COMPLETED" }),
      wireTask({ status: "COMPLETED", description: null }),
      wireTask({ status: "COMPLETED", description: "see [pulumi docs]" }),
      clone,
    ];
    expect(none.map((it) => hasOwnWork([it], seeker))).toStrictEqual(none.map(() => false));
  });
});

describe("what create makes of a resource's own work", () => {
  test("is nothing where a draft is there to adopt or to edit", () => {
    const done = task(1, "COMPLETED");
    expect(existingWorkAmong([done, task(2, "DRAFT")], seeker)).toStrictEqual([]);
    expect(existingWorkAmong([done, task(2, "DRAFT", { body: others })], seeker)).toStrictEqual([]);
  });

  test("is to adopt what goes on, before it names the rest, the newest first", () => {
    const all = [
      task(1, "COMPLETED"),
      task(2, "COMPLETED", { bound: "Held" }),
      task(3, "RUNNING"),
      task(4, "FAILED"),
    ];
    expect(existingWorkAmong(all, seeker)).toStrictEqual([
      { work: work(3, "RUNNING", { adopted: true }), isCopyable: true },
      { work: work(2, "COMPLETED"), isCopyable: false },
      { work: work(1, "COMPLETED"), isCopyable: true },
    ]);
  });

  test("is nothing of what another resource has", () => {
    expect(
      existingWorkAmong([task(1, "COMPLETED")], { ...seeker, isTaken: (id) => id === numbered(1) }),
    ).toStrictEqual([]);
  });

  test("may be a clone by hand where the tag is of version 0.1.0", () => {
    const { owner } = seeker;
    const description = `[pulumi ${owner} ${seeker.hashes.oldHash}]`;
    const old = wireTask({ id: numbered(1), status: "COMPLETED", description });
    const [found] = existingWorkAmong([old], { ...seeker, id: resourceIdOf(owner) });
    expect(found).toStrictEqual({ work: work(1, "COMPLETED"), isCopyable: true });
  });

  test.each<[string, readonly RecentTask[], object]>([
    ["its price", [task(1, "COMPLETED", {}, usd(1.5))], { price: { amount: 1.5, currency: "USD" } }],
    ["no price where none is shown", [task(1, "COMPLETED")], {}],
    [
      "what its attempts have cost as well",
      [
        task(1, "COMPLETED", {}, usd(0.1)),
        attemptOf(2, 1, "attempt 2", "FAILED", usd(0.2)),
        attemptOf(3, 1, "attempt 3", "FAILED"),
        attemptOf(4, 9, "attempt 2", "FAILED", usd(5)),
      ],
      { price: { amount: 0.3, currency: "USD" } },
    ],
    ["no price without a currency", [task(1, "COMPLETED", {}, { price: { amount: 1 } })], {}],
  ])("has %s", (_, all, more) => {
    expect(existingWorkAmong(all, seeker)).toStrictEqual([
      { work: work(1, "COMPLETED", more), isCopyable: true },
    ]);
  });

  test("has no time of creation where none is shown", () => {
    const [found] = existingWorkAmong([task(1, "COMPLETED", {}, { created_time: null })], seeker);
    expect(found?.work).toStrictEqual({ id: numbered(1), status: "COMPLETED", adopted: false });
  });
});

describe("work of another resource, which may be this one under its old name,", () => {
  const among = (all: readonly RecentTask[], declared: readonly string[] = [own]): readonly Work[] =>
    otherWorkAmong(all, seeker, "align", new Set(declared));

  test("is of the same stack and the same args, started, and of no resource that the program declares", () => {
    const found = task(1, "COMPLETED", { id: sibling });
    expect(among([found])).toStrictEqual([{ work: work(1, "COMPLETED"), isCopyable: true }]);
    expect(among([found], [own, sibling])).toStrictEqual([]);
    const none = [
      task(1, "COMPLETED"),
      task(1, "COMPLETED", { id: foreign }),
      task(1, "COMPLETED", { id: sibling, body: others }),
      task(1, "DRAFT", { id: sibling }),
      task(1, "FAILED", { id: sibling }),
      { ...task(1, "COMPLETED", { id: sibling, bound: "Held" }), id: numbered(2) },
      wireTask({ status: "COMPLETED", description: null }),
      wireTask({ status: "COMPLETED", description: "see [pulumi docs]" }),
    ];
    expect(none.map((it) => among([it]))).toStrictEqual(none.map(() => []));
  });

  test("may be of a stack whose old name the ids of the program tell", () => {
    const before = task(1, "COMPLETED", { id: "0000000000000000000e" });
    expect(among([before], [own, foreign])).toStrictEqual([{ work: work(1, "COMPLETED"), isCopyable: true }]);
  });

  test("comes with what has kept its task's name first, then the newest first", () => {
    const all = [
      task(1, "COMPLETED", { id: sibling, bound: "Held" }),
      task(2, "COMPLETED", { id: sibling }, { name: "other" }),
      task(3, "RUNNING", { id: sibling, bound: "Started" }),
      task(4, "COMPLETED", { id: sibling }, { name: "another" }),
    ];
    expect(among(all)).toStrictEqual([
      { work: work(3, "RUNNING"), isCopyable: false },
      { work: work(1, "COMPLETED"), isCopyable: false },
      { work: work(4, "COMPLETED"), isCopyable: true },
      { work: work(2, "COMPLETED"), isCopyable: true },
    ]);
  });
});

describe("the first that ran with the program's values", () => {
  const asked: string[] = [];
  const find = (tasks: readonly Task[]) => async (id: string) => {
    asked.push(id);
    return E.right<string, Task | undefined>(tasks.find((it) => it.id === id));
  };
  const among = (works: readonly Work[], tasks: readonly Task[]) => {
    asked.length = 0;
    return firstGenuine(find(tasks), args, works);
  };
  const copyable = (n: number): Work => ({ work: work(n, "COMPLETED"), isCopyable: true });
  const ran = (n: number, given: Partial<Task> = {}): Task =>
    wireTask({ id: numbered(n), status: "COMPLETED", inputs: { threads: 8 }, ...given });

  test("is none of none", async () => {
    expect([await among([], []), asked]).toStrictEqual([E.right(undefined), []]);
  });

  test("is one whose tag no clone has copied, without a look", async () => {
    const first: Work = { work: work(1, "COMPLETED"), isCopyable: false };
    expect([await among([first, copyable(2)], []), asked]).toStrictEqual([E.right(first.work), []]);
  });

  test("passes over what is gone, what ran with other values, and children", async () => {
    const tasks = [ran(2, { inputs: { threads: 9 } }), ran(3, { parent: numbered(9) }), ran(4), ran(5)];
    const works = [1, 2, 3, 4, 5].map(copyable);
    expect([await among(works, tasks), asked]).toStrictEqual([
      E.right(work(4, "COMPLETED")),
      [1, 2, 3, 4].map(numbered),
    ]);
  });
});
