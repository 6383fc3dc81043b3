import { auditEnd, auditUp, type Standing } from "./audit";
import type { Held, Shown, Stored } from "./check";
import { none } from "./check";
import type { Item } from "./items";
import { Ledger } from "./ledger";

/* The checker itself: each kind of harm is seen, and what a line explains is none. */

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const task = (n: number, more: Partial<Shown> = {}): Shown => ({
  id: id(n),
  name: `task ${n}`,
  status: "DRAFT",
  inputs: { threads: 1 },
  description: null,
  ...more,
});
const done = { status: "COMPLETED" } as const;
const item: Item = { key: 1, name: "one", batch: false, run: "none", again: 0, inBox: false };
const stored = (n: number): Stored => ({ urn: "urn:pulumi:dev::lab::DraftTask::one", id: id(n), type: "" });
const held = (...drafts: readonly (readonly [string, number])[]): Held => ({
  drafts: new Map(drafts.map(([name, n]) => [name, stored(n)])),
  runs: new Map(),
  ids: new Set(drafts.map(([, n]) => id(n))),
  troubles: [],
});
const empty = held();
const standing = (its: Held, ...items: readonly Item[]): Standing => ({
  name: "dev",
  items,
  held: its,
  isRefreshed: false,
});

/** A command that has left these tasks. */
const ran = (ledger: Ledger, all: readonly Shown[], text = "", requests: readonly string[] = []): void =>
  ledger.note({ code: 0, text, fallen: undefined, hung: false, requests }, all);

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger();
});

describe("after an up, the checker", () => {
  test("finds nothing where state, program and platform agree", () => {
    ran(ledger, [task(1)]);
    expect(auditUp(standing(held(["one", 1]), item), [], [task(1)], ledger)).toStrictEqual(none);
  });

  test("finds a second draft of the same work, unless a line names it", () => {
    const all = [task(1), task(2)];
    ran(ledger, all);
    const audit = () => auditUp(standing(held(["one", 1]), item), [], all, ledger);
    expect(audit().duplicates).toHaveLength(1);
    ran(ledger, all, `sb:one: task ${id(2)} (DRAFT) carries this resource's tag: left alone.`);
    expect(audit()).toStrictEqual(none);
  });

  test("finds a draft of no work that the program has", () => {
    const all = [task(1), task(2, { inputs: { threads: 7 } })];
    ran(ledger, all);
    expect(auditUp(standing(held(["one", 1]), item), [], all, ledger).orphans).toHaveLength(1);
  });

  test("finds a task that two stacks hold", () => {
    ran(ledger, [task(1)]);
    const two = auditUp(standing(held(["one", 1]), item), [held(["one", 1])], [task(1)], ledger);
    expect(two.duplicates).toStrictEqual([`two stacks hold ${id(1)}`]);
  });

  test("finds a task of the state that is gone, and a value that is not the program's", () => {
    ran(ledger, []);
    expect(auditUp(standing(held(["one", 1]), item), [], [], ledger).losses).toHaveLength(1);
    const other = task(1, { inputs: { threads: 2 } });
    expect(auditUp(standing(held(["one", 1]), item), [], [other], ledger).losses).toHaveLength(1);
  });
});

describe("work that is paid for again", () => {
  const twice = [task(1, done), task(2, done)];

  test("is found where no line had named the first one with import", () => {
    ran(ledger, [task(1, done)]);
    ran(ledger, twice, `sb:one: task ${id(1)} (COMPLETED)`);
    expect(auditEnd([empty], twice, ledger).payments).toHaveLength(1);
  });

  test("is none where a line had", () => {
    ran(ledger, [task(1, done)]);
    ran(ledger, twice, `sb:one: warning: task ${id(1)} … add the resource option import: "${id(1)}"`);
    expect(auditEnd([empty], twice, ledger)).toStrictEqual(none);
  });

  test("is none where it was asked for, or the first one had failed", () => {
    ran(ledger, [task(1, done)]);
    ran(ledger, twice);
    ledger.ask(1);
    expect(auditEnd([empty], twice, ledger)).toStrictEqual(none);
    const failed = [task(1, { status: "FAILED" }), task(2, done)];
    const other = new Ledger();
    ran(other, failed.slice(0, 1));
    ran(other, failed);
    expect(auditEnd([empty], failed, other)).toStrictEqual(none);
  });
});

describe("what people have made", () => {
  test("is not patched, started or deleted", () => {
    ledger.noteByHand(task(1));
    ran(ledger, [task(1)], "", [`PATCH /v2/tasks/${id(1)} 200`]);
    expect(auditEnd([empty], [task(1)], ledger).touched).toHaveLength(1);
    expect(auditEnd([empty], [], ledger).touched).toHaveLength(1);
    const other = new Ledger();
    other.noteByHand(task(1));
    ran(other, [task(1)], "", [`GET /v2/tasks/${id(1)} 200`]);
    expect(auditEnd([empty], [task(1)], other)).toStrictEqual(none);
  });

  test("or started by hand is not aborted", () => {
    const running = task(1, { status: "RUNNING" });
    ran(ledger, [task(1)]);
    ledger.noteAct({ kind: "startDraft", by: "ada", pick: 0 }, task(1));
    ran(ledger, [running]);
    expect(auditEnd([empty], [running], ledger)).toStrictEqual(none);
    ran(ledger, [running], "", [`POST /v2/tasks/${id(1)}/actions/abort 200`]);
    expect(auditEnd([empty], [task(1, { status: "ABORTED" })], ledger).touched).toHaveLength(1);
  });
});

describe("after all destroys, the checker", () => {
  test("finds a draft that is left, unless its state was lost", () => {
    ran(ledger, [task(1)]);
    expect(auditEnd([empty], [task(1)], ledger).orphans).toHaveLength(1);
    ledger.forgotten.add(id(1));
    expect(auditEnd([empty], [task(1)], ledger)).toStrictEqual(none);
  });

  test("finds what still runs, and a record that is gone", () => {
    const running = task(1, { status: "RUNNING" });
    ran(ledger, [running]);
    expect(auditEnd([empty], [running], ledger).orphans).toHaveLength(1);
    expect(auditEnd([empty], [], ledger).losses).toHaveLength(1);
  });
});
