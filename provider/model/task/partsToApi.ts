import type { Resolved } from "../../shared/unknown";
import type { ExecutionSettings } from "../codecs/executionSettings";
import type { OutputLocation } from "../codecs/outputLocation";
import type { Batching } from "../values/batching";
import { compact } from "../values/fromApi";
import { canonical, onPort, type TaskInputs, type Value } from "../values/value";
import type { Defaults } from "./fieldRow";

/** Parts of a task in the API's words. Pure; only resolved values come in. */

export const inputsTo = (inputs: Resolved<TaskInputs>): Record<string, Value> =>
  Object.fromEntries(Object.entries(inputs).map(([port, item]) => [port, canonical(item)]));

/** Only the ports that differ; one that the program no longer sets is cleared with `null`; a list goes whole (API digest, 5.4). */
export const changedInputs = (
  was: Resolved<TaskInputs>,
  now: Resolved<TaskInputs>,
  ports: readonly string[],
): object =>
  Object.fromEntries(
    ports
      .filter((port) => Object.hasOwn(was, port) || Object.hasOwn(now, port))
      .map((port) => [port, canonical(onPort(now, port) ?? null)]),
  );

export const settingsTo = (settings: Resolved<ExecutionSettings>): object =>
  compact({
    instance_type: settings.instanceType,
    max_parallel_instances: settings.maxParallelInstances,
    use_memoization: settings.useMemoization,
    use_elastic_disk: settings.useElasticDisk,
  });

export const locationTo = ({
  mainLocation,
  mainLocationAlias,
  nodesOverride,
  nodesLocation,
}: Resolved<OutputLocation>): object =>
  compact({
    main_location: mainLocation,
    main_location_alias: mainLocationAlias,
    nodes_override: nodesOverride,
    nodes_location:
      nodesLocation === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(nodesLocation).map(([node, { outputLocation, outputLocationAlias }]) => [
              node,
              compact({ output_location: outputLocation, output_location_alias: outputLocationAlias }),
            ]),
          ),
  });

/** Keys that were set and are no more are sent as `null`, whether the API merges the object or replaces it. */
export const withCleared = <T extends object>(
  was: T | undefined,
  now: T,
  to: (given: T) => object,
): object => ({
  ...(was === undefined ? {} : Object.fromEntries(Object.keys(to(was)).map((key) => [key, null]))),
  ...to(now),
});

/** Batching by the keys of a body. What is missing is not sent. */
export interface BatchingBody {
  readonly batch?: boolean;
  readonly batchInput?: string;
  readonly batchBy?: object;
}

/** Nothing at all leaves it to the app: API digest, section 6. */
export const batchingTo = (batching: Batching): BatchingBody => {
  if (batching._tag === "Override") {
    const { batchInput, batchBy } = batching;
    return { batch: true, batchInput, batchBy };
  }
  if (batching._tag === "Disabled") return { batch: false };
  return batching.required ? { batch: true } : {};
};

/** On a draft, `batch: true` alone would keep an override: the app's own batching is sent in full. */
export const batchingBack = (now: Batching, { batching: ofApp }: Defaults): BatchingBody => {
  if (now._tag !== "AppDefault") return batchingTo(now);
  return ofApp === undefined ? { batch: now.required } : { batch: true, ...ofApp };
};
