import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { perform } from "./acts";
import type { Arena, Ended, Fallen, Manner } from "./arena";
import { auditEnd, auditUp } from "./audit";
import {
  draftIn,
  type Held,
  heldBy,
  none,
  runIn,
  type Shown,
  type Stored,
  shownBy,
  together,
  type Violations,
} from "./check";
import { type Item, type Items, isStarted, itemsText, runName } from "./items";
import { Ledger } from "./ledger";
import type { PeoplePlan, Step, Up } from "./peoplePlan";
import type { Blow } from "./plan";

/* Carries out what people do under a seed, as somebody would who reads what Pulumi says. */

/** How often a command may fail after the last blow: as it is, then with what its errors advise. */
const mostTries = 6;

const lastOf = (text: string): string => text.trim().split("\n").slice(-40).join("\n");
const trouble = (text: string): Violations => ({ ...none, troubles: [text] });
const isBad = (violations: Violations): boolean =>
  Object.values(violations).some((texts: readonly string[]) => texts.length > 0);

/** A component is part of a resource's URN. */
const isInBox = ({ urn }: Stored): boolean => urn.includes("lab:Box$");

/** Whether the engine finds an item's state there, by its name or by its alias. */
const isReached = (item: Item, name: string, stored: Stored): boolean => {
  const { alias } = item;
  if (name === item.name && isInBox(stored) === item.inBox) return true;
  if (alias === undefined) return false;
  if (alias === "root") return name === item.name && !isInBox(stored);
  if (alias === "box") return name === item.name && isInBox(stored);
  return name === alias.name && isInBox(stored) === item.inBox;
};

interface StoredInputs {
  readonly inputs?: { readonly threads?: number };
}

const keyIn = ({ outputs }: Stored): number | undefined => ((outputs ?? {}) as StoredInputs).inputs?.threads; // the provider's own form

/** The engine refuses the alias of a name that the program has: two names are not swapped by aliases. */
const withoutConflicts = (items: Items): Items =>
  items.map((item) => {
    const { alias, ...rest } = item;
    return typeof alias === "object" && items.some(({ name }) => name === alias.name) ? rest : item;
  });

class People {
  readonly ledger = new Ledger();
  readonly blows: Fallen[] = [];
  readonly stacks = new Set(["dev"]);
  commands = 0;
  private selected = "dev";
  private project = "lab";
  /** The programs as they were brought up last, by their stacks. */
  private readonly last = new Map<string, Items>();
  /** Under which names the work of a key was made: in which project, in the component or outside of it. */
  private readonly places = new Map<number, Set<string>>();
  private backup: string | undefined;
  /** Runs that somebody has aborted are asked for once more, when their `up` fails. */
  private readonly again = new Map<number, number>();

  constructor(
    private readonly arena: Arena,
    private readonly witness: (command: string, ended: Ended) => void,
  ) {
    arena.act = async (act) => {
      // What it is done to may have gone on meanwhile.
      await perform(arena.platform, act, this.ledger).catch(() => undefined);
    };
  }

  private readonly shown = (): Promise<readonly Shown[]> => shownBy(this.arena);

  private readonly select = async (stack: string): Promise<void> => {
    if (stack !== this.selected) await this.arena.stack.must("stack", "select", stack);
    this.selected = stack;
  };

  private readonly command = async (
    args: readonly string[],
    requests: number,
    blow: Blow | undefined,
    manner: Manner = {},
  ): Promise<Ended> => {
    const ended = await this.arena.run(args, requests, blow, manner);
    this.commands += 1;
    if (ended.fallen !== undefined) this.blows.push(ended.fallen);
    this.witness(args.join(" "), ended);
    this.ledger.note(ended, await this.shown());
    return ended;
  };

  private readonly withAgain = (items: Items): Items =>
    items.map((item) => ({ ...item, again: this.again.get(item.key) ?? 0 }));

