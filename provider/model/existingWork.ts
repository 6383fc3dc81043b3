import * as t from "io-ts";

/** Where `check` puts it in a preview, for `review`. It stands in no state: an update does not look. */
export const existingWorkKey = "__existingWork";

export const Price = t.type({ amount: t.number, currency: t.string }, "Price");

/** A task of a new resource's own tag and hash that has been started already: the state was lost, or the stack destroyed. */
export const ExistingWork = t.intersection(
  [
    t.type({
      id: t.string,
      status: t.string,
      /** Whether `up` adopts it by itself. Otherwise it creates another task, and that one's run is paid for again. */
      adopted: t.boolean,
    }),
    t.partial({
      /** What it and its further attempts have cost; missing where the platform does not say. */
      price: Price,
      /** ISO 8601, UTC. */
      createdTime: t.string,
    }),
  ],
  "ExistingWork",
);
export type ExistingWork = t.TypeOf<typeof ExistingWork>;
