import * as E from "fp-ts/Either";
import * as values from "../../provider/resources/runOutputs";
import type { RunChild } from "../../provider/resources/taskRunOutputs";
import { pending } from "../../provider/shared/pending";

type RunSeen = values.RunView;

/** The value, or what is wrong in the program. */
const read = <A>(taken: values.OutputResult<A>): A | { readonly wrong: string } =>
  E.isLeft(taken) ? { wrong: taken.left } : taken.right;
const outputOf = (run: RunSeen, port: string) => read(values.outputOf(run, port));
const childOutputOf = (run: RunSeen, port: string) => read(values.childOutputOf(run, port));
const oneChildOutputOf = (run: RunSeen, group: string, port: string) =>
  read(values.oneChildOutputOf(run, group, port));

const bam = (name: string) => ({ class: "File" as const, path: `5678${name}`, name });

const single = (given: Partial<RunSeen> = {}): RunSeen => ({
  name: "align",
  status: "COMPLETED",
  executionStatus: {},
  lastStatus: "COMPLETED",
  allowFailures: false,
  outputs: { bam: bam("a"), log: null },
  missingOutputs: [],
  children: [],
  childOutputs: {},
  ...given,
});

const child = (value: string, given: Partial<RunChild> = {}): RunChild => ({
  id: `id-${value}`,
  status: "COMPLETED",
  group: { value, fields: {} },
  url: "u",
  ...given,
});

const batch = (given: Partial<RunSeen> = {}): RunSeen =>
  single({
    outputs: {},
    children: [child("a"), child("b"), child("c")],
    childOutputs: { bam: [bam("a"), null, bam("c")], parts: [[1, [2]], null, [3]] },
    ...given,
  });

const open = { status: "RUNNING", executionStatus: { completed: 13, failed: 1, running: 80, queued: 2 } };
const notYet = pending("align is RUNNING 14/96 children; run pulumi up again when it has ended");

describe("before a run has succeeded, its values say why they are not there", () => {
  test("while it goes on", () => {
    expect(
      outputOf(single({ status: "RUNNING", executionStatus: { stepsCompleted: 1, stepsTotal: 3 } }), "bam"),
    ).toBe(pending("align is RUNNING 1/3 steps; run pulumi up again when it has ended"));
    expect(childOutputOf(batch(open), "bam")).toStrictEqual([notYet]);
    expect(oneChildOutputOf(batch(open), "a", "bam")).toBe(notYet);
  });

  test.each(["FAILED", "ABORTED"])("once it is %s", (status) => {
    const why = pending(
      `align is ${status}, so this has no value; run pulumi up again when it has completed`,
    );
    expect(outputOf(single({ status }), "bam")).toBe(why);
    expect(childOutputOf(batch({ status }), "bam")).toStrictEqual([why]);
  });

  test("and a record that the platform has lost has the values of its end", () => {
    expect(outputOf(single({ status: "DELETED" }), "bam")).toStrictEqual(bam("a"));
    expect(outputOf(single({ status: "DELETED", lastStatus: "FAILED" }), "bam")).toMatch(/align is FAILED/);
  });
});

