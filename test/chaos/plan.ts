import type { Fault } from "../support/platform";
import { type Random, random } from "../support/random";
import type { Act } from "./acts";
import { type Ending, groups, isRun, type Program, runOf, type Task } from "./program";

/** What is killed: `engine` is `pulumi` alone, whose provider process lives on; `everything` is all that it has started, too. */
export const victims = ["engine", "everything", "provider", "emulator"] as const;
export type Victim = (typeof victims)[number];

/** A kill -9, and the trouble with an answer that may come before it. */
export interface Blow {
  /** Nobody where somebody only does something else in the middle of the command. */
  readonly victim?: Victim;
  readonly act?: Act;
  /** When: after this part of the requests that are still to come has been answered. */
  readonly at: number;
  /** Milliseconds after that. */
  readonly pause: number;
  /** What runs then has ended before anybody looks again. */
  readonly unwatched?: boolean;
  /** Ordered so many requests earlier. */
  readonly fault?: { readonly earlier: number; readonly order: Fault };
}

/** A command, which is disturbed by each of the blows in turn, and then repeated until it succeeds. */
export interface Phase {
  readonly command: "up" | "destroy";
  readonly program: Program;
  /** Resources that are replaced although nothing has changed; said once, or each time. */
  readonly replace: readonly string[];
  readonly insists: boolean;
  /** About how many requests it makes undisturbed. */
  readonly requests: number;
  readonly blows: readonly Blow[];
}

export interface Plan {
  readonly parallel: number;
  /** How long a task takes: where attempts fail, long enough for a kill in each of them. */
  readonly taskSeconds: number;
  readonly phases: readonly Phase[];
}

const runs = 10;
const drafts = 20;

export const chance = (below: Random, percent: number): boolean => below(100) < percent;
export const oneOf = <T>(below: Random, [first, ...more]: readonly [T, ...T[]]): T =>
  below(more.length + 1) === 0 ? first : (more[below(more.length)] ?? first);

/** Thirty tasks, ten of which are run. */
const firstProgram = (below: Random): Program => {
  const [batches, bare, both] = [below(4), below(4), below(3)];
  const chained = chance(below, 40);
  return Array.from({ length: runs + drafts }, (_, n): Task => {
    const runs_ = n < runs;
    return {
      name: `t${n}`,
      threads: n + 1,
      batch: batches > 0 && n % 9 < batches,
      run: runs_ && n >= runs - bare - both,
      waits: runs_ && n < runs - bare,
      // Of a run that waits, and is no batch: its output is one file.
      ...(chained && (n === 6 || n === 20) ? { after: "t4" } : {}),
    };
  });
};

/** The program as somebody has edited it: some drafts patched, some replaced, some exchanged for others. */
const editedProgram = (below: Random, program: Program): Program => {
  const [patched, replaced, others] = [below(8), below(5), below(4)];
  const again = chance(below, 50) ? below(4) : 0;
  return program.map((task, n): Task => {
    const place = n - runs;
    // What has run stays as it is, but for some that run again; not t4, of which others are made.
    if (task.waits && n >= 5 && n < 5 + again) return { ...task, again: true };
    if (isRun(task) || place < 0) return task;
    if (place < patched) return { ...task, threads: task.threads + 100 };
    if (place < patched + replaced) return { ...task, triggers: 1 };
    if (place < patched + replaced + others) return { ...task, name: `other${n}` };
    return task;
  });
};

/** The program with runs of some more drafts, a batch among them: the first attempts of each fail. */
const attemptsProgram = (below: Random, program: Program): Program => {
  const bare = program.filter((task, n) => n >= runs && !isRun(task) && task.after === undefined);
  const chosen = [
    ...bare.filter(({ batch }) => !batch).slice(0, 1 + below(4)),
    ...bare.filter(({ batch }) => batch).slice(-1),
  ];
  return program.map((task): Task => {
    if (!chosen.includes(task)) return task;
    const endings = Array.from({ length: 1 + below(2) }, () => oneOf<Ending>(below, ["FAILED", "ABORTED"]));
    return { ...task, waits: true, endings, ...(task.batch ? { failing: 1 + below(groups.length) } : {}) };
  });
};

