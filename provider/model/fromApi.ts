import * as E from "fp-ts/Either";
import type { Task } from "../api/wire";
import type { BatchBy, Batching } from "./batching";
import { isRecord } from "./codec";
import type { DeclaredTask } from "./draftTask";
import type { ExecutionSettings } from "./executionSettings";
import type { OutputLocation } from "./outputLocation";
import { withoutTag } from "./tags/tag";
import { type TaskInputs, type Value, value } from "./value";

/** The API's words in ours: wire documents to the model. Pure; nothing here fails. */

/** Drops `undefined` and `null`: the API means the same by an absent key and by `null` (API digest, 3.1). */
export const compact = <T extends object>(given: T): { readonly [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(given).filter(([, item]) => item !== undefined && item !== null)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>; // the filter has just made it true
  };

/** A value as the API reads it out: files keep class, path and name; an unset output is `null` or `{}` (API digest, 3.1 and 7). */
export const valueFrom = (wire: unknown): Value => {
  if (Array.isArray(wire)) return wire.map(valueFrom);
  if (!isRecord(wire)) return E.getOrElse<unknown, Value>(() => null)(value.decode(wire));
  const { class: kind, path, name, basename } = wire;
  if (kind === "File" || kind === "Directory" || kind === "Folder") {
    if (typeof path !== "string") return null;
    const given = typeof name === "string" ? name : basename;
    return {
      class: kind === "File" ? "File" : "Directory",
      path,
      ...(typeof given === "string" ? { name: given } : {}),
    };
  }
  const entries = Object.entries(wire);
  return entries.length === 0
    ? null
    : Object.fromEntries(entries.map(([key, item]) => [key, valueFrom(item)]));
};

/** Ports that hold something. */
export const inputsFrom = (wire: Task["inputs"]): TaskInputs =>
  Object.fromEntries(
    Object.entries(wire ?? {})
      .map(([port, item]) => [port, valueFrom(item)] as const)
      .filter(([, item]) => item !== null),
  );

const batchByFrom = (wire: NonNullable<Task["batch_by"]>): BatchBy => {
  const [first, ...more] = wire.criteria ?? [];
  return /^criteria$/i.test(wire.type) && first !== undefined
    ? { type: "CRITERIA", criteria: [first, ...more] }
    : { type: "ITEM" };
};

/** What the platform does about batching, whoever decided it. */
export const batchingFrom = ({ batch, batch_input, batch_by }: Task): Batching =>
  batch === true && typeof batch_input === "string" && batch_by
    ? { _tag: "Override", batchInput: batch_input, batchBy: batchByFrom(batch_by) }
    : batch === true
      ? { _tag: "AppDefault", required: true }
      : { _tag: "AppDefault", required: false };

export const settingsFrom = (wire: Task["execution_settings"]): ExecutionSettings =>
  compact({
    instanceType: Array.isArray(wire?.instance_type) ? wire.instance_type[0] : wire?.instance_type,
    maxParallelInstances: wire?.max_parallel_instances,
    useMemoization: wire?.use_memoization,
    useElasticDisk: wire?.use_elastic_disk,
  });

export const locationFrom = (wire: Task["output_location"]): OutputLocation =>
  compact({
    mainLocation: wire?.main_location,
    mainLocationAlias: wire?.main_location_alias,
    nodesOverride: wire?.nodes_override,
    nodesLocation: wire?.nodes_location
      ? Object.fromEntries(
          Object.entries(wire.nodes_location).map(([node, { output_location, output_location_alias }]) => [
            node,
            compact({ outputLocation: output_location, outputLocationAlias: output_location_alias }),
          ]),
        )
      : undefined,
  });

/** An object that says something, or nothing at all. */
export const nonEmpty = <T extends object>(given: T): T | undefined =>
  Object.keys(given).length > 0 ? given : undefined;

/** A task as a program would declare it: what `DraftTask.get` and an adoption compare with. */
export const declaredFrom = (task: Task): DeclaredTask => ({
  project: task.project,
  app: task.app,
  name: task.name ?? task.id,
  inputs: inputsFrom(task.inputs),
  batching: batchingFrom(task),
  run: false,
  triggers: [],
  ...compact({
    description: withoutTag(task.description) || undefined,
    useInterruptibleInstances: task.use_interruptible_instances,
    executionSettings: nonEmpty(settingsFrom(task.execution_settings)),
    outputLocation: nonEmpty(locationFrom(task.output_location)),
  }),
});
