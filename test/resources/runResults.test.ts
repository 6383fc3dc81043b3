import * as fc from "fast-check";
import * as E from "fp-ts/Either";
import type { OutputResult } from "../../provider/resources/runOutputs";
import {
  type ChildResult,
  childResultsOf,
  type RunEnd,
  type RunResult,
  resultOf,
} from "../../provider/resources/runResults";
import type { RunChild, RunFailure } from "../../provider/resources/taskRunOutputs";

/** The result, or what is wrong in the program. */
const read = <A>(taken: OutputResult<A>): A | { readonly wrong: string } =>
  E.isLeft(taken) ? { wrong: taken.left } : taken.right;
const result = (run: RunEnd, port = "bam"): RunResult | { readonly wrong: string } =>
  read(resultOf(run, port));
const results = (run: RunEnd, port = "bam"): readonly ChildResult[] | { readonly wrong: string } =>
  read(childResultsOf(run, port));

const bam = { class: "File" as const, path: "5678", name: "a.bam" };

const single = (given: Partial<RunEnd> = {}): RunEnd => ({
  name: "P01",
  status: "COMPLETED",
  executionStatus: {},
  lastStatus: "COMPLETED",
  allowFailures: false,
  outputs: { bam, log: null },
  missingOutputs: [],
  children: [],
  childOutputs: {},
  failures: [],
  attempts: [
    { number: 1, status: "COMPLETED", tasks: [{ id: "t1" }], price: { amount: 0.1, currency: "USD" } },
  ],
  ...given,
});

const failure: RunFailure = {
  task: "t2",
  status: "FAILED",
  message: "Docker image not found.",
  jobs: [{ name: "call", logs: { stderr: "http://log" } }],
  url: "http://page",
};
const failureText =
  "task t2 is FAILED; Docker image not found; job call failed (stderr http://log); its page is http://page";

const failed = single({
  status: "FAILED",
  outputs: {},
  failures: [failure],
  attempts: [
    { number: 1, status: "FAILED", tasks: [{ id: "t1" }], price: { amount: 0.1, currency: "USD" } },
    { number: 2, status: "FAILED", tasks: [{ id: "t2", of: "t1" }], price: { amount: 0.2, currency: "USD" } },
  ],
});

describe("the result of a run", () => {
  test("that completed is its value and its price", () => {
    const price = { amount: 0.1, currency: "USD" };
    expect([result(single()), result(single(), "log")]).toStrictEqual([
      { status: "COMPLETED", value: bam, price },
      { status: "COMPLETED", value: null, price },
    ]);
  });

  test("that failed is the platform's words, and what all attempts have cost", () => {
    expect(result(failed)).toStrictEqual({
      status: "FAILED",
      reason: failureText,
      price: { amount: 0.3, currency: "USD" },
    });
  });

  test("that was aborted, and of which the platform says no more, still has a reason", () => {
    expect(result(single({ status: "ABORTED", outputs: {}, attempts: [] }))).toStrictEqual({
      status: "ABORTED",
      reason: expect.stringContaining("P01 is ABORTED"),
    });
  });

  test("that goes on says how far it is", () => {
    const run = single({
      status: "RUNNING",
      executionStatus: { stepsCompleted: 1, stepsTotal: 3 },
      attempts: [],
    });
    expect(result(run)).toStrictEqual({
      status: "RUNNING",
      reason: "P01 is RUNNING 1/3 steps; run pulumi up again when it has ended",
    });
  });

  test("that completed without a required value has no value but a reason", () => {
    expect(result(single({ missingOutputs: ["bam"], outputs: { bam: null } }))).toStrictEqual({
      status: "COMPLETED",
      reason: expect.stringContaining("required output bam"),
      price: { amount: 0.1, currency: "USD" },
    });
  });

  test("that this update held back is what it waits for, whatever the port", () => {
    const noResult = { status: "SKIPPED" as const, reason: "P01 waits for P00, which failed in this update" };
    const held = single({ noResult, status: undefined, attempts: undefined });
    expect([result(held, "no such port"), results(held, "no such port")]).toStrictEqual([
      noResult,
      [{ group: "", ...noResult }],
    ]);
  });

  test("names a port that the app lacks, and tells a batch from a single task", () => {
    expect(result(single(), "bem")).toStrictEqual({ wrong: expect.stringContaining("did you mean bam?") });
    expect(results(single())).toStrictEqual({ wrong: expect.stringContaining("P01 is not a batch") });
  });

  test("never has both a value and a reason, and one of them always", () => {
    const statuses = [
      "DRAFT",
      "CREATING",
      "QUEUED",
      "RUNNING",
      "COMPLETED",
      "FAILED",
      "ABORTING",
      "ABORTED",
      "DELETED",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.constantFrom(...statuses),
        fc.boolean(),
        fc.boolean(),
        (status, lastStatus, lacking, told) => {
          const run = single({
            status,
            lastStatus,
            missingOutputs: lacking ? ["bam"] : [],
            failures: told ? [failure] : [],
          });
          const found = result(run);
          expect("value" in found).toBe(!("reason" in found));
        },
      ),
    );
  });
});