  /**
   * Work under a name that the program has left without an alias, is paid for again: the person who does that knows. So is the work of a
   * renamed resource whose state is lost: the work is known by the name under which it was made.
   */
  private readonly askForRenamed = (items: Items, { drafts }: Held): void => {
    const all = [...drafts];
    for (const item of items) {
      const same = all.filter(([, stored]) => keyIn(stored) === item.key);
      if (same.some(([name, stored]) => isReached(item, name, stored))) continue;
      const places = this.places.get(item.key) ?? new Set();
      const place = `${this.project}::${item.inBox ? "box" : ""}::${item.name}`;
      if (isStarted(item) && (same.length > 0 || (places.size > 0 && !places.has(place))))
        this.ledger.ask(item.key);
      this.places.set(item.key, places.add(place));
    }
  };

  private readonly urnsOf = (replace: Up["replace"], items: Items, held: Held): readonly string[] =>
    replace.flatMap(({ key, what }) => {
      const item = items.find((it) => it.key === key);
      if (item === undefined) return [];
      const stored = what === "draft" ? draftIn(held, item.name) : runIn(held, item.name);
      return stored === undefined ? [] : ["--replace", stored.urn];
    });

  /** What errors advise: look at the platform first; ask once more for what was aborted. */
  private readonly remedy = async (stack: string, items: Items): Promise<void> => {
    const held = await heldBy(this.arena, stack);
    for (const item of items.filter(isStarted)) {
      const ids = [draftIn(held, item.name)?.id, runIn(held, item.name)?.id];
      if (!ids.some((id) => id !== undefined && this.ledger.has(id, "abortRun"))) continue;
      this.again.set(item.key, (this.again.get(item.key) ?? 0) + 1);
      this.ledger.ask(item.key);
    }
  };

  /** About how many requests an `up` makes. */
  private readonly estimateOf = ({ items, stack, replace }: Up, held: Held): number => {
    const was = this.last.get(stack) ?? [];
    const isSame = (item: Item): boolean => was.some((it) => isDeepStrictEqual(it, item));
    const isHeld = ({ key }: Item): boolean => [...held.drafts.values()].some((it) => keyIn(it) === key);
    const changed = items.filter((item) => !isSame(item) || !isHeld(item));
    this.last.set(stack, items);
    return 3 + 3 * (changed.length + replace.length);
  };

  private readonly up = async (step: Up): Promise<Violations> => {
    const { stack, blows, between, color, atEndOnly } = step;
    await this.select(stack);
    const manner: Manner = {
      color: color ? "always" : "never",
      env: atEndOnly ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {},
    };
    const before = await heldBy(this.arena, stack);
    this.askForRenamed(step.items, before);
    const forced = this.urnsOf(step.replace, step.items, before);
    let { items } = step;
    const write = (): void => this.arena.stack.program(...itemsText(this.withAgain(items)));
    write();
    if (between.length > 0) {
      await this.command(["preview"], 0, undefined, manner);
      for (const act of between) await this.arena.act(act);
    }
    const tries: readonly (Blow | undefined)[] = [
      ...blows,
      ...Array.from({ length: mostTries }, () => undefined),
    ];
    const estimate = this.estimateOf(step, before);
    let last: Ended | undefined;
    let isRefreshed = false;
    for (const [index, blow] of tries.entries()) {
      const failed = index - blows.length;
      isRefreshed = failed > 0;
      if (failed > 1) {
        await this.remedy(stack, step.items);
        write();
      }
      // A person who was interrupted says the same once more: a forced replacement that is not is left half done.
      const args = ["up", ...(failed <= 0 ? forced : []), ...(isRefreshed ? ["--refresh"] : [])];
      last = await this.command(args, blow === undefined ? 0 : estimate, blow, manner);
      if (last.hung) return trouble(`${args.join(" ")} did not end by itself:\n${lastOf(last.text)}`);
      if (last.code === 0) break;
      if (!last.text.includes("Duplicate resource alias")) continue;
      items = withoutConflicts(items);
      write();
    }
    if (last?.code !== 0) return trouble(`up has failed ${mostTries} times:\n${lastOf(last?.text ?? "")}`);
    const isCalm = blows.every(({ victim }) => victim === undefined);
    const first = await this.audited(stack, step.items, isRefreshed, isCalm);
    return step.isLast && !isBad(first) ? this.unchanged(manner) : first;
  };