describe("a run that has completed", () => {
  test("gives its values by port, null where there is none", () => {
    expect([outputOf(single(), "bam"), outputOf(single(), "log")]).toStrictEqual([bam("a"), null]);
  });

  test("gives its children's values as one list: nulls dropped, lists joined", () => {
    expect(childOutputOf(batch(), "bam")).toStrictEqual([bam("a"), bam("c")]);
    expect(childOutputOf(batch(), "parts")).toStrictEqual([1, 2, 3]);
    expect(oneChildOutputOf(batch(), "c", "bam")).toStrictEqual(bam("c"));
  });

  test.each([
    ["bma", "align has no output port bma: did you mean bam? its app has bam and log"],
    ["variants", "align has no output port variants: its app has bam and log"],
    ["constructor", "align has no output port constructor: its app has bam and log"],
  ])("has no port %s, and names those that it has", (port, reason) => {
    expect(outputOf(single(), port)).toStrictEqual({ wrong: reason });
  });

  test("that is a batch has no values except its children's, and one that is not a batch has no children", () => {
    expect(outputOf(batch(), "bam")).toMatchObject({
      wrong: expect.stringContaining('use childOutput("bam")'),
    });
    expect(childOutputOf(single(), "bam")).toStrictEqual({
      wrong: 'align is not a batch, and has no children: use output("bam")',
    });
  });

  test("has no child of another group, and none alone of a group that is there twice", () => {
    expect(oneChildOutputOf(batch(), "z9", "bam")).toStrictEqual({
      wrong: "align has no child of the group z9: did you mean a? it has a, b and c",
    });
    expect(
      oneChildOutputOf(batch({ children: [child("a"), child("a"), child("c")] }), "a", "bam"),
    ).toMatchObject({
      wrong:
        "align has 2 children of the group a: take them from childOutputs, which has them in the order of children",
    });
  });

  test("but lacks a required value holds back what needs it, and no sample is passed over in silence", () => {
    const why = (what: string, again = "all 3 children") =>
      pending(
        `${what} is COMPLETED, but has no value on its required output bam: look at it on the platform; if the value is there now, pulumi refresh reads it. A change of triggers of align runs ${again} again, which is paid for again (its price says how much that was)`,
      );
    expect(outputOf(single({ outputs: { bam: null }, missingOutputs: ["bam"] }), "bam")).toBe(
      why("align", "it"),
    );
    const lacking = { children: [child("a"), child("b", { missingOutputs: ["bam"] }), child("c")] };
    expect(childOutputOf(batch(lacking), "bam")).toStrictEqual([why("child b of align")]);
    expect(oneChildOutputOf(batch(lacking), "b", "bam")).toBe(why("child b of align"));
    expect(childOutputOf(batch({ ...lacking, allowFailures: true }), "bam")).toStrictEqual([
      bam("a"),
      bam("c"),
    ]);
  });
});

test("failed children that are accepted are left out of the list, and have no value", () => {
  const run = batch({
    status: "FAILED",
    allowFailures: true,
    children: [child("a"), child("b", { status: "FAILED" }), child("c")],
  });
  expect(childOutputOf(run, "bam")).toStrictEqual([bam("a"), bam("c")]);
  expect(oneChildOutputOf(run, "b", "bam")).toBe(pending("child b of align is FAILED, so this has no value"));
});

const nothing = { status: undefined, outputs: undefined, children: undefined, childOutputs: undefined };

test("under mocks that say nothing, there is nothing, and nothing fails", () => {
  const mocked = { ...nothing, isMocked: true };
  expect(outputOf(single(mocked), "bam")).toBe(null);
  expect(childOutputOf(batch(mocked), "bam")).toStrictEqual([]);
  expect(oneChildOutputOf(batch(mocked), "a", "bam")).toBe(null);
});

test("a run that an update has left out, or whose state has no values, has none: what needs them is held back", () => {
  const leftOut = pending("align has no result: this update excluded it; run pulumi up without --exclude");
  expect(outputOf(single(nothing), "bam")).toBe(leftOut);
  expect(childOutputOf(batch(nothing), "bam")).toStrictEqual([leftOut]);
  expect(oneChildOutputOf(batch(nothing), "a", "bam")).toBe(leftOut);
  const unread = pending("the results of align are not in the state; run pulumi refresh to read them");
  expect(outputOf(single({ outputs: undefined }), "bam")).toBe(unread);
  expect(childOutputOf(batch({ childOutputs: undefined }), "bam")).toStrictEqual([unread]);
});

test("no message names a group of children that hold a secret", () => {
  const run = batch({
    status: "FAILED",
    allowFailures: true,
    hasSecretChildren: true,
    children: [child("hush-a"), child("hush-b", { status: "FAILED", id: "an id" }), child("c")],
  });
  expect([
    oneChildOutputOf(run, "hush-b", "bam"),
    oneChildOutputOf(run, "d", "bam"),
    childOutputOf({ ...run, allowFailures: false, status: "COMPLETED" }, "bam"),
  ]).toStrictEqual([
    pending("child an id of align is FAILED, so this has no value"),
    { wrong: "align has no child of the group d" },
    [bam("a"), bam("c")],
  ]);
});
