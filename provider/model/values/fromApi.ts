import * as E from "fp-ts/Either";
import * as t from "io-ts";
import type { Task } from "../../api/endpoints/schemas";
import { formatParts, isRecord } from "../../shared/codec";
import type { ExecutionSettings } from "../codecs/executionSettings";
import type { OutputLocation } from "../codecs/outputLocation";
import type { BatchBy, Batching } from "./batching";
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

/** What the platform does about batching, decided by the app or by the task. */
export const batchingFrom = ({ batch, batch_input, batch_by }: Task): Batching =>
  batch === true && typeof batch_input === "string" && batch_by
    ? { _tag: "Override", batchInput: batch_input, batchBy: batchByFrom(batch_by) }
    : batch === true
      ? { _tag: "AppDefault", required: true }
      : { _tag: "AppDefault", required: false };

/** Parts by their shapes; what has another one, or is `null`, is left out. */
const settingShapes = {
  // The vendor's Python guide allows a list of one element (API digest, 3.4).
  instance_type: t.union([t.string, t.array(t.string)]),
  max_parallel_instances: t.number,
  use_memoization: t.boolean,
  use_elastic_disk: t.boolean,
};

export const settingsFrom = (wire: unknown): ExecutionSettings => {
  const given = formatParts(settingShapes, wire);
  return compact({
    instanceType: Array.isArray(given.instance_type) ? given.instance_type[0] : given.instance_type,
    maxParallelInstances: given.max_parallel_instances,
    useMemoization: given.use_memoization,
    useElasticDisk: given.use_elastic_disk,
  });
};

const locationShapes = {
  main_location: t.string,
  main_location_alias: t.string,
  nodes_override: t.boolean,
  nodes_location: t.record(t.string, t.UnknownRecord),
};

const nodeShapes = { output_location: t.string, output_location_alias: t.string };

export const locationFrom = (wire: unknown): OutputLocation => {
  const given = formatParts(locationShapes, wire);
  return compact({
    mainLocation: given.main_location,
    mainLocationAlias: given.main_location_alias,
    nodesOverride: given.nodes_override,
    nodesLocation: given.nodes_location
      ? Object.fromEntries(
          Object.entries(given.nodes_location).map(([node, its]) => {
            const { output_location, output_location_alias } = formatParts(nodeShapes, its);
            return [
              node,
              compact({ outputLocation: output_location, outputLocationAlias: output_location_alias }),
            ];
          }),
        )
      : undefined,
  });
};
