import { type Random, random } from "../support/random";
import { type Act, actKinds, users } from "./acts";
import { type Item, type Items, isStarted } from "./items";
import { nastyNames } from "./names";
import { type Blow, blows, chance, oneOf } from "./plan";

/* What people do to programs, states, stacks and tasks, between the kills. */

/** What a seed may contain. */
export const kinds = [
  ...actKinds,
  "byAnotherUser",
  "afterPreview",
  "duringUpdate",
  "alias",
  "rename",
  "swap",
  "reuse",
  "intoComponent",
  "outOfComponent",
  "edit",
  "startByProgram",
  "stackRename",
  "projectRename",
  "stateRename",
  "stateMove",
  "replaceDraft",
  "replaceRun",
  "backup",
  "truncated",
  "empty",
  "nastyNames",
  "color",
  "checkpointsAtEndOnly",
] as const;
export type Kind = (typeof kinds)[number];

/** A program is brought up in a stack. */
export interface Up {
  readonly step: "up";
  readonly stack: string;
  readonly items: Items;
  readonly blows: readonly Blow[];
  readonly replace: readonly { readonly key: number; readonly what: "draft" | "run" }[];
  readonly color: boolean;
  readonly atEndOnly: boolean;
  /** Done after a preview, and before the update. */
  readonly between: readonly Act[];
  /** Once more after it, nothing changes. */
  readonly isLast: boolean;
}

export type Step =
  | Up
  | { readonly step: "acts"; readonly acts: readonly Act[] }
  /** Time passes: whatever runs has ended. */
  | { readonly step: "wait" }
  | { readonly step: "backup"; readonly stack: string }
  | {
      readonly step: "restore";
      readonly stack: string;
      readonly how: "backup" | "truncated" | "empty";
      /** So many resources are cut off a truncated one. */
      readonly cut: number;
    }
  /** The stack gets another name, and a new one its old name. */
  | { readonly step: "renameStack"; readonly from: string; readonly to: string }
  | { readonly step: "renameProject"; readonly stack: string; readonly to: string }
  | {
      readonly step: "renameInState";
      readonly stack: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly step: "move"; readonly from: string; readonly to: string; readonly name: string }
  | { readonly step: "destroy"; readonly stack: string; readonly blows: readonly Blow[] };

export interface PeoplePlan {
  readonly parallel: number;
  readonly taskSeconds: number;
  readonly steps: readonly Step[];
  readonly kinds: ReadonlySet<Kind>;
}

/** Where tasks take long, nobody waits for them: people meet them while they go on. */
const runsOf = (isSlow: boolean): readonly Item["run"][] =>
  isSlow ? ["left", "left", "itself", "left"] : ["waited", "waited", "itself", "left"];
const count = 9;

const firstItems = (below: Random, names: readonly string[], isSlow: boolean): Items =>
  Array.from({ length: count }, (_, n): Item => {
    const run = runsOf(isSlow)[n] ?? "none";
    return {
      key: n + 1,
      name: names[n] ?? `t${n}`,
      batch: (n === 1 || n === count - 1) && chance(below, 60),
      run,
      again: 0,
      inBox: false,
    };
  });

const act = (below: Random): Act => ({
  kind: oneOf(below, actKinds),
  by: chance(below, 60) ? "ada" : "bob",
  pick: below(100),
});

const acts = (below: Random, most: number): readonly Act[] =>
  Array.from({ length: 1 + below(most) }, () => act(below));

/** What the engine's own commands take as a name. */
const isSimple = ({ name }: Item): boolean => /^\w+$/.test(name);

/** Programs of stacks, as they are edited on. */
class Author {
  readonly steps: Step[] = [];
  readonly kinds = new Set<Kind>();
  readonly programs = new Map<string, Items>();
  /** The stack that people work on. */
  stack = "dev";
  private hasBackup = false;
  private isSplit = false;
  private isMovedProject = false;
  private serial = 0;

  constructor(
    private readonly below: Random,
    private readonly spares: string[],
    private readonly isSlow: boolean,
  ) {}

  private readonly fresh = (): string => {
    this.serial += 1;
    return this.spares.shift() ?? `fresh${this.serial}`;
  };

  private get items(): Items {
    return this.programs.get(this.stack) ?? [];
  }

  private readonly pick = (fits: (item: Item) => boolean): Item | undefined => {
    const all = this.items.filter(fits);
    return all[this.below(Math.max(all.length, 1))];
  };

  private readonly put = (...changed: readonly (readonly [Item, Item])[]): void =>
    void this.programs.set(
      this.stack,
      this.items.map((item) => changed.find(([was]) => was === item)?.[1] ?? item),
    );

