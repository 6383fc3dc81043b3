import type { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { type Kept, Process, type Properties } from "./provider";
import { bySample, draft } from "./runs";

/** What can be done to a task of the state, for the table of goneDeniedBroken.test.ts. */

export const complete: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
};

type Method = "GET" | "PATCH" | "POST" | "DELETE";

/** What an operation came to. */
export interface Outcome {
  readonly result?: unknown;
  /** The message, and of a partial failure the status that it stores. */
  readonly failed?: string;
  readonly stores?: unknown;
  readonly lines: readonly string[];
}

export interface Operation {
  readonly name: string;
  /** The task, as an earlier process has left it in the state. */
  readonly kept: (platform: Platform) => Promise<Kept>;
  /** Drafts, where it does not say. */
  readonly start?: typeof Process.runs;
  readonly call: (process: Process, kept: Kept) => Promise<unknown>;
  /** The call that matters, and where it goes. */
  readonly asked: readonly [method: Method, path: (id: string) => string];
  /** What comes of it when the task is gone. */
  readonly gone: (kept: Kept, platform: Platform) => Outcome;
  /** What comes of it, if it does not fail, when the task is refused in a project that is there. */
  readonly denied?: (kept: Kept) => Outcome;
}

const itself = (id: string): string => `/tasks/${id}`;
const abort = (id: string): string => `/tasks/${id}/actions/abort`;

const made =
  (more: Properties = {}) =>
  (platform: Platform): Promise<Kept> =>
    new Process(platform).create({ ...complete, ...more });

const ended = async (platform: Platform): Promise<Kept> => {
  const kept = await made({ run: true })(platform);
  await platform.advance(2000);
  const found = await new Process(platform).read(kept.id, kept.outs);
  return { ...kept, outs: { ...kept.outs, ...found?.props } };
};

/** A run that nobody waits for. */
const run =
  (more: Properties = {}) =>
  async (platform: Platform): Promise<Kept> =>
    Process.runs(platform).create({ task: await draft(platform, more), wait: false });

const read = (process: Process, { id, outs }: Kept): Promise<unknown> =>
  process.read(id, outs) ?? Promise.resolve();
const get = (process: Process, { id }: Kept): Promise<unknown> => process.read(id) ?? Promise.resolve();
const remove = (process: Process, kept: Kept): Promise<unknown> => process.delete(kept);
const update =
  (news: (id: string) => Properties) =>
  async (process: Process, kept: Kept): Promise<unknown> => {
    const inputs = await process.checked(news(kept.id), kept.inputs);
    const result = await process.provider.update?.(kept.id, kept.outs, inputs);
    return result?.outs.status;
  };
const edit = (more: Properties) => update(() => ({ ...complete, description: "x", ...more }));

const warned = ({ id, outs }: Kept): string =>
  `sb:align: warning: task ${id} was ${outs.status} and does not exist any more; its record is kept, with status DELETED`;

/** The state as it was, but for the status, with a warning. */
const recorded = (kept: Kept): Outcome => {
  const { __provider: _, ...outs } = kept.outs;
  const { __provider: __, ...inputs } = kept.inputs;
  return { result: { id: kept.id, props: { ...outs, status: "DELETED" }, inputs }, lines: [warned(kept)] };
};

/** The state as it was, with a warning that says so. */
const keptAsItWas = (kept: Kept): Outcome => {
  const { __provider: _, ...outs } = kept.outs;
  const { __provider: __, ...inputs } = kept.inputs;
  return {
    result: { id: kept.id, props: outs, inputs },
    lines: [expect.stringMatching(/warning: .* could not be read: .* The state keeps it as it was/)],
  };
};

/** Out of the state, with a warning that says so. */
const leftThere = (): Outcome => ({
  result: undefined,
  lines: [expect.stringMatching(/warning: .* could not be read: .* Removed from the state only/)],
});

const nothing = (): Outcome => ({ result: undefined, lines: [] });
const noTask =
  (rest: string) =>
  ({ id }: Kept, { url }: Platform): Outcome => ({
    failed: `there is no task ${id} at ${url}${rest}: check the id and the platform`,
    lines: [],
  });