  /** One more `up` makes nothing, deletes nothing and replaces nothing. */
  private readonly unchanged = async (manner: Manner): Promise<Violations> => {
    const { code, text } = await this.command(["up"], 0, undefined, manner);
    // What people have done since may keep it from success.
    const isFine = code === 0 ? !/\b(created|deleted|replaced)\b/.test(text) : this.ledger.acts().length > 0;
    return isFine ? none : trouble(`one more up is not without changes:\n${lastOf(text)}`);
  };

  private readonly audited = async (
    stack: string,
    items: Items,
    isRefreshed: boolean,
    isCalm: boolean,
  ): Promise<Violations> => {
    // A run that is not waited for, or whose wait a kill has cut off, ends in its own time.
    let held = await heldBy(this.arena, stack);
    if (held.troubles.some((text) => text.startsWith("a pending operation"))) {
      const { code, text } = await this.command(["refresh", "--clear-pending-creates"], 0, undefined);
      if (code !== 0) return trouble(`refresh has failed:\n${lastOf(text)}`);
      // What somebody has deleted meanwhile, the refresh has taken out of the state.
      await this.command(["up"], 0, undefined);
      held = await heldBy(this.arena, stack);
    }
    const others = [...this.stacks].filter((name) => name !== stack);
    const theirs = await Promise.all(others.map((name) => heldBy(this.arena, name)));
    const all = await this.shown();
    return together([
      auditUp({ name: stack, items, held, isRefreshed }, theirs, all, this.ledger),
      isCalm ? { ...none, orphans: this.unnamed(items, held, all) } : none,
    ]);
  };

  /** Drafts of a state that is lost, whose resources are in the program as they were: a line has named each of them. */
  private readonly unnamed = (items: Items, held: Held, all: readonly Shown[]): readonly string[] => {
    const keys = items.filter(({ key }) => this.places.get(key)?.size === 1).map(({ key }) => key);
    return all
      .filter(
        ({ id, status, inputs }) =>
          status === "DRAFT" &&
          this.ledger.forgotten.has(id) &&
          keys.includes(Number(inputs.threads)) &&
          !held.ids.has(id) &&
          !this.ledger.isLeft(id) &&
          !this.ledger.isOffered(id, this.ledger.count()),
      )
      .map(({ id, name }) => `${name}: ${id} is of a lost state, and no line names it`);
  };

  private readonly destroy = async (stack: string, blows: readonly Blow[]): Promise<Violations> => {
    await this.select(stack);
    let last: Ended | undefined;
    for (const blow of [...blows, undefined, undefined, undefined]) {
      last = await this.command(["destroy"], blow === undefined ? 0 : 20, blow);
      if (last.code === 0) return none;
      if (last.hung) break;
    }
    return trouble(`destroy has failed:\n${lastOf(last?.text ?? "")}`);
  };

  private readonly exported = async (stack: string): Promise<string> =>
    this.arena.stack.export("--stack", stack);

  /** Puts another state in place of a stack's. */
  private readonly restore = async (stack: string, text: string): Promise<void> => {
    const before = await heldBy(this.arena, stack);
    const file = this.arena.stack.file("import.json");
    writeFileSync(file, text);
    await this.arena.stack.must("stack", "import", "--stack", stack, "--file", file);
    const after = await heldBy(this.arena, stack);
    for (const id of before.ids) if (!after.ids.has(id)) this.ledger.forgotten.add(id);
    for (const id of after.ids) this.ledger.forgotten.delete(id);
  };

  private readonly init = async (stack: string, like: string): Promise<void> => {
    await this.arena.stack.must("stack", "init", stack, "--copy-config-from", like);
    this.stacks.add(stack);
    this.selected = stack;
  };