  /** Aliases are left in for one `up`, sometimes for longer. */
  readonly dropAliases = (): void =>
    void this.programs.set(
      this.stack,
      this.items.map((item) => {
        const { alias: _, ...rest } = item;
        return rest;
      }),
    );

  readonly operations: Readonly<Record<string, () => boolean>> = {
    alias: () => this.renamed(true),
    rename: () => this.renamed(false),
    swap: () => {
      const isPlain = (item: Item): boolean => item.run === "none" && !item.batch && !item.inBox;
      const one = this.pick(isPlain);
      const other = this.pick((item) => isPlain(item) && item !== one);
      if (one === undefined || other === undefined) return false;
      if (isSimple(one) && isSimple(other) && chance(this.below, 40)) {
        const [from, to] = [one.name, other.name];
        for (const [was, now] of [
          [from, "swapped"],
          [to, from],
          ["swapped", to],
        ] as const)
          this.steps.push({ step: "renameInState", stack: this.stack, from: was, to: now });
        this.put([one, { ...one, name: to }], [other, { ...other, name: from }]);
        return true;
      }
      this.put(
        [one, { ...one, name: other.name, alias: { name: one.name } }],
        [other, { ...other, name: one.name, alias: { name: other.name } }],
      );
      return true;
    },
    reuse: () => {
      const one = this.pick((item) => !item.inBox);
      if (one === undefined) return false;
      const { alias: _, ...rest } = one;
      this.put([one, { ...rest, name: this.fresh(), alias: { name: one.name } }]);
      this.up([]);
      this.dropAliases();
      this.programs.set(this.stack, [
        ...this.items,
        { ...rest, key: 200 + this.serial, run: "none", batch: false },
      ]);
      return true;
    },
    intoComponent: () => {
      const one = this.pick((item) => !item.inBox && item.alias === undefined);
      if (one === undefined) return false;
      this.put([one, { ...one, inBox: true, alias: "root" }]);
      if (chance(this.below, 60)) {
        this.up([]);
        const now = this.items.find(({ key }) => key === one.key);
        if (now === undefined) return true;
        this.put([now, { ...now, inBox: false, alias: "box" }]);
        this.kinds.add("outOfComponent");
      }
      return true;
    },
    edit: () => {
      const one = this.pick(({ run }) => run === "none");
      if (one === undefined) return false;
      this.put([one, { ...one, key: one.key + 300 }]);
      return true;
    },
    startByProgram: () => {
      const one = this.pick(({ run }) => run === "none");
      if (one === undefined) return false;
      this.put([
        one,
        { ...one, run: oneOf(this.below, [this.isSlow ? "left" : "waited", "left", "itself"]) },
      ]);
      return true;
    },
    stackRename: () => {
      if (this.isSplit || this.isMovedProject) return false;
      this.isSplit = true;
      const items = this.items;
      this.steps.push({ step: "renameStack", from: "dev", to: "prod" });
      this.programs.set("prod", items);
      return true;
    },
    projectRename: () => {
      if (this.isSplit || this.isMovedProject) return false;
      this.isMovedProject = true;
      this.steps.push({ step: "renameProject", stack: this.stack, to: "newlab" });
      return true;
    },
    stateRename: () => {
      const one = this.pick((item) => item.alias === undefined && isSimple(item));
      if (one === undefined) return false;
      const to = `renamed${one.key}`;
      this.steps.push({ step: "renameInState", stack: this.stack, from: one.name, to });
      this.put([one, { ...one, name: to }]);
      return true;
    },
    stateMove: () => {
      if (this.isSplit || this.isMovedProject) return false;
      const one = this.pick((item) => !item.inBox && item.alias === undefined);
      if (one === undefined) return false;
      this.isSplit = true;
      this.steps.push({ step: "move", from: this.stack, to: "other", name: one.name });
      this.programs.set("other", [one]);
      this.programs.set(
        this.stack,
        this.items.filter((item) => item !== one),
      );
      this.up([], "other");
      return true;
    },
    backup: () => {
      if (this.hasBackup) return false;
      this.hasBackup = true;
      this.steps.push({ step: "backup", stack: this.stack });
      this.operations.alias?.();
      this.operations.edit?.();
      this.up([]);
      this.restore("backup");
      return true;
    },
    truncated: () => this.restore("truncated"),
    empty: () => this.restore("empty"),
  };

  private readonly restore = (how: "backup" | "truncated" | "empty"): boolean => {
    this.steps.push({ step: "restore", stack: this.stack, how, cut: 1 + this.below(5) });
    this.kinds.add(how);
    return true;
  };

  private readonly renamed = (isAliased: boolean): boolean => {
    const one = this.pick(({ alias }) => alias === undefined);
    if (one === undefined) return false;
    this.put([one, { ...one, name: this.fresh(), ...(isAliased ? { alias: { name: one.name } } : {}) }]);
    this.kinds.add(isAliased ? "alias" : "rename");
    return true;
  };

