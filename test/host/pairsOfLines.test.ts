import { draftTaskProvider, taskRunProvider } from "../../provider/host";
import type { Note } from "../../provider/shared/printedLine";
import { hasUnknown } from "../../provider/shared/unknown";
import { Platform } from "../support/platform";
import { complete } from "./operations";
import { type Properties, sessionFor, splitLine } from "./provider";

/** What the diffs of a draft and of its run say together: no line of one contradicts a line of the other. */

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const hidden = (kind: string): Properties => ({
  __owner: `o::${kind}`,
  __provider: "text",
  __defaultName: "align",
});

interface Change {
  readonly draft: Properties;
  /** Of the run, beside its task, which is unknown where the draft is replaced. */
  readonly run?: Properties;
  readonly says: readonly string[];
  /** What `review` takes from that. */
  readonly tells: readonly Note[];
}

const price = ", 0.04 USD";
const seen = { id: "T", status: "COMPLETED", price: { amount: 0.04, currency: "USD" } };
const replacement = (of: Note["of"], isSure: boolean): Note => ({
  of,
  ...seen,
  tells: "Replacement",
  isSure,
});
const changes: readonly (readonly [string, Change])[] = [
  [
    "an input that changes for sure",
    {
      draft: { inputs: { ...(complete.inputs as object), threads: 8 } },
      says: [
        `draft: task T has been started (COMPLETED${price}): a new task will be made, because inputs.threads changed`,
      ],
      tells: [replacement("task", true)],
    },
  ],
  [
    "an input that may change",
    {
      draft: { inputs: { ...(complete.inputs as object), threads: unknown } },
      says: [
        `draft: task T has been started (COMPLETED${price}): a new task will be made only if inputs.threads really changes`,
        `run: run of task T (COMPLETED${price}): will run again only if task really changes`,
      ],
      tells: [replacement("task", false), replacement("run", false)],
    },
  ],
  [
    "triggers of the run as well",
    {
      draft: { triggers: [1] },
      run: { triggers: [1] },
      says: [
        `draft: task T has been started (COMPLETED${price}): a new task will be made, because triggers changed`,
        `run: run of task T (COMPLETED${price}): will run again, because triggers changed`,
      ],
      tells: [replacement("task", true), replacement("run", true)],
    },
  ],
  [
    "a description, which a started task does not take",
    {
      draft: { description: "E18" },
      says: [
        `draft: task T has been started (COMPLETED${price}): description will hold for its next attempt`,
      ],
      tells: [{ of: "task", ...seen, tells: "Status" }],
    },
  ],
];

describe("a draft that has run, and its run, with", () => {
  test.each(changes)("%s", async (_, { draft, run = {}, says, tells }) => {
    const lines: string[] = [];
    const session = sessionFor(platform, (line) => lines.push(line), {}, { "sevenbridges:checks": "apps" });
    const drafts = draftTaskProvider(session, () => undefined);
    const runs = taskRunProvider(session, () => undefined);
    const checked = async (
      provider: typeof drafts,
      args: Properties,
      olds: Properties = {},
    ): Promise<Properties> => {
      const isPreview = hasUnknown(args);
      const checked = await provider.check?.(olds, { ...args, ...(isPreview ? { __preview: true } : {}) });
      return checked?.inputs as Properties; // as it was given
    };
    const made = await drafts.create(await checked(drafts, { ...hidden("draft"), ...complete }));
    const begun = await runs.create(await checked(runs, { ...hidden("run"), task: made.id, wait: false }));
    await platform.advance(2000);
    const [task, ran] = await Promise.all([
      drafts.read?.(made.id, made.outs),
      runs.read?.(begun.id, { ...begun.outs, wait: true }),
    ]);
    lines.length = 0;
    const news = await checked(drafts, { ...hidden("draft"), ...complete, ...draft }, task?.inputs);
    const found = await drafts.diff?.(made.id, task?.props, news);
    const isReplaced = (found?.replaces ?? []).length > 0;
    const args = { ...hidden("run"), task: isReplaced ? unknown : made.id, ...run };
    await runs.diff?.(begun.id, ran?.props, await checked(runs, args, ran?.inputs));
    const split = lines.map((line) => splitLine(line.replaceAll(made.id, "T")));
    expect(split.map(({ line }) => line.replace(/^sb:/, ""))).toStrictEqual(says);
    expect(split.flatMap(({ note }) => note ?? [])).toStrictEqual(tells);
  });
});
