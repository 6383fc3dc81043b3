import { showing } from "../change";
import { listing } from "../lists";
import type { Row } from "../row";
import type { Json, StandIn } from "../standIn";

const timeOf = (value: unknown): number => Date.parse(String(value));

/** What the emulator's filter leaves, without its bounds. */
export const exclusiveFilters: StandIn = listing(
  "time filters leave their bounds out",
  (items, { query }) => {
    const from = query.get("created_from");
    return from === null
      ? items
      : items.filter(({ created_time: time }) => timeOf(time) > timeOf(`${from.slice(0, 19)}Z`));
  },
);

export const ignoredFilters: StandIn = listing(
  "`created_from` is ignored",
  (items) => items,
  (query) => query.delete("created_from"),
);

/** Each time of a task in another form. */
const timed = (name: string, change: (time: string) => string): StandIn =>
  showing(name, (task: Json) =>
    Object.fromEntries(
      Object.entries(task).map(([key, value]) =>
        key.endsWith("_time") && typeof value === "string" ? [key, change(value)] : [key, value],
      ),
    ),
  );

export const wholeSeconds = timed("times without a fraction", (time) =>
  new Date(time).toISOString().replace(/\.\d+Z$/, "Z"),
);

export const otherZone = timed("times of another zone", (time) =>
  new Date(Date.parse(time) + 5 * 3_600_000).toISOString().replace("Z", "+05:00"),
);

export const withoutZone = timed("times without a zone", (time) => new Date(time).toISOString().slice(0, 19));

const meets = "works";

export const timeRows: readonly Row[] = [
  exclusiveFilters,
  ignoredFilters,
  wholeSeconds,
  otherZone,
  withoutZone,
].map((standIn) => ({ standIn, meets, demanded: {} }));