const child = (value: string, given: Partial<RunChild> = {}): RunChild => ({
  id: `id-${value}`,
  status: "COMPLETED",
  group: { value, fields: {} },
  url: "u",
  ...given,
});

const batch = (given: Partial<RunEnd> = {}): RunEnd =>
  single({
    status: "FAILED",
    outputs: {},
    children: [
      child("a", { price: { amount: 0.1, currency: "USD" } }),
      child("b", { id: "t2", status: "FAILED" }),
      child("c", { missingOutputs: ["bam"] }),
      child("a"),
    ],
    childOutputs: { bam: [bam, null, null, bam] },
    failures: [{ ...failure, group: "b" }],
    ...given,
  });

describe("the results of a batch", () => {
  test("are one per child, in the order of the groups, good and failed", () => {
    const rows = [
      { group: "a", status: "COMPLETED", value: bam, price: { amount: 0.1, currency: "USD" } },
      { group: "b", status: "FAILED", reason: failureText.replace("task t2", "child b (task t2)") },
      { group: "c", status: "COMPLETED", reason: expect.stringContaining("required output bam") },
      { group: "a", status: "COMPLETED", value: bam },
    ];
    expect([results(batch()), results(batch({ status: "COMPLETED", allowFailures: true }))]).toStrictEqual([
      rows,
      rows,
    ]);
  });

  test.each([
    [
      "what all its attempts have cost",
      { price: { amount: 0.2 }, totalPrice: { amount: 0.5 } },
      { amount: 0.5 },
    ],
    [
      "no price where the state of an earlier version has that of its last attempt alone",
      { price: { amount: 0.2 } },
      undefined,
    ],
  ])("of a child that was run again have %s", (_, given, expected) => {
    const again = { number: 2, status: "COMPLETED", tasks: [{ id: "t3", of: "t2" }] };
    const children = [child("a", { price: { amount: 0.1 } }), child("b", { id: "t3", ...given })];
    for (const status of ["COMPLETED", "RUNNING"]) {
      const run = batch({ status, children, attempts: [...(batch().attempts ?? []), again] });
      const found = results(run);
      const prices = "wrong" in found ? found : found.map((it) => it.price);
      expect(prices).toStrictEqual([{ amount: 0.1 }, expected]);
    }
  });

  test("say that it goes on, for each child that there is", () => {
    const run = batch({ status: "RUNNING", childOutputs: {} });
    expect(results(run)).toStrictEqual(
      ["a", "b", "c", "a"].map((group) => expect.objectContaining({ group, reason: expect.any(String) })),
    );
  });

  test("of one without children are never empty", () => {
    expect(results(batch({ children: [], failures: [] }))).toStrictEqual([
      { group: "", status: "FAILED", reason: expect.stringContaining("FAILED") },
    ]);
  });

  test("name a port that the app lacks", () => {
    expect(results(batch(), "bem")).toStrictEqual({ wrong: expect.stringContaining("did you mean bam?") });
  });
});
