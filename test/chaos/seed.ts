import type { Arena, Ended, Fallen } from "./arena";
import { afterDestroy, afterUp, hasPendingCreates, none, together, type Violations } from "./check";
import { ordersFor } from "./orders";
import { type PeopleOutcome, runPeople } from "./people";
import { type PeoplePlan, peoplePlanOf } from "./peoplePlan";
import { type Blow, type Phase, type Plan, planOf } from "./plan";
import { textOf } from "./program";

/** What came of a seed. */
export interface Outcome {
  readonly seed: number;
  readonly blows: readonly Fallen[];
  /** How many commands it took, those that only look whether nothing changes included. */
  readonly commands: number;
  readonly seconds: number;
  /** How often the engine had left a state that it could not read: see `Arena`. */
  readonly repaired: number;
  readonly violations: Violations;
  /** What people have done meanwhile. */
  readonly acts: readonly string[];
}

/** Every second seed has only kills and faults; in the others people take part. */
export const anyPlanOf = (seed: number): Plan | PeoplePlan =>
  seed % 2 === 1 ? planOf(seed) : peoplePlanOf(seed);

/** Called with each command that has ended. */
export type Witness = (command: string, ended: Ended) => void;

/** How often a command may fail after the last blow. */
const mostTries = 5;

const urnOf = (name: string): string =>
  `urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:${name.startsWith("run-") ? "TaskRun" : "DraftTask"}::${name}`;

const trouble = (text: string): Violations => ({ ...none, troubles: [text] });

const lastOf = (text: string): string => text.trim().split("\n").slice(-30).join("\n");

class Course {
  readonly blows: Fallen[] = [];
  commands = 0;

  constructor(
    private readonly arena: Arena,
    private readonly witness: Witness,
  ) {}

  /** Under each of the blows, then undisturbed until it succeeds. */
  readonly through = async (phase: Phase): Promise<Violations> => {
    const { command, program, replace, insists } = phase;
    await this.arena.order(ordersFor(this.arena, program));
    this.arena.stack.program(...textOf(program));
    const forced = replace.flatMap((name) => ["--replace", urnOf(name)]);
    let [asked, last]: [number, Ended | undefined] = [0, undefined];
    const tries: readonly (Blow | undefined)[] = [
      ...phase.blows,
      ...Array.from({ length: mostTries }, () => undefined),
    ];
    for (const [index, blow] of tries.entries()) {
      const args = [command, ...(index === 0 || insists ? forced : [])];
      last = await this.command(args, Math.max(phase.requests - asked, 6), blow);
      asked += last.requests.length;
      if (last.hung) return trouble(`${args.join(" ")} did not end by itself:\n${lastOf(last.text)}`);
      if (last.code === 0) return none;
    }
    return trouble(`${command} has failed ${mostTries} times:\n${lastOf(last?.text ?? "")}`);
  };

  readonly command = async (
    args: readonly string[],
    requests: number,
    blow: Blow | undefined,
  ): Promise<Ended> => {
    const ended = await this.arena.run(args, requests, blow);
    this.commands += 1;
    if (ended.fallen !== undefined) this.blows.push(ended.fallen);
    this.witness(args.join(" "), ended);
    return ended;
  };

  /** One more `up` changes nothing. */
  readonly unchanged = async (): Promise<Violations> => {
    const { text, code } = await this.command(["up"], 0, undefined);
    return code === 0 && /^Resources:\n +\d+ unchanged\n/m.test(text)
      ? none
      : trouble(`one more up is not without changes:\n${lastOf(text)}`);
  };

  readonly checked = async ({ command, program }: Phase): Promise<Violations> => {
    // What nobody waits for has ended then, too.
    await this.arena.platform.advance(1000);
    if (command === "destroy") return afterDestroy(this.arena, program);
    if (await hasPendingCreates(this.arena)) {
      const { code, text } = await this.command(["refresh", "--clear-pending-creates"], 0, undefined);
      if (code !== 0) return trouble(`refresh has failed:\n${lastOf(text)}`);
    }
    const first = await afterUp(this.arena, program);
    const more = await this.unchanged();
    const second = more === none ? await afterUp(this.arena, program) : none;
    return together([first, more, ...(first === none ? [second] : [])]);
  };
}

const bad = (violations: Violations): boolean =>
  Object.values(violations).some((texts: readonly string[]) => texts.length > 0);

export const isBad = ({ violations }: Outcome): boolean => bad(violations);

/** All phases of a plan of kills, each with its checks; the first that is wrong is the last. */
const runKills = async (plan: Plan, arena: Arena, witness: Witness): Promise<PeopleOutcome> => {
  const course = new Course(arena, witness);
  let violations = none;
  for (const phase of plan.phases) {
    try {
      violations = await course.through(phase);
      violations = together([violations, await course.checked(phase)]);
    } catch (error) {
      violations = trouble(error instanceof Error ? error.message : String(error));
    }
    if (bad(violations)) break;
  }
  const { blows, commands } = course;
  return { blows, commands, violations, acts: [] };
};

/** All of a seed. */
export const runSeed = async (
  seed: number,
  arena: Arena,
  witness: Witness = () => undefined,
  plan: Plan | PeoplePlan = anyPlanOf(seed),
): Promise<Outcome> => {
  const from = Date.now();
  const outcome = await ("phases" in plan ? runKills(plan, arena, witness) : runPeople(plan, arena, witness));
  const seconds = Math.round((Date.now() - from) / 1000);
  return { ...outcome, seed, seconds, repaired: arena.repaired };
};
