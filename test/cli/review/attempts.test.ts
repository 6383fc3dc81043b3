import { formatLine } from "../../../provider/shared/printedLine";
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
const seen = { of: "run", status: "FAILED", price: usd(0.4) } as const;
const left = { ...seen, tells: "LeftAttempts" } as const;
const attempt = (number: number, failed: number) => ({ ...seen, tells: "Attempt", number, failed }) as const;

test.each([
  ["nobody has said of it", [], { _tag: "Retries", attempt: 2, failed: 3, price: usd(0.3) }],
  ["was left is not started again", [left], { _tag: "Waits" }],
  [
    "was left of some children leaves the others",
    [left, { ...attempt(2, 2), cost: usd(0.2) }],
    { _tag: "Retries", attempt: 2, failed: 2, price: usd(0.2) },
  ],
  [
    "failed in it is run once more",
    [left, attempt(3, 0)],
    { _tag: "Retries", attempt: 3, failed: 0, price: undefined },
  ],
])("what %s", (_, notes, does) => {
  const lines = (id: string) =>
    notes.map((note) => ({
      severity: "info#err",
      message: formatLine({ resource: "ran", text: "said", note: { ...note, id } }),
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
