import { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { type Begun, type Run, Stack } from "../support/stack";
import { until } from "../support/until";
import { type StandIn, StandInServer } from "./standIn";

/** What the life of four tasks came to, through a stand-in, with the real engine. */
export interface Outcome {
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

export interface Life {
  /** Tasks as a person sees them: not through the stand-in. */
  readonly platform: Platform;
  readonly stack: Stack;
  /** Runs a step to its end. Where it waits for tasks, the clock goes on until these have ended. */
  readonly run: (step: string, begun: Begun, waits?: boolean) => Promise<Run>;
}

/** More that happens to the tasks, before the destroy; gives what a test should see of it. */
export type Act = (life: Life) => Promise<readonly string[]>;

/** Longer than a platform may keep, with signs that it may encode, in several lines, and with space around it. */
const description = ` Reads of "A" & 'B' <trimmed>\n\n${"Aligned to the genome of the lab, as in the protocol. ".repeat(6)}\n`;

/** The program of the life; `more` lines are at its end. */
export const writeProgram = (
  stack: Stack,
  more: { threads: number; late: boolean; names?: string; lines?: readonly string[] },
): void =>
  stack.program(
    `const description = ${JSON.stringify(description)};`,
    `const args = (threads) => ({ ${base}, description, inputs: { ${inputs}, threads } });`,
    `new sb.DraftTask("draft", { ...args(${more.threads}), name: "draft ${more.threads}" });`,
    `const batch = new sb.DraftTask("batch", { ...args(2), batchInput: "reads", batchBy: sb.byMetadata("sample_id") });`,
    'const batched = new sb.TaskRun("batched", { task: batch });',
    `const named = (name) => (${more.names !== undefined} ? { name: name + "${more.names ?? ""}" } : {});`,
    'const single = new sb.DraftTask("single", { ...args(3), ...named("single") });',
    'const ran = new sb.TaskRun("ran", { task: single });',
    ...(more.late
      ? [
          'const late = new sb.DraftTask("late", { ...args(4), ...named("late") });',
          'new sb.TaskRun("later", { task: late, wait: false });',
        ]
      : []),
    ...(more.lines ?? []),
    "exports.children = batched.children.apply((all) => Object.keys(all).length);",
    'exports.bams = batched.childOutput("bam").apply((all) => Object.keys(all).length);',
    'exports.bam = ran.output("bam").apply((file) => file !== undefined);',
    "exports.costs = pulumi.all([batched.price, ran.price]).apply((prices) => prices.map((price) => typeof price?.amount));",
  );

const pollsOf = async (platform: Platform): Promise<number> =>
  (await platform.asked()).filter(
    ({ method, path }) =>
      path === "/v2/bulk/tasks/get" || (method === "GET" && path.startsWith("/v2/tasks/")),
  ).length;

/** The clock goes on each time that the command has looked at the tasks, until it ends. */
const toItsEnd = async (platform: Platform, { run }: Begun): Promise<Run> => {
  let ended = false;
  const result = run.finally(() => {
    ended = true;
  });
  const goOn = async (seen: number): Promise<void> => {
    await until(async () => ended || (await pollsOf(platform)) > seen, 15_000);
    if (ended) return;
    const polls = await pollsOf(platform);
    await platform.advance(300);
    await goOn(polls);
  };
  await goOn(await pollsOf(platform));
  return result;
};

const startsOf = async (platform: Platform): Promise<number> =>
  (await platform.asked()).filter(
    ({ path, status }) => path.endsWith("/actions/run") && status !== null && status < 300,
  ).length;

const tasksOf = async (platform: Platform): Promise<readonly string[]> => {
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
        `${group ? `batch/${group.value}` : name} ${/^(CREATING|QUEUED|RUNNING)$/.test(status) ? "goes on" : status}`,
    )
    .sort();
};

/** The engine has a warning, too, after a kill. */
const warningsIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .flatMap((line) => /warning: .*/.exec(line)?.[0] ?? [])
    .filter((line) => !line.includes("pending operations from previous deployment"));

/** The life of the tasks as it should be: each is created once, and none is lost. */
export const whole: Outcome = {
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

/**
 * A draft, a batch and its run, a task and its run; the engine killed while it waits; a further task, the answer to whose
 * POST is lost; a refresh; an edit; and a destroy while one of them is still going on.
 */
export const liveThrough = async (standIn: StandIn, act: Act = async () => []): Promise<Outcome> => {
  const platform = await Platform.start();
  const server = await StandInServer.start(standIn, platform.url);
  const stack = await Stack.make(Platform.at(server.url, platform.token));
  const failures: Failure[] = [];
  const warnings = new Set<string>();
  const run = async (step: string, begun: Begun, waits = false): Promise<Run> => {
    const ended = await (waits ? toItsEnd(platform, begun) : begun.run);
    if (ended.code !== 0) failures.push({ step, text: ended.text });
    for (const line of warningsIn(ended.text)) warnings.add(line);
    return ended;
  };
  const command = (...args: readonly string[]): Begun =>
    stack.begin([...args, "--yes", "--skip-preview", "--color", "never"]);
  try {
    writeProgram(stack, { threads: 1, late: false });
    const cut = stack.beginUp();
    let hasEnded = false;
    void cut.run.then(() => {
      hasEnded = true;
    });
    await until(
      async () =>
        hasEnded ||
        ((await startsOf(platform)) === 2 &&
          /(QUEUED|RUNNING|INITIALIZING|POSTPROCESSING)/i.test(cut.text())),
    );
    if (hasEnded) await run("up that is killed in the wait", cut);
    else await cut.kill();
    await run("up after the kill", stack.beginUp(), true);
    await platform.fault({ kind: "drop", effect: "after", match: { method: "POST", path: "^/v2/tasks$" } });
    writeProgram(stack, { threads: 1, late: true });
    await run("up with a lost answer", stack.beginUp());
    await run("refresh", command("refresh"));
    const changes = (await stack.preview()).filter((line) => !line.endsWith(": same"));
    writeProgram(stack, { threads: 5, late: true });
    await run("up with an edit", stack.beginUp());
    const acted = await act({ platform, stack, run });
    const [outputs, tasks, starts] = [
      await stack.outputs(),
      await tasksOf(platform),
      await startsOf(platform),
    ];
    await run("destroy", command("destroy"), true);
    return {
      failures,
      tasks,
      starts,
      outputs,
      acted,
      changes,
      left: await tasksOf(platform),
      state: Object.keys(await stack.resources()),
      warnings: [...warnings],
    };
  } finally {
    stack.remove();
    await server.close();
    await platform.close();
  }
};
