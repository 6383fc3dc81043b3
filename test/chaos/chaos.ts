import { appendFileSync } from "node:fs";
import { atOnce } from "../standins/standIns/lists";
import { Arena, type Ended } from "./arena";
import { type Victim, victims } from "./plan";
import { anyPlanOf, isBad, type Outcome, runSeed } from "./seed";

export interface ChaosOptions {
  readonly first: number;
  readonly seeds: number;
  /** So many at the same time. */
  readonly jobs: number;
  /** Leaves the folders of failed seeds, and says where they are. */
  readonly keep?: boolean;
  /** Ends it at once: what runs is removed, and does not count. */
  readonly signal?: AbortSignal;
  /** Through a stand-in of the platform: see `atOnce`. */
  readonly standIns?: boolean;
  /** All that the commands printed goes there. */
  readonly transcript?: string;
  /** Is given a line for each seed. */
  readonly say: (line: string) => void;
}

export interface Summary {
  readonly outcomes: readonly Outcome[];
  readonly seeds: number;
  readonly kills: Readonly<Record<Victim, number>>;
  readonly faults: number;
  readonly repaired: number;
  readonly commands: number;
  readonly duplicates: number;
  readonly orphans: number;
  readonly losses: number;
  readonly touched: number;
  readonly payments: number;
  readonly troubles: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const summaryOf = (outcomes: readonly Outcome[]): Summary => {
  const fallen = outcomes.flatMap(({ blows }) => blows.filter(({ after }) => after !== undefined));
  const count = (victim: Victim): number => fallen.filter((it) => it.victim === victim).length;
  const all = (kind: keyof Outcome["violations"]): number =>
    sum(outcomes.map(({ violations }) => violations[kind].length));
  return {
    outcomes,
    seeds: outcomes.length,
    kills: {
      engine: count("engine"),
      everything: count("everything"),
      provider: count("provider"),
      emulator: count("emulator"),
    },
    faults: fallen.filter(({ fault }) => fault !== undefined).length,
    repaired: sum(outcomes.map(({ repaired }) => repaired)),
    commands: sum(outcomes.map(({ commands }) => commands)),
    duplicates: all("duplicates"),
    orphans: all("orphans"),
    losses: all("losses"),
    touched: all("touched"),
    payments: all("payments"),
    troubles: all("troubles"),
  };
};

export const isClean = ({ duplicates, orphans, losses, touched, payments, troubles }: Summary): boolean =>
  duplicates + orphans + losses + touched + payments + troubles === 0;

const blowLine = ({ victim, act, after, pause, unwatched, fault }: Outcome["blows"][number]): string => {
  const order =
    fault === undefined
      ? ""
      : `, ${fault.order.kind} ${fault.order.effect} ${fault.order.match?.method ?? "any"}`;
  const who = [act === undefined ? [] : `${act.by} ${act.kind}`, victim ?? []].flat().join(", ");
  return after === undefined
    ? `${who} too late`
    : `${who} ${pause} ms after ${after.replace(/\?\S*/, "")}${order}${unwatched === true ? ", then all ended" : ""}`;
};

/** A seed on one line, and what went wrong below it. */
export const lineOf = (outcome: Outcome): string => {
  const { seed, blows, commands, seconds, violations } = outcome;
  const head = `seed ${seed}: ${isBad(outcome) ? "FAILED" : "ok"}, ${commands} commands, ${seconds} s; killed: ${blows.map(blowLine).join("; ") || "nothing"}`;
  const wrong = Object.entries(violations).flatMap(([kind, texts]) =>
    texts.map((text: string) => `  ${kind}: ${text}`),
  );
  return [
    head,
    ...wrong,
    ...(isBad(outcome) ? [`  again: npm run proof -- --no-matrix --seeds 1 --first ${seed}`] : []),
  ].join("\n");
};

/** The table that the command prints. */
export const rendered = (summary: Summary): string =>
  [
    ["seeds", summary.seeds],
    ...victims.map((victim) => [`kills of the ${victim}`, summary.kills[victim]] as const),
    ["of these with a lost answer or a fault", summary.faults],
    ["states that the engine left unreadable", summary.repaired],
    ["commands", summary.commands],
    ["duplicates", summary.duplicates],
    ["orphans", summary.orphans],
    ["losses", summary.losses],
    ["other people's tasks touched", summary.touched],
    ["payments without a line", summary.payments],
    ["other troubles", summary.troubles],
  ]
    .map(([name, count]) => `| ${String(name).padEnd(40)} | ${String(count).padStart(6)} |`)
    .join("\n");

const transcribed =
  (path: string, seed: number) =>
  (command: string, { code, text, fallen, requests }: Ended): void =>
    appendFileSync(
      path,
      `==== seed ${seed}: ${command} → ${code}${fallen === undefined ? "" : ` (${blowLine(fallen)})`}\n${text}\n---- requests\n${requests.join("\n")}\n`,
    );

const aborted = (signal: AbortSignal | undefined): Promise<undefined> =>
  new Promise((done) => {
    if (signal?.aborted) done(undefined);
    signal?.addEventListener("abort", () => done(undefined), { once: true });
  });

const one = async (seed: number, options: ChaosOptions): Promise<Outcome | undefined> => {
  const { keep = false, transcript, signal, say } = options;
  const plan = anyPlanOf(seed);
  const arena = await Arena.make(plan, options.standIns === true ? atOnce(1) : undefined);
  const witness = transcript === undefined ? undefined : transcribed(transcript, seed);
  const outcome = await Promise.race([runSeed(seed, arena, witness, plan), aborted(signal)]);
  const kept = keep && outcome !== undefined && isBad(outcome);
  await arena.close(!kept);
  if (outcome !== undefined) say(lineOf(outcome));
  if (kept) say(`  kept: ${arena.folders.join(", ")}`);
  return outcome;
};

/** Runs the seeds from the first on, some side by side. */
export const chaos = async (options: ChaosOptions): Promise<Summary> => {
  const seeds = Array.from({ length: options.seeds }, (_, n) => options.first + n);
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    const seed = seeds.shift();
    if (seed === undefined || options.signal?.aborted) return;
    const outcome = await one(seed, options);
    if (outcome !== undefined) outcomes.push(outcome);
    return worker();
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return summaryOf(outcomes);
};