/** Trouble that leaves it open whether a call has had its effect, or that says that it has not. */
const faultOf = (below: Random, methods: readonly [string, ...string[]]): Fault => {
  const match = { method: oneOf(below, methods), path: "^/v2/tasks" };
  return oneOf<Fault>(below, [
    { match, effect: "after", kind: "drop" },
    { match, effect: "after", kind: "reset" },
    { match, effect: "after", kind: "delay", seconds: 1 },
    { match, effect: "after", kind: "truncated" },
    { match, effect: "after", kind: "empty", status: 502 },
    { match, effect: "before", kind: "drop" },
    { match, effect: "before", kind: "status", status: 503 },
    { match, kind: "rateLimit", seconds: 3 },
    { match, kind: "maintenance", seconds: 2 },
  ]);
};

/** The list in which a create looks for its own is old when it arrives, and the engine is gone. */
const slowList: Blow = {
  victim: "engine",
  at: 0,
  pause: 20,
  fault: {
    earlier: 1,
    order: { match: { method: "GET", path: "^/v2/tasks$" }, effect: "after", kind: "delay", seconds: 10 },
  },
};

const blow = (below: Random, methods: readonly [string, ...string[]]): Blow => {
  if (methods.length === 1 && methods[0] === "POST" && chance(below, 5)) return slowList;
  const victim = oneOf(below, victims);
  const [at, pause] = [below(1000) / 1000, below(51)];
  return chance(below, 40)
    ? { victim, at, pause, fault: { earlier: below(4), order: faultOf(below, methods) } }
    : { victim, at, pause };
};

export const blows = (
  count: number,
  below: Random,
  ...methods: readonly [string, ...string[]]
): readonly Blow[] => Array.from({ length: count }, () => blow(below, methods));

/** All that happens under a seed. */
export const planOf = (seed: number): Plan => {
  const below = random(seed);
  // The first numbers of neighbouring seeds are alike.
  for (let n = 0; n < 8; n += 1) below(2);
  const parallel = oneOf(below, [8, 4, 16, 32]);
  const program = firstProgram(below);
  const edited = chance(below, 60) ? editedProgram(below, program) : undefined;
  const count = 1 + below(3);
  const where = Array.from({ length: count }, () =>
    chance(below, 60) ? "up" : edited !== undefined && chance(below, 60) ? "edit" : "destroy",
  );
  const of = (phase: string): number => where.filter((it) => it === phase).length;
  const fresh = edited?.filter((task) => !program.some(({ name }) => name === task.name)) ?? [];
  const forced = (edited ?? []).filter((task, n) => n >= 26 && !fresh.includes(task));
  const forcedRuns = (edited ?? []).filter(({ waits }) => waits).slice(0, below(3));
  const replace = [
    ...forced.slice(0, below(4)).map(({ name }) => name),
    ...forcedRuns.map(({ name }) => runOf(name)),
  ];
  const changes = (edited ?? []).filter((task, n) => task !== program[n]).length;
  const insists = chance(below, 50);
  const last = edited ?? program;
  const attempts = chance(below, 75) ? attemptsProgram(below, last) : undefined;
  const failing = attempts?.filter(({ endings }) => endings !== undefined) ?? [];
  return {
    parallel,
    taskSeconds: attempts === undefined ? 0.2 : 4,
    phases: [
      {
        command: "up",
        program,
        replace: [],
        insists: false,
        requests: 60,
        blows: blows(of("up"), below, "POST"),
      },
      ...(edited === undefined
        ? []
        : [
            {
              command: "up" as const,
              program: edited,
              replace,
              insists,
              requests: 2 * changes + 2 * replace.length + 2,
              blows: blows(of("edit"), below, "POST", "PATCH", "DELETE"),
            },
          ]),
      ...(attempts === undefined
        ? []
        : [
            {
              command: "up" as const,
              program: attempts,
              replace: [],
              insists: false,
              requests: 8 * failing.length,
              blows: blows(1 + below(3), below, "POST", "PATCH").map(
                (one): Blow => (chance(below, 50) ? { ...one, unwatched: true } : one),
              ),
            },
          ]),
      {
        command: "destroy",
        program: attempts ?? last,
        replace: [],
        insists: false,
        requests: 60,
        blows: blows(of("destroy"), below, "DELETE"),
      },
    ],
  };
};
