import { isRecord } from "../../provider/shared/codec";
import { Platform } from "../support/platform";
import { base, inputs, seed } from "../support/seed";
import { type Begun, type Resource, type Run, Stack } from "../support/stack";
import { until } from "../support/until";
import { attribute } from "./attribution";
import { type StandIn, StandInServer } from "./standIn";

/** What the life of four tasks came to, through a stand-in, with the real engine. */
export interface Outcome {
  /** Whether the provider has asked the stand-in. */
  readonly isAsked: boolean;
  /** The commands that failed, with what they printed. */
  readonly failures: readonly Failure[];
  /** The tasks before the destroy, children too: `batch COMPLETED`, sorted. A name that occurs twice was created twice. */
  readonly tasks: readonly string[];
  /** How many starts the platform has accepted. */
  readonly starts: number;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What `act` has found. */
  readonly acted: readonly string[];
  /** What a preview after a refresh wants to change: only the run that goes on, whose results an update collects. */
  readonly changes: readonly string[];
  /** The tasks that there are after the destroy: what ran, and no draft. */
  readonly left: readonly string[];
  /** The names that the state has after the destroy. */
  readonly state: readonly string[];
  /** Lines of the provider that begin with `warning:`, each once. */
  readonly warnings: readonly string[];
}

interface Failure {
  readonly step: string;
  readonly text: string;
}

/** What a program declares beside the four tasks. */
interface More {
  readonly threads: number;
  readonly late: boolean;
  readonly names?: string;
  readonly lines?: readonly string[];
}

/** The tasks of one row: one platform, through its stand-in. */
export interface Life {
  /** The connection, and the beginning of the names of all its resources. */
  readonly name: string;
  /** Tasks as a person sees them: not through the stand-in. */
  readonly platform: Platform;
  /** The same through the stand-in. */
  readonly through: Platform;
}

/** Lives of several rows in one stack, which do not see each other. */
export interface Group {
  readonly stack: Stack;
  /** Those that `act` is for. */
  readonly lives: readonly Life[];
  /** The program of all lives; `lines` are at the end of those that `act` is for, and only these get `names`. */
  readonly write: (more: More) => void;
  /** Starts an `up`, `refresh` or `destroy`. */
  readonly begin: (command: string) => Begun;
  /** Runs a step to its end. Where it waits for tasks, the clock goes on until these have ended. */
  readonly run: (step: string, begun: Begun, clock?: Clock) => Promise<Run>;
  /** What a preview wants to change. */
  readonly changes: () => Promise<(life: Life) => readonly string[]>;
  /** The resources in the state. */
  readonly state: () => Promise<(life: Life) => Readonly<Record<string, Resource>>>;
}

/** What a test should see of each life, in the order of `lives`. */
export type Found = readonly (readonly string[])[];

/** More that happens to the tasks, before the destroy. */
export type Act = (group: Group) => Promise<Found>;

/** Longer than a platform may keep, with signs that it may encode, in several lines, and with space around it. */
const description = ` Reads of "A" & 'B' <trimmed>\n\n${"Aligned to the genome of the lab, as in the protocol. ".repeat(6)}\n`;

const nameOf = (life: Pick<Life, "name">, rest: string): string => `${life.name}-${rest}`;

/** The name without that of the life. One that lacks it is shown whole, and is not what a row demands. */
const ownName = (life: Pick<Life, "name">, name: string): string =>
  name.startsWith(nameOf(life, "")) ? name.slice(nameOf(life, "").length) : name;

/** A name that is of no life is not what a row demands either. */
const refuseStrays = (lives: readonly Life[], names: readonly string[]): void => {
  const strays = names.filter((name) => !lives.some((life) => name.startsWith(nameOf(life, ""))));
  if (strays.length > 0) throw new Error(`of no row: ${strays.join(", ")}`);
};

const own = (life: Life, all: Readonly<Record<string, Resource>>): Readonly<Record<string, Resource>> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, one]) =>
      name.startsWith(nameOf(life, "")) ? [[ownName(life, name), one]] : [],
    ),
  );

