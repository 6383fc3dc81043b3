import { defaultPace, newPoller, type Pace, type Poller } from "./poller";

/** How one process waits for the platform. */
export interface Waiter {
  /** Looks at all runs that are waited for, in bulk. */
  readonly poller: Poller;
  /** Milliseconds between two looks of anything else that waits. */
  readonly pollInterval: number;
  /** Milliseconds between the looks for a task whose creation had no clear answer: see `lookAgain.ts`. */
  readonly pauses: readonly number[];
}

/**
 * How soon a list shows a new task is not established (API digest, 12). After a call whose answer was lost, the task is looked for
 * with growing pauses: two minutes in all.
 */
const defaultPauses: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000];

export interface WaiterOptions {
  readonly pace?: Pace;
  /** Default: 1,000. */
  readonly pollInterval?: number;
  readonly pauses?: readonly number[];
}

export const newWaiter = ({
  pace = defaultPace,
  pollInterval = 1_000,
  pauses = defaultPauses,
}: WaiterOptions): Waiter => ({ poller: newPoller(pace), pollInterval, pauses });
