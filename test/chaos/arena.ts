import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { type StandIn, StandInServer } from "../standins/standIn";
import { Platform } from "../support/platform";
import { type Begun, kill9, type Process, processes, type Run, Stack } from "../support/stack";
import type { Act } from "./acts";
import { EmulatorProcess } from "./emulatorProcess";
import type { Orders } from "./orders";
import type { Blow, Plan, Victim } from "./plan";

/** What became of a blow: after which request it fell; undefined where the command had ended before. */
export interface Fallen extends Blow {
  readonly after?: string;
}

/** A command that has ended, by itself or by a blow. */
export interface Ended extends Run {
  readonly fallen: Fallen | undefined;
  /** It went on for so long that it was ended. */
  readonly hung: boolean;
  /** What it has asked of the platform, in the order of the answers. */
  readonly requests: readonly string[];
}

/** Longer than all that a command waits for here: a task whose POST got no answer is looked for for two minutes. */
const patience = 300_000;

/**
 * The engine's file backend (3.230) writes a file of attributes beside each state, and not at once: killed in between it leaves
 * an empty one, and then refuses the state ("failed to load checkpoint: EOF"), which is whole. Without attributes it is read.
 */
const repairState = (state: string): number => {
  const empty = readdirSync(state, { recursive: true, encoding: "utf8" })
    .map((file) => join(state, file))
    .filter((file) => file.endsWith(".attrs") && statSync(file).size === 0);
  for (const file of empty) rmSync(file);
  return empty.length;
};

/** How a command is run. */
export interface Manner {
  readonly color?: "always" | "never";
  readonly env?: NodeJS.ProcessEnv;
}

/** A stack and an emulator, with what is done to them. */
export class Arena {
  private readonly orphans: Process[] = [];
  private running: Begun | undefined;
  private closed = false;
  private orders: Orders = async () => undefined;
  private ordered: Promise<void> = Promise.resolve();
  /** How often a kill had left the state of the engine's own such that it could not read it. */
  repaired = 0;

  /** Does what a person does in the middle of a command. */
  act: (act: Act) => Promise<void> = async () => undefined;

  /** `standIn`: what the stack sees the emulator through. */
  static readonly make = async (
    { parallel, taskSeconds }: Pick<Plan, "parallel" | "taskSeconds">,
    standIn?: StandIn,
  ): Promise<Arena> => {
    const emulator = await EmulatorProcess.start(taskSeconds);
    // A task is ABORTING for a tenth of its time: a destroy that aborts runs, and then drafts, would wait twice for slow ones.
    emulator.onRequest = (request) => {
      if (!/\/actions\/abort /.test(request)) return;
      void emulator
        .platform()
        .advance(taskSeconds / 10)
        // It may have been killed meanwhile.
        .catch(() => undefined);
    };
    const platform = emulator.platform();
    const server = standIn && (await StandInServer.start(standIn, platform.url));
    const seen = server === undefined ? platform : Platform.at(server.url, platform.token);
    try {
      return new Arena(await Stack.make(seen), emulator, parallel, server);
    } catch (error) {
      await emulator.close();
      emulator.remove();
      throw error;
    }
  };

  private constructor(
    readonly stack: Stack,
    private readonly emulator: EmulatorProcess,
    private readonly parallel: number,
    private readonly server: StandInServer | undefined,
  ) {}

  /** Lets the attempts of a program end as they are planned to, from their starts on. */
  readonly order = async (orders: Orders): Promise<void> => {
    this.orders = orders;
    await orders();
    this.emulator.onRequest = (request) => {
      if (!/\/actions\/(clone|run) /.test(request)) return;
      // Where the emulator is killed meanwhile, the next request causes another look.
      this.ordered = this.ordered.then(orders).catch(() => undefined);
    };
  };

  get platform(): Platform {
    return this.emulator.platform();
  }

  /** Runs to its end, under a blow or undisturbed. `requests`: about how many it makes. */
  readonly run = async (
    args: readonly string[],
    requests: number,
    blow: Blow | undefined,
    { color = "never", env = {} }: Manner = {},
  ): Promise<Ended> => {
    if (this.closed) throw new Error("the arena is closed");
    const { platform } = this;
    this.emulator.forget();
    const consent = args[0] === "preview" ? [] : ["--yes", "--skip-preview"];
    const begun = this.stack.begin([...args, ...consent, "--color", color], {
      PULUMI_PARALLEL: String(this.parallel),
      ...env,
    });
    this.running = begun;
    let hung = false;
    const clock = setTimeout(() => {
      hung = true;
      for (const one of begun.processes()) kill9(one);
    }, patience);
    try {
      const over = begun.run.then(() => undefined);
      const fallen = blow === undefined ? undefined : await this.strike(begun, over, requests, blow);
      const run = await begun.run;
      await platform.control("DELETE", "/faults");
      return { ...run, fallen, hung, requests: this.emulator.requests() };
    } finally {
      clearTimeout(clock);
      this.running = undefined;
    }
  };

  private readonly strike = async (
    begun: Begun,
    over: Promise<undefined>,
    requests: number,
    blow: Blow,
  ): Promise<Fallen> => {
    const count = 1 + Math.floor(blow.at * requests);
    const { fault, victim, pause, act } = blow;
    if (fault !== undefined) {
      const early = count - fault.earlier;
      if (early > 0 && (await Promise.race([this.emulator.answered(early), over])) === undefined) return blow;
      await this.platform.fault(fault.order);
    }
    const after = await Promise.race([this.emulator.answered(count), over]);
    if (after === undefined) return blow;
    await later(pause);
    if (act !== undefined) await this.act(act);
    if (victim !== undefined) await this.kill(begun, victim);
    if (blow.unwatched === true) {
      await this.ordered;
      await this.orders();
      await this.platform.advance(1000);
    }
    return { ...blow, after: `${count} ${after}` };
  };

  private readonly kill = async (begun: Begun, victim: Victim): Promise<void> => {
    if (victim === "emulator") return this.emulator.restart();
    const all = begun.processes();
    if (victim === "provider") {
      for (const one of all.filter(({ command }) => command.includes("dynamic-provider"))) kill9(one);
      return;
    }
    for (const one of victim === "everything" ? all : all.slice(-1)) kill9(one);
    if (victim === "engine") this.orphans.push(...all.slice(0, -1));
    await begun.run;
    this.repaired += repairState(this.stack.state);
    await this.stack.must("cancel", "--yes");
  };

  get folders(): readonly string[] {
    return [this.stack.folder, this.emulator.folder];
  }

  /** Ends all, those that a killed engine has left behind included; its files go, too, unless somebody wants to look at them. */
  readonly close = async (remove = true): Promise<void> => {
    this.closed = true;
    for (const one of this.running?.processes() ?? []) kill9(one);
    await this.running?.run;
    const now = new Map(processes().map(({ pid, command }) => [pid, command]));
    // A process's id may since belong to another.
    for (const one of this.orphans) if (now.get(one.pid) === one.command) kill9(one);
    await this.server?.close();
    await this.emulator.close();
    if (!remove) return;
    this.emulator.remove();
    this.stack.remove();
  };
}
