import type { Aim } from "./calls";
import { measured, type Outcome, type Result, troubledRun, type Untroubled, untroubledRun } from "./cases";
import type { FaultKind, Variant } from "./faults";
import type { Operation } from "./operation";
import { type Platforms, withGate } from "./world";

/** One case, by what it is made of. */
export interface Case {
  readonly operation: string;
  readonly fault: string;
  readonly call: string;
  readonly variant: string;
}

export interface Cell {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Each violation with the case that shows it. */
  readonly violations: readonly (Case & { readonly what: readonly string[] })[];
}

/** Operation × fault. */
export type Row = Readonly<Record<string, Cell>>;

/** So many cases of one process at a time: most of their time they wait. */
const most = 24;

/** Lets so many in, the others wait for their turn. */
const newLanes = () => {
  const waiting: (() => void)[] = [];
  let free = most;
  return async <A>(work: () => Promise<A>): Promise<A> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

const inLane = newLanes();

/** What lasts, lasts from the first call of its kind. */
const meets = (variant: Variant, aim: Aim): boolean =>
  (aim.writes || variant.forWritesOnly !== true) && (aim.skip === 0 || !variant.often);

const nothing: Readonly<Record<Outcome, number>> = { unnoticed: 0, resumed: 0, kept: 0, violation: 0 };

/** All cases of one cell: the operation's calls × the ways of the fault. */
const cellOf = async (
  platforms: Platforms,
  operation: Operation,
  fault: FaultKind,
  wanted: Untroubled,
): Promise<Cell> => {
  const cases = wanted.aims.flatMap((aim) =>
    fault.variants.filter((it) => meets(it, aim)).map((variant) => ({ aim, variant })),
  );
  const results = await Promise.all(
    cases.map(
      ({ aim, variant }): Promise<Result> =>
        inLane(() =>
          platforms.lend(operation.speed, (platform) =>
            withGate(platform, variant.gate === true, (world) =>
              troubledRun(operation, world, variant, aim, wanted),
            ),
          ),
        ),
    ),
  );
  const counts = results.reduce((sum, { outcome }) => ({ ...sum, [outcome]: sum[outcome] + 1 }), nothing);
  const violations = results.flatMap(({ violations: what }, index) => {
    const one = cases[index];
    return what.length === 0 || one === undefined
      ? []
      : [
          {
            operation: operation.name,
            fault: fault.name,
            call: one.aim.name,
            variant: one.variant.name,
            what,
          },
        ];
  });
  return { counts, violations };
};

/** One row: an operation under every fault. Cells are ready one by one. */
export const rowOf = (platforms: Platforms, operation: Operation): ((fault: FaultKind) => Promise<Cell>) => {
  // What the operation does and leaves behind with nothing in its way: what all its cases are held against.
  let wanted: Promise<Untroubled> | undefined;
  return async (fault) => {
    wanted ??= measured(operation, (one) =>
      inLane(() =>
        platforms.lend(one.speed, (platform) => untroubledRun(one, { platform, gate: undefined })),
      ),
    );
    return cellOf(platforms, operation, fault, await wanted);
  };
};