  readonly take = async (step: Step): Promise<Violations> => {
    const { arena } = this;
    switch (step.step) {
      case "up":
        return this.up(step);
      case "destroy":
        return this.destroy(step.stack, step.blows);
      case "wait":
        await arena.platform.advance(1000);
        return none;
      case "acts":
        for (const act of step.acts) await arena.act(act);
        return none;
      case "backup":
        this.backup = await this.exported(step.stack);
        return none;
      case "restore": {
        const text = step.how === "backup" ? this.backup : shortened(await this.exported(step.stack), step);
        if (text !== undefined) await this.restore(step.stack, text);
        return none;
      }
      case "renameStack":
        await this.select(step.from);
        await arena.stack.must("stack", "rename", step.to);
        this.stacks.delete(step.from);
        this.stacks.add(step.to);
        await this.init(step.from, step.to);
        return none;
      case "renameProject":
        await this.select(step.stack);
        await arena.stack.must("stack", "rename", `organization/${step.to}/${step.stack}`);
        writeFileSync(arena.stack.file("Pulumi.yaml"), `name: ${step.to}\nruntime: nodejs\nmain: index.js\n`);
        this.project = step.to;
        // Which stack is selected, the engine knows for each project.
        await arena.stack.must("stack", "select", step.stack);
        return none;
      case "renameInState": {
        const held = await heldBy(arena, step.stack);
        await this.select(step.stack);
        const pairs = [
          [runIn(held, step.from), runName(step.to)],
          [draftIn(held, step.from), step.to],
        ] as const;
        for (const [stored, name] of pairs)
          if (stored !== undefined) await arena.stack.must("state", "rename", "--yes", stored.urn, name);
        return none;
      }
      case "move": {
        const held = await heldBy(arena, step.from);
        const urns = [draftIn(held, step.name)?.urn, runIn(held, step.name)?.urn].flatMap((urn) => urn ?? []);
        await this.init(step.to, step.from);
        // A state that was cut short may not have it any more.
        if (urns.length > 0)
          await arena.stack.must("state", "move", "--yes", "--source", step.from, "--dest", step.to, ...urns);
        return none;
      }
    }
  };

  readonly ended = async (): Promise<Violations> => {
    const held = await Promise.all([...this.stacks].map((name) => heldBy(this.arena, name)));
    return auditEnd(held, await this.shown(), this.ledger);
  };
}

interface Exported {
  readonly deployment: { readonly resources?: readonly unknown[] };
}

/** A state without its last resources, or without any. */
const shortened = (text: string, { how, cut }: { readonly how: string; readonly cut: number }): string => {
  const whole = JSON.parse(text) as Exported; // the engine's own form
  const { resources = [] } = whole.deployment;
  const left = how === "empty" ? [] : resources.slice(0, -cut);
  return JSON.stringify({
    ...whole,
    deployment: { ...whole.deployment, resources: left, pending_operations: [] },
  });
};

export interface PeopleOutcome {
  readonly blows: readonly Fallen[];
  readonly commands: number;
  readonly violations: Violations;
  readonly acts: readonly string[];
}

/** All steps of a seed; the first that is wrong is the last. */
export const runPeople = async (
  plan: PeoplePlan,
  arena: Arena,
  witness: (command: string, ended: Ended) => void,
): Promise<PeopleOutcome> => {
  const people = new People(arena, witness);
  let violations = none;
  for (const [index, step] of plan.steps.entries()) {
    try {
      violations = await people.take(step);
    } catch (error) {
      violations = trouble(error instanceof Error ? error.message : String(error));
    }
    if (isBad(violations)) {
      const where = plan.steps
        .slice(0, index + 1)
        .map(stepText)
        .join("; ");
      violations = together([
        violations,
        trouble(`steps: ${where}; acts: ${people.ledger.acts().join("; ")}`),
      ]);
      break;
    }
  }
  if (!isBad(violations)) violations = await people.ended();
  const { blows, commands, ledger } = people;
  return { blows, commands, violations, acts: ledger.acts() };
};

/** A step in a few words. */
const stepText = (step: Step): string => {
  if (step.step === "up") {
    const items = step.items.map(
      ({ key, name, run, inBox, alias }) =>
        `${key}=${JSON.stringify(name)}${run === "none" ? "" : ` ${run}`}${inBox ? " in box" : ""}${alias === undefined ? "" : ` alias ${JSON.stringify(alias)}`}`,
    );
    const more = [
      ...step.replace.map(({ key, what }) => `replace ${what} ${key}`),
      ...(step.atEndOnly ? ["checkpoints at the end only"] : []),
      ...step.between.map(({ kind, by }) => `after the preview ${by} ${kind}`),
      ...step.blows.map(
        ({ victim, act }) => `${victim ?? "nobody"}${act === undefined ? "" : ` ${act.by} ${act.kind}`}`,
      ),
    ];
    return `up ${step.stack} [${items.join(", ")}] ${more.join(", ")}`;
  }
  return JSON.stringify(step);
};