  readonly act = (most: number): readonly Act[] => {
    const all = acts(this.below, most);
    for (const { kind, by } of all) {
      this.kinds.add(kind);
      if (by === users[1]) this.kinds.add("byAnotherUser");
    }
    return all;
  };

  readonly up = (
    its: readonly Blow[],
    stack = this.stack,
    more: Partial<Pick<Up, "replace" | "atEndOnly" | "between" | "isLast">> = {},
  ): void => {
    const color = chance(this.below, 15);
    if (color) this.kinds.add("color");
    const { replace = [], atEndOnly = false, between = [], isLast = false } = more;
    this.steps.push({
      step: "up",
      stack,
      items: this.programs.get(stack) ?? [],
      blows: its,
      replace,
      color,
      atEndOnly,
      between,
      isLast,
    });
  };

  /** Some drafts, or runs with or without their drafts, that are made again although nothing has changed. */
  readonly forced = (): Up["replace"] => {
    const drafts = this.items.filter((item) => !isStarted(item));
    const started = this.items.filter(isStarted);
    const chosen: Up["replace"][number][] = [];
    if (chance(this.below, 60)) {
      const draft = drafts[this.below(Math.max(drafts.length, 1))];
      if (draft !== undefined) {
        chosen.push({ key: draft.key, what: "draft" });
        this.kinds.add("replaceDraft");
      }
    }
    if (chance(this.below, 60)) {
      const run = started[this.below(Math.max(started.length, 1))];
      if (run !== undefined) {
        chosen.push({ key: run.key, what: run.run === "itself" || chance(this.below, 50) ? "draft" : "run" });
        this.kinds.add("replaceRun");
      }
    }
    return chosen;
  };
}

const operationNames = [
  "alias",
  "rename",
  "swap",
  "reuse",
  "intoComponent",
  "edit",
  "startByProgram",
  "stackRename",
  "projectRename",
  "stateRename",
  "stateMove",
  "backup",
  "truncated",
  "empty",
] as const;

/** All that happens under a seed in which people take part. */
export const peoplePlanOf = (seed: number): PeoplePlan => {
  const below = random(seed);
  // The first numbers of neighbouring seeds are alike.
  for (let n = 0; n < 8; n += 1) below(2);
  const isNasty = chance(below, 50);
  const names = isNasty ? nastyNames(below, count + 6) : [];
  const isSlow = chance(below, 40);
  const author = new Author(below, names.slice(count), isSlow);
  if (isNasty) author.kinds.add("nastyNames");
  author.programs.set("dev", firstItems(below, names, isSlow));
  const kills = (percent: number, ...methods: readonly [string, ...string[]]): readonly Blow[] =>
    chance(below, percent) ? blows(1, below, ...methods) : [];

  author.up(kills(50, "POST"), "dev");
  const rounds = 2 + below(2);
  for (let round = 0; round < rounds; round += 1) {
    if (chance(below, 40)) author.steps.push({ step: "wait" });
    if (chance(below, 50)) author.steps.push({ step: "acts", acts: author.act(3) });
    if (chance(below, 70)) author.dropAliases();
    const many = 1 + below(2);
    for (let n = 0; n < many; n += 1) {
      const name = oneOf(below, operationNames);
      if (author.operations[name]?.() === true && name !== "backup") author.kinds.add(name);
    }
    const during = chance(below, 30) ? author.act(1) : [];
    if (during.length > 0) author.kinds.add("duringUpdate");
    const between = chance(below, 25) ? author.act(2) : [];
    if (between.length > 0) author.kinds.add("afterPreview");
    const struck = kills(40, "POST", "PATCH", "DELETE");
    const atEndOnly = chance(below, 20);
    const kill: Blow = {
      victim: oneOf(below, ["engine", "everything", "provider"]),
      at: below(1000) / 1000,
      pause: 0,
    };
    if (atEndOnly) author.kinds.add("checkpointsAtEndOnly");
    author.up(
      [
        ...during.map((one): Blow => ({ act: one, at: below(1000) / 1000, pause: 0 })),
        ...struck,
        ...(atEndOnly && struck.length === 0 ? [kill] : []),
      ],
      author.stack,
      {
        replace: chance(below, 40) ? author.forced() : [],
        atEndOnly,
        between,
        isLast: round === rounds - 1,
      },
    );
  }
  if (chance(below, 50)) author.steps.push({ step: "wait" });
  for (const stack of author.programs.keys())
    author.steps.push({ step: "destroy", stack, blows: kills(25, "DELETE") });
  return {
    parallel: oneOf(below, [8, 4, 16]),
    taskSeconds: isSlow ? 600 : oneOf(below, [0.2, 3]),
    steps: author.steps,
    kinds: author.kinds,
  };
};
