import type { Aim } from "./calls";
import { measured, type Outcome, type Result, troubledRun, type Untroubled, untroubledRun } from "./cases";
import type { FaultKind, Variant } from "./faults";
import { Lanes } from "./lanes";
import type { Operation } from "./operation";
import type { Counts } from "./table";
import { Platforms, withGate } from "./world";

/** What is broken in one case: by the call that the fault met, and how. */
export interface Violation {
  readonly call: string;
  readonly variant: string;
  readonly what: readonly string[];
}

/** One operation under one fault. */
export interface Cell {
  readonly counts: Counts;
  readonly violations: readonly Violation[];
}

/**
 * What lasts, lasts from the first call of its kind. A POST that changes something is made once, so that it makes no difference
 * how long the trouble would last; unless the trouble is of a kind that leaves it without effect.
 */
const meets = (variant: Variant, aim: Aim): boolean => {
  if (!aim.writes && variant.forWritesOnly === true) return false;
  return (
    !variant.often ||
    (aim.skip === 0 && (variant.harmless === true || !(aim.writes && aim.method === "POST")))
  );
};

const countsOf = (results: readonly Result[]): Counts => {
  const count = (wanted: Outcome): number => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    unnoticed: count("unnoticed"),
    resumed: count("resumed"),
    kept: count("kept"),
    violation: count("violation"),
  };
};

/** Operations × the calls that they make × faults × the ways in which these come. */
export class Matrix {
  private readonly platforms = new Platforms();
  private readonly lanes = new Lanes(24);

  /** What an operation does and leaves behind with nothing in its way: what all its cases are held against. */
  readonly alone = (operation: Operation): Promise<Untroubled> =>
    measured(operation, (one) =>
      this.platforms.lend(one.speed, (platform) =>
        withGate(platform, false, (world) => untroubledRun(one, world)),
      ),
    );

  readonly cell = async (operation: Operation, fault: FaultKind, alone: Untroubled): Promise<Cell> => {
    const cases = alone.aims.flatMap((aim) =>
      fault.variants.filter((variant) => meets(variant, aim)).map((variant) => ({ aim, variant })),
    );
    const results = await Promise.all(
      cases.map(({ aim, variant }) =>
        this.lanes.take(() =>
          this.platforms.lend(operation.speed, (platform) =>
            withGate(platform, variant.gate === true, (world) =>
              troubledRun(operation, world, variant, aim, alone),
            ),
          ),
        ),
      ),
    );
    const violations = cases.flatMap(({ aim, variant }, index) => {
      const what = results[index]?.violations ?? [];
      return what.length === 0 ? [] : [{ call: aim.name, variant: variant.name, what }];
    });
    return { counts: countsOf(results), violations };
  };

  readonly close = (): Promise<void> => this.platforms.close();
}
