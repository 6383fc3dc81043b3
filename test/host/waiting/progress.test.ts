import * as fc from "fast-check";
import {
  type LoggedProgress,
  lineFor,
  progressOf,
  progressOfSeveral,
  statusOfSeveral,
} from "../../../provider/host/waiting/progress";
import { hasEnded } from "../../../provider/model/task/taskState";

type Counts = Record<string, unknown>;
const batch = (status: string, execution_status?: Counts) => ({ status, execution_status, batch: true });
const single = (status: string, execution_status?: Counts) => ({ status, execution_status, batch: false });

test.each([
  ["RUNNING 2/3 steps", single("RUNNING", { steps_completed: 2, steps_total: 3 })],
  ["RUNNING 0/3 steps", single("RUNNING", { steps_total: 3 })],
  ["QUEUED", single("QUEUED")],
  ["RUNNING", single("RUNNING", { steps_completed: 0, steps_total: 0 })],
  ["RUNNING", single("RUNNING", { steps_total: "many" })],
  ["PAUSED", single("PAUSED", {})],
  [
    "RUNNING 14/96 children, 3 failed",
    batch("RUNNING", { queued: 40, running: 42, completed: 11, failed: 3, aborted: 0 }),
  ],
  ["RUNNING 0/2 children", batch("RUNNING", { queued: 1, running: 1 })],
  ["ABORTED 3/3 children, 1 failed, 1 aborted", batch("ABORTED", { completed: 1, failed: 1, aborted: 1 })],
  ["CREATING", batch("CREATING", { queued: 0, running: 0 })],
  ["CREATING", batch("CREATING")],
])("%s", (text, task) => {
  expect(progressOf(task)).toBe(text);
});

test.each([
  ["QUEUED 0/2 tasks", ["QUEUED", "QUEUED"]],
  ["QUEUED 1/2 tasks", ["COMPLETED", "QUEUED"]],
  ["RUNNING 1/3 tasks, 1 failed", ["FAILED", "RUNNING", "QUEUED"]],
  ["RUNNING 2/3 tasks, 1 failed", ["COMPLETED", "ABORTED", "RUNNING"]],
])("several tasks that run again are one line, and have one status: %s", (text, statuses) => {
  const tasks = statuses.map((status) => single(status));
  expect(progressOfSeveral(tasks, hasEnded)).toBe(text);
  expect(text.startsWith(`${statusOfSeveral(tasks, hasEnded)} `)).toBe(true);
});

test("one task has its own status, whatever it is called", () => {
  expect(statusOfSeveral([single("ON HOLD")], hasEnded)).toBe("ON HOLD");
});

test("one task that runs again is reported like any other", () => {
  expect(progressOfSeveral([single("RUNNING", { steps_completed: 1, steps_total: 3 })], hasEnded)).toBe(
    "RUNNING 1/3 steps",
  );
});

const minute = 60_000;
const said = (at: number): LoggedProgress => ({ status: "RUNNING", text: "RUNNING 1/3 steps", at });

test.each<[string, LoggedProgress | undefined, string, number, boolean]>([
  ["the first look", undefined, "RUNNING 1/3 steps", 0, true],
  ["another status, at once", said(0), "COMPLETED 3/3 steps", 1, true],
  ["news within the minute", said(0), "RUNNING 2/3 steps", minute - 1, false],
  ["news after a minute", said(0), "RUNNING 2/3 steps", minute, true],
  ["no news after a minute", said(0), "RUNNING 1/3 steps", minute, false],
  ["no news for ten minutes, as a sign of life", said(0), "RUNNING 1/3 steps", 10 * minute, true],
])("whether a line is said: %s", (_, before, text, now, due) => {
  const next = lineFor(before, text.split(" ")[0] ?? "", text, now, 0);
  expect(next.line !== undefined).toBe(due);
  expect(next.said).toStrictEqual(due ? { status: text.split(" ")[0], text, at: now } : before);
});

test("a line ends in how long the task has run", () => {
  expect(lineFor(undefined, "RUNNING", "RUNNING 14/96 children, 3 failed", 760_000, 0).line).toBe(
    "RUNNING 14/96 children, 3 failed, 00:12:40",
  );
});

test("there is at most one line a minute, and one more for each change of the status", () => {
  const looks = fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 90_000 }),
      status: fc.constantFrom("QUEUED", "RUNNING"),
      done: fc.nat(3),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(looks, (given) => {
      let [now, changes, lines, before]: [number, number, number, LoggedProgress | undefined] = [
        0,
        0,
        0,
        undefined,
      ];
      let status = "";
      for (const look of given) {
        now += look.after;
        if (look.status !== status) changes += 1;
        status = look.status;
        const next = lineFor(before, status, `${status} ${look.done}/3 steps`, now, 0);
        if (next.line !== undefined) lines += 1;
        before = next.said;
      }
      expect(lines).toBeLessThanOrEqual(changes + Math.floor(now / minute));
    }),
  );
});
