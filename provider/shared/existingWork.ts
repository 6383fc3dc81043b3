import * as t from "io-ts";
import { formatPrice } from "./text";

/** Where `check` puts it in a preview, for `review`. No state holds it: an update does not look. */
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

/** Where `check` puts it in a preview, for the program's own process, which knows all resources that it declares. */
export const otherWorkKey = "__otherWork";

/** A task that was made from the args of a new resource for another one of the same stack: that may have been renamed. */
export const OtherWork = t.type({ work: ExistingWork, resourceId: t.string }, "OtherWork");
export type OtherWork = t.TypeOf<typeof OtherWork>;

/** Work as messages name it. */
export const workText = ({ id, status, price, createdTime }: ExistingWork): string => {
  const when = createdTime === undefined ? "" : `, created ${createdTime.slice(0, 10)}`;
  return `task ${id} (${status}${formatPrice(price)}${when})`;
};

const resourceText = (work: ExistingWork): string =>
  `${workText(work)} was made from the same args for a resource of this stack that the program does not declare any more`;

const withAlias = 'add its old name to its options: aliases: [{ name: "…" }]';

/** What is said of work of another resource. */
export const otherText = (work: ExistingWork): string =>
  `${resourceText(work)}: pulumi up creates another task, and a run of that one is paid for again. If this resource was renamed or moved, ${withAlias}`;

/** Why another task is not paid for, where the settings refuse that. */
export const otherRefusal = (work: ExistingWork, cause: string): string =>
  `Refusing to create another task: ${resourceText(work)}, and ${cause}. Options: if this resource was renamed or moved, ${withAlias}; to pay for another task, run pulumi config set sevenbridges:replaceFinished allow`;
