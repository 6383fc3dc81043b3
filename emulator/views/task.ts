import type { Port } from "../../provider/cwl/ports";
import { type JsonObject, present } from "../json";
import type { Files } from "../rules/access";
import { ordersOfApp } from "../rules/appOrders";
import { findings } from "../rules/findings";
import { statusOf } from "../rules/lifecycle";
import { cwlOf, taskPorts } from "../rules/ports";
import type { Price, PriceForm, Task } from "../store/model";
import type { Store } from "../store/store";
import { isDraft } from "../store/taskLists";
import { writeTime } from "../times";
import { executionStatus } from "./executionStatus";
import { inputView, outputView } from "./values";

export const taskHref = (base: string, id: string): string => `${base}/tasks/${id}`;

/**
 * A task on the wire (API digest 3.1); what is absent there is left out, and what is not asked for is not made. Of its
 * files it shows what the caller may see.
 */
export const taskView = (
  store: Store,
  task: Task,
  { base, now, file, asks }: { base: string; now: number; file: Files; asks: (field: string) => boolean },
): JsonObject => {
  const children = task.batching === undefined ? [] : store.childrenOf(task.id);
  const status = statusOf(task, children, now);
  const found = asks("errors") || asks("warnings") ? findings(store, task, file) : undefined;
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
      isDraft(task) ? undefined : executionStatus(task, children, status, cwlOf(store, task), now),
    errors: () => found?.errors,
    warnings: () => found?.warnings,
    price: () =>
      task.end?.price && priceView(task.end.price, task.priceForm ?? ordersOfApp(store, task).priceForm),
    inputs: () => inputsView(store, task, file),
    outputs: () => outputsView(store, task, file),
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

const outputsView = (store: Store, task: Task, file: Files): JsonObject =>
  portValues(
    taskPorts(store, task)?.outputs,
    Object.entries(task.end?.outputs ?? {}).map(([id, it]) => [id, outputView({ store, file }, it)]),
  );

/** Unset ports are null (API digest 3.1, 5.5). Where the app is gone nobody knows of any; what is set stays. */
const portValues = (
  ports: readonly Port[] | undefined,
  values: readonly (readonly [string, unknown])[],
): JsonObject => ({
  ...Object.fromEntries((ports ?? []).map((it) => [it.id, null])),
  ...Object.fromEntries(values),
});

export const inputsView = (store: Store, task: Task, file: Files): JsonObject => {
  const ports = taskPorts(store, task)?.inputs;
  const patterns = new Map(ports?.map((it) => [it.id, it.secondaryFiles]));
  return portValues(
    ports,
    Object.entries(task.inputs).map(([id, it]) => [id, inputView({ store, file }, it, patterns.get(id))]),
  );
};

/**
 * The breakdown's numbers are strings, or Python raises (API digest 3.3). The other forms were recorded on the platforms
 * (API digest, section 12), and are ordered by a seed or a control route.
 */
const priceView = ({ computation, storage }: Price, form: PriceForm = "number"): JsonObject | undefined => {
  const amount = (computation + storage).toFixed(2);
  switch (form) {
    case "number":
      return {
        currency: "USD",
        amount: Number(amount),
        breakdown: { storage: storage.toFixed(2), computation: computation.toFixed(2), data_transfer: "0" },
      };
    case "text":
      return { currency: "USD", amount };
    case "noBreakdown":
      return { currency: "USD", amount: Number(amount) };
    case "missing":
      return undefined;
  }
};
