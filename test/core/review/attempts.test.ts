import { leftBehind } from "../../../provider/words";
import { created, idOf, ran, reviewed, run, task, updated, usd } from "./previews";

/* What `review` says of a failed run of which an interrupted update has started an attempt. */

const batch = run("ran", task("one"), { maxAttempts: 2 }, idOf(1));
const state = ran(1, 0.4, {
  status: "FAILED",
  children: [0.1, 0.1, 0.1, 0.1].map((amount, n) => ({
    status: n === 0 ? "COMPLETED" : "FAILED",
    price: usd(amount),
  })),
});
const left = `${leftBehind} attempt 2 (task ${idOf(2)}: COMPLETED, 0.1 USD)`;

test.each([
  ["nobody has said of it", [], { _tag: "Retries", attempt: 2, failed: 3, price: usd(0.3) }],
  ["was left is not started again", [`${left}; nothing is run again`], { _tag: "Waits" }],
  [
    "was left of some children leaves the others",
    [left, "attempt 2 of 2 will run its 2 failed children again, which had cost 0.2 USD"],
    { _tag: "Retries", attempt: 2, failed: 2, price: usd(0.2) },
  ],
  [
    "failed in it is run once more",
    [left, "attempt 3 of 3 will run it again, which had cost nothing"],
    { _tag: "Retries", attempt: 3, failed: 0, price: undefined },
  ],
])("what %s", (_, said, does) => {
  const lines = (id: string) =>
    said.map((text) => ({
      severity: "info#err",
      message: `sb:ran: run of task ${id} (FAILED, 0.4 USD): ${text}`,
    }));
  const doesWith = (id: string) =>
    reviewed([updated(batch, state)], { diagnostics: lines(id) }).runs.map((it) => it.does);
  expect(doesWith(idOf(1))).toStrictEqual([does]);
  // Of another run.
  expect(doesWith(idOf(3))).toMatchObject([{ _tag: "Retries", failed: 3 }]);
});

test("two runs of one task start it once, and share its next attempt", () => {
  const other = run("other", task("one"), { maxAttempts: 2 }, idOf(1));
  const both = [updated(batch, state), updated(other, state)];
  // By name: `other` comes before `ran`, whose attempt it shares.
  expect(reviewed(both).runs.map((it) => it.does)).toStrictEqual([
    { _tag: "Waits" },
    { _tag: "Retries", attempt: 2, failed: 3, price: usd(0.3) },
  ]);
  const draft = task("new");
  const starts = [created(draft), created(run("a", draft)), created(run("b", draft))];
  expect(reviewed(starts).runs.map((it) => it.does)).toStrictEqual([{ _tag: "Starts" }, { _tag: "Waits" }]);
});
