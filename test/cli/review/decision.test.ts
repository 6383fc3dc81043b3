import { formatLine, type Note } from "../../../provider/shared/printedLine";
import { unknownValue } from "../../../provider/shared/unknown";
import { firstLine } from "../../support/comment";
import {
  batch,
  comment,
  created,
  deleted,
  drafted,
  expected,
  files,
  idOf,
  ran,
  replaced,
  run,
  type Step,
  same,
  task,
  updated,
  usd,
} from "./previews";

const align = task("align", { inputs: { threads: 8 } });
const before = task("align", { inputs: { threads: 4 } });
const aligned = run("aligned", align);
const anew = (price?: number) => [
  replaced(align, drafted(1), ["inputs"], before),
  replaced(aligned, ran(1, price), ["task"], run("aligned", align, {}, idOf(1))),
];
/** A new task with what its preview has found on the platform. */
const lost = (n: number, price?: number, args: Readonly<Record<string, unknown>> = {}, adopted = false) =>
  task("align", {
    ...args,
    __existingWork: {
      id: idOf(n),
      status: "COMPLETED",
      adopted,
      createdTime: "2026-11-20T10:00:00Z",
      ...(price === undefined ? {} : { price: usd(price) }),
    },
  });
const machine = { executionSettings: { instanceType: "c4.2xlarge;ebs-gp2;512" } };
const children = (...statuses: readonly string[]) =>
  statuses.map((status, n) => ({ id: idOf(50 + n), status, price: usd(0.5), group: { value: `S${n}` } }));
const later = task("count", { inputs: { bam: unknownValue } }, aligned);
const counted = run("counted", later);
const follows = [
  replaced(later, drafted(2), ["inputs"], task("count", { inputs: { bam: files(1, 1)[0] } }, aligned)),
  replaced(counted, ran(2, 1), ["task"], run("counted", later, {}, idOf(2))),
];