export const operations: readonly Operation[] = [
  {
    name: "read of a draft",
    kept: made(),
    call: read,
    asked: ["GET", itself],
    gone: () => ({ result: {}, lines: [] }),
    denied: keptAsItWas,
  },
  {
    name: "read of a started task",
    kept: made({ run: true }),
    call: read,
    asked: ["GET", itself],
    gone: recorded,
    denied: keptAsItWas,
  },
  {
    name: "read of an ended task",
    kept: ended,
    call: read,
    asked: ["GET", itself],
    gone: recorded,
    denied: keptAsItWas,
  },
  {
    name: "read of a started batch",
    kept: made({ run: true, batchInput: "reads", batchBy: { type: "ITEM" } }),
    call: read,
    asked: ["GET", itself],
    gone: recorded,
    denied: keptAsItWas,
  },
  {
    name: "read of a run that goes on",
    kept: run(),
    start: Process.runs,
    call: read,
    asked: ["GET", itself],
    gone: recorded,
    denied: keptAsItWas,
  },
  {
    name: "read of a run of a batch",
    kept: run(bySample),
    start: Process.runs,
    call: read,
    asked: ["GET", itself],
    gone: recorded,
    denied: keptAsItWas,
  },
  {
    name: "update of a draft",
    kept: made(),
    call: edit({}),
    asked: ["PATCH", itself],
    gone: ({ id }) => ({
      failed: `task ${id} does not exist any more: run pulumi refresh, then pulumi up to have a new draft made`,
      lines: [],
    }),
  },
  {
    name: "update of a started task",
    kept: made({ run: true }),
    call: edit({ run: true }),
    asked: ["GET", itself],
    gone: (kept) => ({ result: "DELETED", lines: [warned(kept)] }),
  },
  {
    name: "update of a run that goes on",
    kept: run(),
    start: Process.runs,
    call: update((task) => ({ task, wait: false })),
    asked: ["GET", itself],
    gone: ({ id }) => ({
      failed: `task ${id} does not exist any more: somebody has deleted it. To run it again, make another task: change \`triggers\` of its DraftTask, or give another \`task\`; the run is paid for again`,
      stores: "DELETED",
      lines: [],
    }),
  },
  { name: "delete of a draft", kept: made(), call: remove, asked: ["DELETE", itself], gone: nothing },
  {
    name: "delete of a draft, looked at first",
    kept: made(),
    call: remove,
    asked: ["GET", itself],
    gone: nothing,
    denied: leftThere,
  },
  {
    name: "delete of a started task, looked at first",
    kept: made({ run: true }),
    call: remove,
    asked: ["GET", itself],
    gone: nothing,
  },
  {
    name: "delete of a started task",
    kept: made({ run: true }),
    call: remove,
    asked: ["POST", abort],
    gone: nothing,
  },
  {
    name: "delete of an ended task",
    kept: ended,
    call: remove,
    asked: ["GET", itself],
    gone: nothing,
    denied: leftThere,
  },
  {
    name: "delete of a run, looked at first",
    kept: run(),
    start: Process.runs,
    call: remove,
    asked: ["GET", itself],
    gone: nothing,
  },
  {
    name: "delete of a run",
    kept: run(),
    start: Process.runs,
    call: remove,
    asked: ["POST", abort],
    gone: nothing,
  },
  { name: "DraftTask.get", kept: made(), call: get, asked: ["GET", itself], gone: noTask("") },
  {
    name: "TaskRun.get",
    kept: run(),
    start: Process.runs,
    call: get,
    asked: ["GET", itself],
    gone: noTask(""),
  },
  {
    name: "import",
    kept: made(),
    call: async (process, { id }) => {
      const { reasons } = await process.check({ ...complete, __import: id });
      throw new Error(reasons.join("; "));
    },
    asked: ["GET", itself],
    gone: noTask(" to import"),
  },
];
