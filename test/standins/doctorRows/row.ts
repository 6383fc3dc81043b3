import type { StandIn } from "../standIn";

/** A stand-in that only `doctor` meets, and the questions that differ through it. */
export type DoctorRow = readonly [standIn: StandIn, differing: readonly string[]];