const cases: readonly (readonly [what: string, steps: readonly Step[], line: string])[] = [
  ["nothing differs", [same(align, drafted(1))], "**Nothing changes.** Nothing starts, nothing is aborted."],
  [
    "a draft that nobody starts",
    [created(align)],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
  [
    "a draft and its run",
    [created(align), created(aligned)],
    "**`pulumi up` starts 1 task, on the app’s default machine.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a task and its run that the state has lost, and that run again",
    [created(lost(3, 0.12)), created(run("aligned", lost(3, 0.12)))],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.12 USD, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a task that the state has lost, at a price that is not known",
    [created(lost(3, undefined, { run: true })), created(task("other", { run: true }))],
    "**`pulumi up` starts 2 tasks, on the app’s default machine.** **1 of these has run before, at a price that is not known, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a draft that the state has lost, and that nobody starts",
    [created(lost(3, 0.12))],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
  [
    "a task that the state has lost and up adopts, with its run",
    [created(lost(3, 0.12, { run: true }, true)), created(run("aligned", task("align", { run: true })))],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
  [
    "run: true",
    [created(task("align", { run: true, ...machine, useInterruptibleInstances: true }))],
    "**`pulumi up` starts 1 task, on `c4.2xlarge` (spot).** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "run: true and a run of it, which only waits",
    [created(task("align", { run: true, ...machine })), created(run("aligned", task("align")))],
    "**`pulumi up` starts 1 task, on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a draft that stood there unstarted, and gets a run",
    [same(align, drafted(1)), created(run("aligned", align, {}, idOf(1)))],
    "**`pulumi up` starts 1 task, on the app’s default machine.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a run with other settings",
    [created(task("align", machine)), created(run("aligned", align, { useInterruptibleInstances: true }))],
    "**`pulumi up` starts 1 task, on `c4.2xlarge` (spot).** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a draft that is adopted and started",
    [created(task("align", { run: true, adopts: idOf(7), ...machine }))],
    "**`pulumi up` starts 1 task, on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a batch by the app's own batching",
    [created(task("align", { ...machine, ...expected("S1", "S2") })), created(aligned)],
    "**`pulumi up` starts 1 batch of 2 child tasks, on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a batch of which the files are known",
    [created(batch("align", { ...machine, ...expected("S1", "S2") })), created(aligned)],
    "**`pulumi up` starts 1 batch of 2 child tasks, on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a batch of which they are not",
    [created(batch("align", machine)), created(aligned)],
    "**`pulumi up` starts 1 batch (how many child tasks is not known yet), on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "two batches and a task",
    [
      created(batch("a", { ...machine, ...expected("S1", "S2") })),
      created(batch("b", machine)),
      created(task("c", machine)),
      ...["a", "b", "c"].map((name) => created(run(`${name}Run`, task(name)))),
    ],
    "**`pulumi up` starts 1 task and 2 batches (2 child tasks in 1 of them; not known yet for 1), on `c4.2xlarge`.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "five kinds of machines",
    [1, 2, 3, 4, 5].flatMap((n) => [
      created(task(`t${n}`, { executionSettings: { instanceType: `c${n}.large;ebs-gp2;100` }, run: true })),
    ]),
    "**`pulumi up` starts 5 tasks, on `c1.large`, `c2.large`, `c3.large` and 2 more kinds.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a finished task that is replaced",
    anew(0.08),
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.08 USD, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a finished task that is replaced, whose price nobody knows",
    anew(),
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, at a price that is not known, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a finished task that is replaced, and what follows",
    [...anew(1234.5), ...follows],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 1,234.50 USD, and is paid for a second time.** Nothing that runs is aborted. 1 more is expected to start, because what it depends on runs again; its earlier run cost 1.00 USD.",
  ],
  [
    "what comes from a run that only changes in place",
    [updated(run("aligned", align, {}, idOf(1)), ran(1, 1, { status: "RUNNING" })), ...follows],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted. 1 may start, if what it depends on turns out to have changed; its earlier run cost 1.00 USD.",
  ],
  [
    "failed children run again, and nothing else of the batch",
    [
      same(batch("align"), drafted(1)),
      updated(
        run("aligned", align, { maxAttempts: 2 }, idOf(1)),
        ran(1, 2, { status: "FAILED", children: children("COMPLETED", "FAILED", "ABORTED") }),
      ),
    ],
    "**`pulumi up` starts 1 batch of 2 child tasks, on the app’s default machine.** **It has run before, for 1.00 USD, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a task runs once more because of its triggers",
    [
      same(align, drafted(1)),
      replaced(run("aligned", align, { triggers: [2] }, idOf(1)), ran(1, 0.08), ["triggers"]),
    ],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.08 USD, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "a run moves to a new task that starts itself, and only waits for it",
    [
      created(task("again", { run: true })),
      replaced(run("aligned", task("again")), ran(1, 0.08), ["task"], run("aligned", align, {}, idOf(1))),
    ],
    "**`pulumi up` starts 1 task, on the app’s default machine.** Nothing is paid for a second time. Nothing that runs is aborted.",
  ],
  [
    "a run goes while its task runs",
    [deleted(aligned, ran(1, undefined, { status: "RUNNING" }))],
    "**`pulumi up` starts nothing.** **1 running task is aborted.**",
  ],
  [
    "a task and its run go while it runs: it is one task",
    [
      deleted(task("align", { run: true }), { ...drafted(1), status: "RUNNING" }),
      deleted(aligned, ran(1, undefined, { status: "RUNNING" })),
    ],
    "**`pulumi up` starts nothing.** **1 running task is aborted.**",
  ],
  [
    "a running task that another user has started stays",
    [deleted(aligned, ran(1, undefined, { status: "RUNNING", __startedBy: "bob" }))],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted. 1 running task leaves the stack and **goes on running**.",
  ],
  [
    "a running task that may be replaced",
    [
      ...anew(0.08),
      replaced(later, drafted(2), ["inputs"], task("count", { inputs: { bam: files(1, 1)[0] } }, aligned)),
      replaced(
        counted,
        ran(2, undefined, { status: "RUNNING" }),
        ["task"],
        run("counted", later, {}, idOf(2)),
      ),
    ],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.08 USD, and is paid for a second time.** **1 running task may be aborted.** 1 more is expected to start, because what it depends on runs again.",
  ],
  [
    "ended tasks leave the stack",
    [deleted(before, drafted(1)), deleted(aligned, ran(1, 0.08))],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted. 1 task that has ended, for 0.08 USD, leaves the stack; the platform keeps its record.",
  ],
  [
    "a rename would be paid for again",
    [
      created(task("align2", { inputs: { threads: 4 } })),
      created(run("aligned2", task("align2"))),
      deleted(aligned, ran(1, 0.08)),
      deleted(before, drafted(1)),
    ],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.08 USD, and is paid for a second time.** Nothing that runs is aborted. 1 task that has ended, for 0.08 USD, leaves the stack; the platform keeps its record.",
  ],
  [
    "--replace of a task that a run has finished",
    [replaced(align, drafted(1), []), replaced(run("aligned", align), ran(1, 0.08), ["task"], aligned)],
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 0.08 USD, and is paid for a second time.** Nothing that runs is aborted.",
  ],
  [
    "--replace of a task that has finished by run: true",
    [replaced(task("align", { run: true }), { ...drafted(1), status: "COMPLETED", price: usd(0.08) }, [])],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
  [
    "--replace of a draft",
    [replaced(align, drafted(1), [])],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
  [
    "--replace of a run that is as the program says",
    [same(align, drafted(1)), replaced(run("aligned", align, {}, idOf(1)), ran(1, 0.08), [])],
    "**`pulumi up` starts nothing.** Nothing that runs is aborted.",
  ],
];

test.each(cases)("the first line: %s", (_, steps, line) => {
  expect(firstLine(comment(steps))).toBe(line);
});

test("the first line of a preview that failed says so, whatever else it would be", () => {
  const diagnostics = [{ severity: "error", message: "error: preview failed" }];
  expect(firstLine(comment(anew(1), { diagnostics }))).toBe(
    "**The preview failed, and so would `pulumi up`.** What follows is incomplete.",
  );
});

test("the first line begins with the title, where there are several stacks", () => {
  expect(firstLine(comment([created(align)], { title: "lab *A*" }))).toBe(
    "**lab &#42;A&#42;:** **`pulumi up` starts nothing.** Nothing that runs is aborted.",
  );
});

test("prices of several currencies are not added up", () => {
  const two = ["USD", "EUR"].flatMap((currency, n) => {
    const [now, was] = [task(`t${n}`, { inputs: { n: 2 } }), task(`t${n}`, { inputs: { n: 1 } })];
    return [
      replaced(now, drafted(n), ["inputs"], was),
      replaced(
        run(`r${n}`, now),
        ran(n, undefined, { price: { amount: 1.001, currency } }),
        ["task"],
        run(`r${n}`, now, {}, idOf(n)),
      ),
    ];
  });
  expect(firstLine(comment(two))).toContain(
    "**All 2 have run before, for 1.00 USD and 1.00 EUR, and are paid for a second time.**",
  );
});

const seen = (of: Note["of"]) => ({ of, id: idOf(1), status: "COMPLETED", price: usd(5) });

test("what is said of a run of the same name does not make its task's replacement unsure", () => {
  const same = run("align", align);
  const steps = [
    replaced(align, { ...drafted(1), status: "COMPLETED", price: usd(5) }, ["inputs"]),
    replaced(same, ran(1, 5), ["task"], run("align", align, {}, idOf(1))),
  ];
  const diagnostics = [
    {
      severity: "info",
      message: formatLine({
        resource: "align",
        text: "said",
        note: { ...seen("run"), tells: "Replacement", isSure: false },
      }),
    },
  ];
  expect(firstLine(comment(steps, { diagnostics }))).toBe(
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 5.00 USD, and is paid for a second time.** Nothing that runs is aborted.",
  );
});

test("what the state of a task says has ended does not hold for a run that goes on", () => {
  const steps = [
    same(align, { ...drafted(1), status: "FAILED" }),
    deleted(aligned, ran(1, undefined, { status: "RUNNING" })),
  ];
  expect(firstLine(comment(steps))).toBe("**`pulumi up` starts nothing.** **1 running task is aborted.**");
});

test("what has ended since the state was written is shown as the provider found it", () => {
  const going = ran(1, undefined, { status: "RUNNING" });
  const steps = [
    replaced(align, drafted(1), ["inputs"], before),
    replaced(aligned, going, ["task"], run("aligned", align, { wait: false }, idOf(1))),
  ];
  const diagnostics = [
    {
      severity: "info",
      message: formatLine({
        resource: "align",
        text: "said",
        note: { ...seen("task"), tells: "Replacement", isSure: true },
      }),
    },
  ];
  expect(firstLine(comment(steps, { diagnostics }))).toBe(
    "**`pulumi up` starts 1 task, on the app’s default machine.** **It has run before, for 5.00 USD, and is paid for a second time.** Nothing that runs is aborted.",
  );
});
