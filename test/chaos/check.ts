import type { Arena } from "./arena";
import { runName } from "./items";
import { groups, isRun, type Program, runOf, type Task, tasksOf } from "./program";

/** What must not be, in words. The first three are what money is lost by. */
export interface Violations {
  /** Made or run more than once. */
  readonly duplicates: readonly string[];
  /** On the platform, in no state, and of no name that the program has. */
  readonly orphans: readonly string[];
  /** Declared or in the state, and not on the platform as it should be. */
  readonly losses: readonly string[];
  /** Tasks of people that a command has changed, started, aborted or deleted. */
  readonly touched: readonly string[];
  /** Work that was paid for a second time, and no line had said that it exists. */
  readonly payments: readonly string[];
  /** Anything else that somebody would have to see to by hand. */
  readonly troubles: readonly string[];
}

export const none: Violations = {
  duplicates: [],
  orphans: [],
  losses: [],
  touched: [],
  payments: [],
  troubles: [],
};

export const together = (all: readonly Violations[]): Violations => ({
  duplicates: all.flatMap((it) => it.duplicates),
  orphans: all.flatMap((it) => it.orphans),
  losses: all.flatMap((it) => it.losses),
  touched: all.flatMap((it) => it.touched),
  payments: all.flatMap((it) => it.payments),
  troubles: all.flatMap((it) => it.troubles),
});

/** A task as the platform shows it. */
export interface Shown {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly price?: { readonly amount: number };
  readonly description?: string | null;
  readonly start_time?: string | null;
}

