import type { Outcome } from "./lifecycle";
import type { StandIn } from "./standIn";

/** A stand-in, and where the life of the tasks differs from `whole` through it. */
interface Row {
  readonly standIn: StandIn;
  /** The table's column. */
  readonly meets: string;
  readonly demanded: Partial<Outcome>;
}

export const standIns: readonly Row[] = [
  {
    standIn: { name: "the emulator itself", behavior: () => (asked, forward) => forward(asked) },
    meets: "nothing unusual",
    demanded: {},
  },
];
