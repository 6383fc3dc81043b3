import fc from "fast-check";
import { lineFor, progressOf, progressOfSeveral } from "../../provider/host/progress";
import { again, attempt, lineIn, numberOf, withLine } from "../../provider/model/attemptLine";
import { clock, duration, millisecondsIn } from "../../provider/model/duration";
import { pending, pendingIn } from "../../provider/model/pending";
import { hasEnded } from "../../provider/model/taskState";
import { taskId } from "./builders";

describe("a duration", () => {
  test.each([
    ["24h", 86_400_000],
    ["1h30m", 5_400_000],
    ["2.5h", 9_000_000],
    ["90s", 90_000],
    ["250ms", 250],
    ["2d", 172_800_000],
  ])("%s is %i ms", (text, expected) => {
    expect(millisecondsIn(text)).toBe(expected);
  });

  test.each(["", "0s", "24", "h", "1 h", "-1h", "1h 30m", "forever"])("is not %j", (text) => {
    expect([duration.is(text), millisecondsIn(text)]).toStrictEqual([false, undefined]);
  });

  test.each([
    [0, "00:00:00"],
    [-5, "00:00:00"],
    [760_999, "00:12:40"],
    [360_000_000, "100:00:00"],
  ])("of %i ms is shown as %s", (span, shown) => {
    expect(clock(span)).toBe(shown);
  });
});

describe("the line of an attempt", () => {
  const owner = fc.stringMatching(/^[^\s\]][^\n\r]{0,60}[^\s]$/);

  test("is read again as it was written, whatever the description and the owner", () => {
    fc.assert(
      fc.property(fc.string(), owner, fc.integer({ min: 2, max: 99 }), (description, whose, number) => {
        const line = { owner: whose, which: attempt(number), of: taskId };
        expect(lineIn(withLine(description, line))).toStrictEqual(line);
        expect(numberOf(line)).toBe(number);
      }),
    );
  });

  test("takes the place of one that a clone has brought along", () => {
    const first = withLine("E18", { owner: "o", which: attempt(2), of: taskId });
    expect(withLine(first, { owner: "o", which: attempt(3), of: taskId })).toBe(
      `E18\n\n[pulumi o attempt 3 of ${taskId}]`,
    );
  });

  test.each([
    undefined,
    null,
    "",
    "[pulumi o attempt 2 of me]",
    `[pulumi o attempt 2 of ${taskId}] and more`,
  ])("is not in %j", (description) => {
    expect(lineIn(description)).toBe(undefined);
  });

  test("of a run anew is the same for the same triggers only, and has no number", () => {
    expect(again([1, { a: "b", c: "d" }])).toBe(again([1, { a: "b", c: "d" }]));
    expect(again([1])).not.toBe(again([2]));
    expect(numberOf({ owner: "o", which: again([1]), of: taskId })).toBe(undefined);
  });
});

test("what is still to come is found at any depth, by its path, in longer texts, too", () => {
  const value = {
    inputs: { bams: [1, pending("a is RUNNING")], r: { f: `x ${pending("b is QUEUED")}` } },
    n: null,
  };
  expect(pendingIn(value)).toStrictEqual([
    { path: "inputs.bams[1]", why: "a is RUNNING" },
    { path: "inputs.r.f", why: "b is QUEUED" },
  ]);
  expect(pendingIn({ inputs: { bams: ["a", 1, true, null] } })).toStrictEqual([]);
});

test.each([
  [
    {
      status: "RUNNING",
      batch: true,
      execution_status: { queued: 40, running: 42, completed: 11, failed: 3, aborted: 0 },
    },
    "RUNNING 14/96 children, 3 failed",
  ],
  [
    { status: "ABORTING", batch: true, execution_status: { running: 1, aborted: 2 } },
    "ABORTING 2/3 children, 2 aborted",
  ],
  [{ status: "CREATING", batch: true, execution_status: { message: "Creating" } }, "CREATING"],
  [
    { status: "RUNNING", batch: false, execution_status: { steps_completed: 2, steps_total: 3 } },
    "RUNNING 2/3 steps",
  ],
  [{ status: "PAUSED", batch: null, execution_status: null }, "PAUSED"],
])("how far a task has come: %j", (task, text) => {
  expect(progressOf(task)).toBe(text);
});

test("several tasks that run again are one line", () => {
  const of = (...statuses: string[]) =>
    progressOfSeveral(
      statuses.map((status) => ({ status, batch: false, execution_status: undefined })),
      hasEnded,
    );
  expect(of("RUNNING")).toBe("RUNNING");
  expect(of("RUNNING", "COMPLETED", "FAILED")).toBe("RUNNING 2/3 tasks, 1 failed");
  expect(of("QUEUED", "COMPLETED")).toBe("QUEUED 1/2 tasks");
});

describe("a line of progress", () => {
  const said = { status: "RUNNING", text: "RUNNING 1/9 children", at: 0 };

  test.each([
    ["the first one is said", undefined, "RUNNING", "RUNNING 1/9 children", 1_000, true],
    ["another status is said at once", said, "COMPLETED", "COMPLETED 9/9 children", 1_000, true],
    ["news within a minute is not", said, "RUNNING", "RUNNING 2/9 children", 59_999, false],
    ["news after a minute is", said, "RUNNING", "RUNNING 2/9 children", 60_000, true],
    ["nothing new is not said after a minute", said, "RUNNING", said.text, 60_000, false],
    ["but after ten, as a sign of life", said, "RUNNING", said.text, 600_000, true],
  ])("%s", (_, before, status, text, now, spoken) => {
    const { line, said: after } = lineFor(before, status, text, now, 0);
    expect(line).toBe(spoken ? `${text}, ${clock(now)}` : undefined);
    expect(after).toStrictEqual(spoken ? { status, text, at: now } : before);
  });
});
