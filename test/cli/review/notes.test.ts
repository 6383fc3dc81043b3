import * as E from "fp-ts/Either";
import { readPreview } from "../../../cli/review/preview";
import { hits, ruleNames } from "../../../cli/review/rules";
import { formatLine, type Note } from "../../../provider/shared/printedLine";
import { drafted, idOf, previewText, ran, replaced, reviewed, run, task, updated, usd } from "./previews";

/* What `review` takes from the notes of a preview, and from nothing else that is said. */

const [align, before] = [task("align", { inputs: { n: 2 } }), task("align", { inputs: { n: 1 } })];
const steps = [
  replaced(align, drafted(1), ["inputs"], before),
  // Nothing that can be seen differs: a secret.
  replaced(task("hidden"), drafted(2), ["inputs"]),
  updated(task("held", { description: "b" }), drafted(3), task("held", { description: "a" })),
  updated(run("ran", task("other"), { maxAttempts: 2 }, idOf(4)), ran(4, 0.4, { status: "FAILED" })),
];

const of = (n: number, kind: Note["of"] = "task") => ({
  of: kind,
  id: idOf(n),
  status: "COMPLETED",
  price: usd(n),
});
const notes: readonly Note[] = [
  { ...of(1), tells: "Replacement", isSure: true },
  { ...of(2), tells: "Replacement", isSure: false },
  { ...of(3), tells: "Status" },
  { ...of(4, "run"), tells: "LeftAttempts" },
  { ...of(4, "run"), tells: "Attempt", number: 3, failed: 0, cost: usd(0.1) },
];
const saying = (text: string, its: readonly Note[] = notes) =>
  reviewed(steps, {
    diagnostics: its.map((note, n) => ({
      severity: "info",
      message: `${formatLine({ resource: `r${n}`, text, note })}\n`,
    })),
  });

test("each note reaches the resource that has its id", () => {
  const { tasks, runs, warnings } = saying("said");
  expect(tasks.map(({ name, past, certainty }) => [name, past, certainty])).toStrictEqual([
    ["align", { id: idOf(1), status: "COMPLETED", price: usd(1) }, "sure"],
    ["held", { id: idOf(3), status: "COMPLETED", price: usd(3) }, "sure"],
    ["hidden", { id: idOf(2), status: "COMPLETED", price: usd(2) }, "maybe"],
  ]);
  expect(runs.map(({ does }) => does)).toStrictEqual([
    { _tag: "Retries", attempt: 3, failed: 0, price: usd(0.1) },
  ]);
  // What the tables tell is no warning.
  expect(warnings.map(({ name }) => name)).toStrictEqual(["r2", "r3"]);
});

test.each(["has been started", "only if it really changes", "a new task will be made: task 1 (FAILED)", ""])(
  "no text opens or closes a gate: %s",
  (text) => {
    const [reworded, plain] = [saying(text), saying("said")];
    const silently = ({ warnings, ...rest }: typeof plain) => ({
      ...rest,
      warnings: warnings.map(({ name }) => name),
    });
    expect(silently(reworded)).toStrictEqual(silently(plain));
    expect(hits(reworded, ruleNames)).toStrictEqual([
      "warning",
      "start",
      "cost-again",
      "replace",
      "replace-of-started",
      "maybe-replace-of-started",
    ]);
  },
);

test("without the note, the state alone says whether a task has been started", () => {
  expect(hits(saying("task has been started (COMPLETED)", []), ["replace-of-started"])).toStrictEqual([]);
});

test("of two runs of one task, which have one id, what surely comes for one counts for both", () => {
  const rerun = (name: string) => replaced(run(name, task("other"), {}, idOf(5)), ran(5), ["triggers"]);
  const said = (isSure: boolean): Note => ({ ...of(5, "run"), tells: "Replacement", isSure });
  const certainties = (its: readonly Note[]) =>
    reviewed([rerun("one"), rerun("two")], {
      diagnostics: its.map((note) => ({ message: formatLine({ resource: "one", text: "said", note }) })),
    }).runs.map(({ certainty }) => certainty);
  expect(certainties([said(false), said(true)])).toStrictEqual(["sure", "sure"]);
  expect(certainties([said(false)])).toStrictEqual(["maybe", "maybe"]);
});

test("a line without a resource names none, and is shown without what marks it", () => {
  const text = "the token for https://example.org: refused: trying another";
  const { warnings } = reviewed(steps, {
    diagnostics: [{ severity: "info", message: formatLine({ text }) }],
  });
  expect(warnings.map(({ name, text: shown }) => [name, shown])).toStrictEqual([[undefined, text]]);
});

test("a preview with a note that cannot be read is refused: no gate passes without it", () => {
  const message = formatLine({ resource: "align", text: "said", note: { ...of(1), tells: "Status" } });
  const text = previewText(steps, { diagnostics: [{ message: message.replace("[review:1", "[review:9") }] });
  expect(E.isLeft(readPreview(text))).toBe(true);
});
