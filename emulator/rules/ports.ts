import { defaultBatching, inputPorts, outputPorts, type Port } from "../../provider/cwl/ports";
import { appRef } from "../ids";
import type { JsonObject } from "../json";
import type { Task } from "../store/model";
import type { Store } from "../store/store";
import type { AppBatching } from "./batching";

/** An app's ports, read once per revision: lists of tasks ask for them again and again. */
export interface AppPorts {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly batching: AppBatching;
}

const known = new WeakMap<JsonObject, AppPorts>();

export const portsOf = (cwl: JsonObject): AppPorts => {
  const found = known.get(cwl);
  if (found !== undefined) return found;
  const inputs = inputPorts(cwl);
  const read = {
    inputs,
    outputs: outputPorts(cwl),
    batching: { inputs: inputs.map((it) => it.id), byDefault: defaultBatching(cwl) },
  };
  known.set(cwl, read);
  return read;
};

/** Undefined where the app is gone: its project was deleted. */
export const cwlOf = (store: Store, task: Task): JsonObject | undefined => {
  const ref = appRef(task.app);
  return ref && store.revision(ref.app, ref.revision)?.cwl;
};

export const taskPorts = (store: Store, task: Task): AppPorts | undefined => {
  const cwl = cwlOf(store, task);
  return cwl && portsOf(cwl);
};
