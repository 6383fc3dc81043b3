import type { RetryPolicy } from "../../provider/api/transport/retry";

/** A policy that waits for nothing worth the name, and makes a call three times. */
export const quick: RetryPolicy = {
  firstDelay: 1,
  longestDelay: 5,
  attempts: 3,
  maintenanceDelay: [1, 5],
  maxElapsed: { trouble: 60_000, limited: 60_000, maintenance: 60_000 },
};
