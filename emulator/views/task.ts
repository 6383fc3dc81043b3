import { type JsonObject, own, present } from "../json";
import { findings } from "../rules/findings";
import { statusOf } from "../rules/lifecycle";
import { cwlOf, portsOf } from "../rules/ports";
import type { Price, Task } from "../store/model";
import type { Store } from "../store/store";
import { writeTime } from "../times";
import { executionStatus } from "./executionStatus";
import { inputView, outputView } from "./values";

export const taskHref = (base: string, id: string): string => `${base}/tasks/${id}`;

/** A task on the wire (API digest 3.1); what is absent there is left out, and what is not asked for is not made. */
export const taskView = (
  store: Store,
  task: Task,
  { base, now, asks }: { base: string; now: number; asks: (field: string) => boolean },
): JsonObject => {
  const children = task.batching === undefined ? [] : store.childrenOf(task.id);
  const status = statusOf(task, children, now);
  const found = asks("errors") || asks("warnings") ? findings(store, task, status) : undefined;
  const fields: Readonly<Record<string, () => unknown>> = {
    href: () => taskHref(base, task.id),
    id: () => task.id,
    name: () => task.name,
    description: () => task.description,
    status: () => status,
    project: () => task.project,
    app: () => task.app,
    type: () => "v2",
    created_by: () => task.createdBy,
    executed_by: () => task.run?.by,
    created_time: () => writeTime(task.createdAt),
    // In DRAFT too, equal to the creation time.
    start_time: () => writeTime(task.run?.at ?? task.createdAt),
    end_time: () => task.end && writeTime(task.end.at),
    // Python raises unless this is a real boolean.
    batch: () => task.batching !== undefined,
    batch_input: () => task.batching?.batchInput,
    batch_by: () => task.batching?.batchBy,
    batch_group: () => task.group,
    parent: () => task.parent,
    execution_status: () =>
      status === "DRAFT" ? undefined : executionStatus(task, children, status, cwlOf(store, task), now),
    errors: () => found?.errors,
    warnings: () => found?.warnings,
    price: () => task.end?.price && priceView(task.end.price),
    inputs: () => inputsView(store, task),
    outputs: () => outputsView(store, task),
    execution_settings: () => task.executionSettings,
    output_location: () => task.outputLocation,
    use_interruptible_instances: () => task.spot,
  };
  return present(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([field]) => asks(field))
        .map(([field, make]) => [field, make()]),
    ),
  );
};

const outputsView = (store: Store, task: Task): JsonObject =>
  Object.fromEntries(
    portsOf(cwlOf(store, task)).outputs.map((it) => [
      it.id,
      outputView(store, own(task.end?.outputs ?? {}, it.id) ?? null),
    ]),
  );

/** Unset ports are null (API digest 3.1, 5.5). */
export const inputsView = (store: Store, task: Task): JsonObject => {
  const ports = portsOf(cwlOf(store, task)).inputs;
  const patterns = new Map(ports.map((it) => [it.id, it.secondaryFiles]));
  return {
    ...Object.fromEntries(ports.map((it) => [it.id, null])),
    ...Object.fromEntries(
      Object.entries(task.inputs).map(([id, it]) => [id, inputView(store, it, patterns.get(id))]),
    ),
  };
};

/** The breakdown's numbers are strings, or Python raises (API digest 3.3). */
const priceView = ({ computation, storage }: Price): JsonObject => ({
  currency: "USD",
  amount: Number((computation + storage).toFixed(2)),
  breakdown: { storage: storage.toFixed(2), computation: computation.toFixed(2), data_transfer: "0" },
});