const programOf = (life: Life, more: More): readonly string[] => [
  "{",
  `const connection = "${life.name}";`,
  'const of = (rest) => connection + "-" + rest;',
  `const args = (threads) => ({ ${base}, connection, description, inputs: { ${inputs}, threads } });`,
  `new sb.DraftTask(of("draft"), { ...args(${more.threads}), name: of("draft ${more.threads}") });`,
  'const batch = new sb.DraftTask(of("batch"), { ...args(2), batchInput: "reads", batchBy: sb.byMetadata("sample_id") });',
  'const batched = new sb.TaskRun(of("batched"), { task: batch });',
  `const named = (name) => (${more.names !== undefined} ? { name: of(name) + "${more.names ?? ""}" } : {});`,
  'const single = new sb.DraftTask(of("single"), { ...args(3), ...named("single") });',
  'const ran = new sb.TaskRun(of("ran"), { task: single });',
  ...(more.late
    ? [
        'const late = new sb.DraftTask(of("late"), { ...args(4), ...named("late") });',
        'new sb.TaskRun(of("later"), { task: late, wait: false });',
      ]
    : []),
  ...(more.lines ?? []),
  "exports[connection] = {",
  "  children: batched.children.apply((all) => Object.keys(all).length),",
  '  bams: batched.childOutput("bam").apply((all) => Object.keys(all).length),',
  '  bam: ran.output("bam").apply((file) => file !== undefined),',
  "  costs: pulumi.all([batched.price, ran.price]).apply((prices) => prices.map((price) => typeof price?.amount)),",
  "};",
  "}",
];

/** What the clock goes on for: a look at a task, or only those from the first abort on. */
type Clock = "looks" | "looks after an abort";

const isAbort = ({ path }: { readonly path: string }): boolean => path.endsWith("/actions/abort");

const looksIn = (asked: StandInServer["asked"], clock: Clock): number => {
  const first = clock === "looks" ? 0 : asked.findIndex(isAbort);
  return first < 0
    ? 0
    : asked
        .slice(first)
        .filter(
          (request) =>
            request.path === "/bulk/tasks/get" ||
            isAbort(request) ||
            (request.method === "GET" && request.path.startsWith("/tasks/")),
        ).length;
};

/**
 * The clock of each platform goes on each time that the command has looked at its tasks, until it ends. A destroy looks at
 * all tasks before it aborts one: a clock that went on for these looks would let that one end first.
 */
const toItsEnd = async (lives: readonly Opened[], { run }: Begun, clock: Clock): Promise<Run> => {
  // A task runs for 800 seconds: an abort that is refused while it is queued has to come again in that time.
  const step = clock === "looks" ? 300 : 100;
  let ended = false;
  const result = run.finally(() => {
    ended = true;
  });
  const follow = async ({ platform, server: { asked } }: Opened): Promise<void> => {
    const start = asked.length;
    const looks = () => looksIn(asked.slice(start), clock);
    const goOn = async (seen: number): Promise<void> => {
      await until(async () => ended || looks() > seen, 15_000);
      if (ended) return;
      const now = looks();
      await platform.advance(step);
      await goOn(now);
    };
    await goOn(0);
  };
  await Promise.all(lives.map(follow));
  return result;
};

const startsOf = async (platform: Platform): Promise<number> =>
  (await platform.asked()).filter(
    ({ path, status }) => path.endsWith("/actions/run") && status !== null && status < 300,
  ).length;

const tasksOf = async (life: Life): Promise<readonly string[]> => {
  const { platform } = life;
  const { items } = await platform.api("GET", "/tasks?limit=100&order=asc&fields=_all");
  const top = Array.isArray(items) ? items : [];
  const all = await Promise.all(
    top.map(async (task) => {
      if (task.batch !== true) return [task];
      const { items: children } = await platform.api("GET", `/tasks?parent=${task.id}&limit=100&fields=_all`);
      return [task, ...(Array.isArray(children) ? children : [])];
    }),
  );
  return all
    .flat()
    .map(
      ({ name, status, batch_group: group }) =>
        `${group ? `batch/${group.value}` : ownName(life, String(name))} ${/^(CREATING|QUEUED|RUNNING)$/.test(status) ? "goes on" : status}`,
    )
    .sort();
};

