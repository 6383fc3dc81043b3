import type { Store } from "./store/store";

/** What routes and rules are given: the state, the clock, the settings. */
export interface Context {
  readonly store: Store;
  readonly taskSeconds: number;
  /** Milliseconds, as far as the control routes have moved the clock. */
  readonly now: () => number;
}