/** A resource as the state has it. */
export interface Stored {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  readonly delete?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export const hasEnded = (status: string): boolean => ["COMPLETED", "FAILED", "ABORTED"].includes(status);

export const shownBy = async (
  { platform }: Pick<Arena, "platform">,
  query = "",
): Promise<readonly Shown[]> => {
  const { items } = await platform.api("GET", `/tasks?limit=100&order=asc&fields=_all${query}`);
  return items as readonly Shown[]; // the emulator's own form
};

/** What a run has in the state: the provider's own form. */
interface RunOutputs {
  readonly status?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly childOutputs?: Readonly<Record<string, readonly unknown[]>>;
  readonly price?: { readonly amount: number };
  readonly attempts?: readonly {
    readonly status: string;
    readonly tasks: readonly { readonly id: string }[];
  }[];
}

/** The tasks of each attempt of a run, but for the first one, which is the run's own. */
const laterAttempts = (run: Stored | undefined): readonly (readonly string[])[] =>
  ((run?.outputs ?? {}) as RunOutputs).attempts?.slice(1).map(({ tasks }) => tasks.map(({ id }) => id)) ?? [];

interface Deployment {
  readonly resources?: readonly Stored[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: Stored }[];
}

const nameOf = ({ urn }: Stored): string => urn.split("::").slice(3).join("::");

const state = async ({ stack }: Pick<Arena, "stack">, ...args: readonly string[]): Promise<Deployment> =>
  (JSON.parse(await stack.export(...args)) as { deployment: Deployment }).deployment; // the engine's own form

/** What the state of a stack has of tasks and runs. */
export interface Held {
  readonly drafts: ReadonlyMap<string, Stored>;
  readonly runs: ReadonlyMap<string, Stored>;
  /** All ids, those of resources that are still to be deleted included. */
  readonly ids: ReadonlySet<string>;
  readonly troubles: readonly string[];
}

export const draftIn = ({ drafts }: Held, name: string): Stored | undefined => drafts.get(name);
export const runIn = ({ runs }: Held, name: string): Stored | undefined => runs.get(runName(name));

export const heldBy = async (arena: Pick<Arena, "stack">, stack: string): Promise<Held> => {
  const { resources = [], pending_operations: pending = [] } = await state(arena, "--stack", stack);
  const of = (type: string): ReadonlyMap<string, Stored> =>
    new Map(
      resources
        .filter((it) => it.type.includes(`sevenbridges:${type}`) && it.delete !== true)
        .map((it) => [nameOf(it), it]),
    );
  const tasks = resources.filter(({ type }) => type.includes("sevenbridges:"));
  return {
    drafts: of("DraftTask"),
    runs: of("TaskRun"),
    ids: new Set(tasks.flatMap((it) => [it.id, ...laterAttempts(it).flat()])),
    troubles: [
      ...pendingIn({ pending_operations: pending }),
      ...tasks.filter((it) => it.delete === true).map((it) => `${nameOf(it)} is still to be deleted`),
      ...tasks
        .filter((it) => (it.initErrors ?? []).length > 0)
        .map((it) => `${nameOf(it)} has errors in the state: ${it.initErrors?.join("; ")}`),
    ],
  };
};

const pendingIn = ({ pending_operations: pending = [] }: Deployment): readonly string[] =>
  pending.map(({ type, resource }) => `a pending operation is left: ${type} ${nameOf(resource)}`);

/** Creates that a kill has cut off stay in the state, whatever succeeds later, until a refresh takes them out. */
export const hasPendingCreates = async (arena: Arena): Promise<boolean> =>
  ((await state(arena)).pending_operations ?? []).some(({ type }) => type === "creating");

/** How a task of the program is going to have ended, when all is done. */
const finalStatus = ({ batch, endings: [first] = [] }: Task): readonly string[] =>
  first === undefined ? ["COMPLETED"] : batch ? ["COMPLETED", "FAILED", "ABORTED"] : [first];

/** What the platform has of one task of the program, against what the program and the state say. */
const judged = (task: Task, shown: readonly Shown[], resources: ReadonlyMap<string, Stored>): Violations => {
  const { name, endings = [], failing = 1 } = task;
  const [draft, run] = [resources.get(name), resources.get(runOf(name))];
  const attempts = laterAttempts(run);
  const later = attempts.flat();
  const has = shown.filter((it) => it.name === name || later.includes(it.id));
  const own = has.find(({ id }) => id === draft?.id);
  // What runs it: the task itself, or its clone.
  const ran = task.again === true ? has.find(({ id }) => id === run?.id && id !== draft?.id) : own;
  const wrongEnd = (it: Shown | undefined, ends: readonly string[]): readonly string[] =>
    it === undefined || ends.includes(it.status) ? [] : [`${name} is ${it.status}: ${it.id}`];
  const losses = [
    ...(has.length < tasksOf(task) ? [`${name} is on the platform ${has.length} times`] : []),
    ...(draft === undefined ? [`${name} is not in the state`] : []),
    ...(own === undefined ? [`the state's ${name} is not on the platform: ${draft?.id}`] : []),
    ...(isRun(task) ? [own, ran].flatMap((it) => wrongEnd(it, finalStatus(task))) : []),
    ...(attempts.length < endings.length ? [`${runOf(name)} has ${1 + attempts.length} attempts`] : []),
    ...attempts.flatMap((ids, n) =>
      ids.flatMap((id) =>
        wrongEnd(
          has.find((it) => it.id === id),
          [endings[n + 1] ?? "COMPLETED"],
        ),
      ),
    ),
    ...(task.waits
      ? runTrouble(
          task,
          run,
          ran,
          has.filter(({ id }) => later.includes(id)),
        )
      : []),
    ...has
      .filter(({ inputs }) => inputs.threads !== task.threads)
      .map(({ inputs }) => `${name} has ${inputs.threads} threads, not ${task.threads}`),
  ];
  const doubles = [
    ...has.filter((it) => it !== own && it !== ran && !later.includes(it.id)),
    ...has.filter(({ id }) => later.slice(endings.length * failing).includes(id)),
  ].map((it) => `${name} is there once more: ${it.id} (${it.status})`);
  const started =
    !isRun(task) && own !== undefined && own.status !== "DRAFT"
      ? [`${name} is ${own.status}, and nobody asked`]
      : [];
  return { ...none, duplicates: [...doubles, ...started], losses };
};

const hasValues = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.every((value) => value !== null);

const runTrouble = (
  { name, batch }: Task,
  run: Stored | undefined,
  ran: Shown | undefined,
  attempts: readonly Shown[],
): readonly string[] => {
  if (run === undefined) return [`${runOf(name)} is not in the state`];
  const { status, outputs = {}, childOutputs = {}, price } = (run.outputs ?? {}) as RunOutputs;
  const values = batch ? Object.values(childOutputs).flat() : Object.values(outputs);
  const paid = [ran, ...attempts].reduce((sum, it) => sum + (it?.price?.amount ?? 0), 0);
  return [
    ...(run.id === ran?.id ? [] : [`${runOf(name)} is ${run.id}, not ${ran?.id}`]),
    ...(status === "COMPLETED" ? [] : [`${runOf(name)} is ${status} in the state`]),
    ...(hasValues(values) ? [] : [`${runOf(name)} lacks outputs in the state: ${JSON.stringify(values)}`]),
    ...(Math.abs((price?.amount ?? 0) - paid) < 0.001
      ? []
      : [`${runOf(name)} has cost ${paid}, and ${price?.amount} in the state`]),
  ];
};

const childrenOf = async (arena: Arena, batch: Shown): Promise<Violations> => {
  const found = await shownBy(arena, `&parent=${batch.id}`);
  const said = `${batch.name} has ${found.length} children, not ${groups.length}`;
  if (found.length < groups.length) return { ...none, losses: [said] };
  return found.length > groups.length ? { ...none, duplicates: [said] } : none;
};

/** After a success: exactly the program's tasks, exactly its runs, the state one to one with the platform. */
export const afterUp = async (arena: Arena, program: Program): Promise<Violations> => {
  const shown = await shownBy(arena);
  const { resources = [], pending_operations: pending = [] } = await state(arena);
  const tasks = resources.filter(({ type }) => type.includes("sevenbridges:"));
  const byName = new Map(tasks.map((it) => [nameOf(it), it]));
  const ids = new Set(tasks.flatMap((it) => [it.id, ...laterAttempts(it).flat()]));
  const names = new Set(program.flatMap(({ name, waits }) => (waits ? [name, runOf(name)] : [name])));
  const batches = shown.filter(({ name }) => program.some((it) => it.name === name && it.batch && isRun(it)));
  return together([
    ...program.map((task) => judged(task, shown, byName)),
    ...(await Promise.all(batches.map((batch) => childrenOf(arena, batch)))),
    {
      ...none,
      orphans: shown
        .filter(({ id, name }) => !ids.has(id) && !program.some((task) => task.name === name))
        .map(({ id, name, status }) => `${name} is in no state: ${id} (${status})`),
      losses: tasks
        .filter(({ id, type }) => type.includes("TaskRun") && !shown.some((it) => it.id === id))
        .map((it) => `the state's ${nameOf(it)} is not on the platform: ${it.id}`),
      troubles: [
        ...pendingIn({ pending_operations: pending }),
        ...tasks.filter((it) => it.delete === true).map((it) => `${nameOf(it)} is still to be deleted`),
        ...tasks
          .filter((it) => (it.initErrors ?? []).length > 0)
          .map((it) => `${nameOf(it)} has errors in the state: ${it.initErrors?.join("; ")}`),
        ...tasks
          .filter((it) => it.delete !== true && !names.has(nameOf(it)))
          .map((it) => `the state has ${nameOf(it)}, which the program has not`),
      ],
    },
  ]);
};

/** After a destroy: no draft is left, every run is still on record, and the state is empty. */
export const afterDestroy = async (arena: Arena, program: Program): Promise<Violations> => {
  const shown = await shownBy(arena);
  const { resources = [], pending_operations: pending = [] } = await state(arena);
  const runs = program.filter(isRun).flatMap((task) => Array.from({ length: tasksOf(task) }, () => task));
  const ended = shown.filter(({ status }) => hasEnded(status));
  return {
    ...none,
    orphans: shown
      .filter((it) => !ended.includes(it))
      .map(({ id, name, status }) => `${name} is left: ${id} (${status})`),
    losses: runs
      .filter((task) => !ended.some(({ name }) => name === task.name))
      .map(({ name }) => `the record of ${name} is gone`),
    duplicates: ended.length > runs.length ? [`${ended.length} tasks have run, not ${runs.length}`] : [],
    troubles: [
      ...pendingIn({ pending_operations: pending }),
      ...resources
        .filter(({ type }) => type.includes("sevenbridges:"))
        .map((it) => `the state still has ${nameOf(it)}`),
    ],
  };
};