/** The life of the tasks as it should be: each is created once, and none is lost. */
export const whole: Outcome = {
  isAsked: true,
  failures: [],
  tasks: [
    "batch COMPLETED",
    "batch/a COMPLETED",
    "batch/b COMPLETED",
    "draft 5 DRAFT",
    "late goes on",
    "single COMPLETED",
  ],
  starts: 3,
  outputs: { bam: true, bams: 2, children: 2, costs: ["number", "number"] },
  acted: [],
  changes: ["later: update"],
  left: ["batch COMPLETED", "batch/a COMPLETED", "batch/b COMPLETED", "late ABORTED", "single COMPLETED"],
  state: [],
  warnings: [],
};

/** A row of a group, as far as it decides how the group lives. */
export interface Living {
  readonly standIn: StandIn;
  readonly act?: Act;
}

interface Opened extends Life {
  readonly act: Act | undefined;
  readonly server: StandInServer;
  readonly failures: Failure[];
  readonly warnings: Set<string>;
}

/** A platform whose user has another token than those of the other rows: what is asked over a wrong connection is refused. */
const open = async ({ standIn, act }: Living, index: number): Promise<Opened> => {
  const token = String(index).padStart(32, "a");
  const users = [
    { username: "ada", token },
    ...(seed.users ?? []).filter(({ username }) => username !== "ada"),
  ];
  const platform = await Platform.start({ seed: { ...seed, users } });
  const server = await StandInServer.start(standIn, platform.url);
  const through = Platform.at(server.url, token);
  return { name: `row${index}`, platform, through, act, server, failures: [], warnings: new Set() };
};

const ownOutputs = (exported: unknown): Readonly<Record<string, unknown>> =>
  isRecord(exported) ? exported : {};

/** Where nobody listens: each resource has to use its connection. */
const nowhere = Platform.at("http://127.0.0.1:1/v2", "0".repeat(32));

/** All wait at once, and what fails in one life stops no other. As long as nothing fails, the second setting changes nothing. */
const together = { PULUMI_PARALLEL: "200", PULUMI_CONTINUE_ON_ERROR: "true" };

/**
 * A draft, a batch and its run, a task and its run; the engine killed while it waits; a further task, the answer to whose
 * POST is lost; a refresh; an edit; and a destroy while one of them is still going on. All rows live through it in one stack,
 * each with its own platform, stand-in and connection: a command of the engine costs the same for one row as for ten.
 */
export const liveThrough = async (rows: readonly Living[]): Promise<readonly Outcome[]> => {
  const all = await Promise.all(rows.map(open));
  const stack = await Stack.make(nowhere);
  const [act, ...otherActs] = new Set(rows.flatMap((row) => row.act ?? []));
  if (otherActs.length > 0) throw new Error("the rows of a group have one act");
  const acting = all.filter((life) => life.act !== undefined);
  const write = ({ lines, names, ...more }: More): void =>
    stack.program(
      `const description = ${JSON.stringify(description)};`,
      ...all.flatMap((life) =>
        programOf(life, {
          ...more,
          ...(life.act !== undefined && lines !== undefined ? { lines } : {}),
          ...(life.act !== undefined && names !== undefined ? { names } : {}),
        }),
      ),
    );
  const attributed = (text: string) =>
    attribute(
      text,
      all.map(({ name, server }) => ({ name, address: new URL(server.url).host })),
    );
  const note = (step: string, { code, text }: Run): void => {
    const lines = attributed(text);
    const failed = all.filter(({ name }) => code !== 0 && (all.length === 1 || lines.hasFailed(name)));
    if ((code !== 0 && failed.length === 0) || lines.strays.length > 0)
      throw new Error(`${step}: not clear of which row this is:\n${text}`);
    for (const life of failed)
      life.failures.push({ step, text: lines.text(life.name).replaceAll(nameOf(life, ""), "") });
    for (const life of all)
      for (const line of lines.warnings(life.name)) life.warnings.add(line.replaceAll(nameOf(life, ""), ""));
  };
  const run = async (step: string, begun: Begun, clock?: Clock): Promise<Run> => {
    const ended = await (clock === undefined ? begun.run : toItsEnd(all, begun, clock));
    note(step, ended);
    return ended;
  };
  const begin = (command: string): Begun =>
    stack.begin([command, "--yes", "--skip-preview", "--color", "never"], all.length > 1 ? together : {});
  const group: Group = {
    stack,
    lives: acting,
    write,
    begin,
    run,
    changes: async () => {
      const lines = (await stack.preview()).filter((line) => !line.endsWith(": same"));
      refuseStrays(all, lines);
      return (life) =>
        lines.flatMap((line) => (line.startsWith(nameOf(life, "")) ? ownName(life, line) : []));
    },
    state: async () => {
      const resources = await stack.resources();
      refuseStrays(all, Object.keys(resources));
      return (life) => own(life, resources);
    },
  };
  try {
    await stack.connectAll(Object.fromEntries(all.map(({ name, through }) => [name, through])));
    write({ threads: 1, late: false });
    const cut = begin("up");
    let hasEnded = false;
    void cut.run.then(() => {
      hasEnded = true;
    });
    const hasBegun = async ({ name, platform }: Life): Promise<boolean> => {
      const { text, hasFailed } = attributed(cut.text());
      return (
        hasFailed(name) ||
        (/(QUEUED|RUNNING|INITIALIZING|POSTPROCESSING)/i.test(text(name)) && (await startsOf(platform)) === 2)
      );
    };
    await until(async () => hasEnded || (await Promise.all(all.map(hasBegun))).every(Boolean));
    if (hasEnded) await run("up that is killed in the wait", cut);
    else {
      // What the engine says while it is killed is of no row.
      const text = cut.text();
      await cut.kill();
      const { hasFailed } = attributed(text);
      const code = all.some(({ name }) => hasFailed(name)) ? 1 : 0;
      note("up that is killed in the wait", { code, text });
    }
    await run("up after the kill", begin("up"), "looks");
    for (const { platform } of all)
      await platform.fault({ kind: "drop", effect: "after", match: { method: "POST", path: "^/v2/tasks$" } });
    write({ threads: 1, late: true });
    await run("up with a lost answer", begin("up"));
    await run("refresh", begin("refresh"));
    const changes = await group.changes();
    write({ threads: 5, late: true });
    await run("up with an edit", begin("up"));
    const look = async () => {
      const outputs = await stack.outputs();
      return Promise.all(
        all.map(async (life) => ({
          tasks: await tasksOf(life),
          starts: await startsOf(life.platform),
          outputs: ownOutputs(outputs[life.name]),
        })),
      );
    };
    // What the act of some lives does must not repair the others.
    const others = await look();
    const found = (await act?.(group)) ?? [];
    const acted = act === undefined ? others : await look();
    const before = all.map((life, index) => (life.act === undefined ? others : acted)[index]);
    await run("destroy", begin("destroy"), "looks after an abort");
    const state = await group.state();
    const left = await Promise.all(all.map(tasksOf));
    return all.map((life, index) => ({
      isAsked: life.server.asked.length > 0,
      failures: life.failures,
      tasks: before[index]?.tasks ?? [],
      starts: before[index]?.starts ?? 0,
      outputs: before[index]?.outputs ?? {},
      acted: found[acting.indexOf(life)] ?? [],
      changes: changes(life),
      left: left[index] ?? [],
      state: Object.keys(state(life)),
      warnings: [...life.warnings],
    }));
  } finally {
    stack.remove();
    await Promise.all(
      all.map(async ({ server, platform }) => [await server.close(), await platform.close()]),
    );
  }
};
