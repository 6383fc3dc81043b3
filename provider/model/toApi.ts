import type { Resolved } from "../unknown";
import type { Batching } from "./batching";
import type { DeclaredTask } from "./draftTask";
import type { ExecutionSettings } from "./executionSettings";
import { compact } from "./fromApi";
import type { OutputLocation } from "./outputLocation";
import { canonical, onPort, type TaskInputs, type Value } from "./value";

/** Our words in the API's: the model to request bodies. Pure; only resolved values come in. */

/** A task whose every value is known. */
export type KnownTask = Resolved<DeclaredTask>;

const inputsTo = (inputs: Resolved<TaskInputs>): Record<string, Value> =>
  Object.fromEntries(Object.entries(inputs).map(([port, item]) => [port, canonical(item)]));

const settingsTo = (settings: Resolved<ExecutionSettings>): object =>
  compact({
    instance_type: settings.instanceType,
    max_parallel_instances: settings.maxParallelInstances,
    use_memoization: settings.useMemoization,
    use_elastic_disk: settings.useElasticDisk,
  });

const locationTo = ({
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

/** Nothing at all leaves it to the app: API digest, section 6. */
const batchingTo = (batching: Batching): object => {
  if (batching._tag === "Override")
    return { batch: true, batch_input: batching.batchInput, batch_by: batching.batchBy };
  if (batching._tag === "Disabled") return { batch: false };
  return batching.required ? { batch: true } : {};
};

/** The body of `POST /tasks`: API digest, 5.1. */
export const createBody = (task: KnownTask): object => ({
  project: task.project,
  app: task.app,
  name: task.name,
  ...compact({ description: task.description }),
  inputs: inputsTo(task.inputs),
  ...batchingTo(task.batching),
  ...compact({
    use_interruptible_instances: task.useInterruptibleInstances,
    execution_settings: task.executionSettings === undefined ? undefined : settingsTo(task.executionSettings),
    output_location: task.outputLocation === undefined ? undefined : locationTo(task.outputLocation),
  }),
});

/** What only the platform knows, for args that a program no longer sets: they fall back to these. */
export interface Defaults {
  /** The app's own batching, if it has any. */
  readonly batching: { readonly batchInput: string; readonly batchBy: object } | undefined;
  /** The project's setting for interruptible instances. */
  readonly useInterruptibleInstances: boolean | undefined;
}

/** Only the ports that differ; one that the program no longer sets is cleared with `null`; a list goes whole (API digest, 5.4). */
const changedInputs = (
  was: Resolved<TaskInputs>,
  now: Resolved<TaskInputs>,
  ports: readonly string[],
): object =>
  Object.fromEntries(
    ports
      .filter((port) => Object.hasOwn(was, port) || Object.hasOwn(now, port))
      .map((port) => [port, canonical(onPort(now, port) ?? null)]),
  );

/** Keys that were set and are no more are sent as `null`, whether the API merges the object or replaces it. */
const cleared = <T extends object>(
  was: T | undefined,
  now: T | undefined,
  to: (given: T) => object,
  none: T,
): object => ({
  ...Object.fromEntries(Object.keys(to(was ?? none)).map((key) => [key, null])),
  ...to(now ?? none),
});

/** On a draft, `batch: true` alone would keep an override: the app's own batching is sent in full. */
const batchingBack = ({ batching }: Defaults, required: boolean): object =>
  batching === undefined
    ? { batch: required }
    : { batch: true, batch_input: batching.batchInput, batch_by: batching.batchBy };

/** The parts of a draft that `PATCH /tasks/{id}` can change: API digest, 5.4. */
export type Editable = Exclude<keyof KnownTask, "project" | "app" | "run" | "triggers" | "connection">;

/** The body of `PATCH /tasks/{id}`: the changed fields and no other. */
export const patchBody = (
  was: KnownTask,
  now: KnownTask,
  parts: readonly Editable[],
  ports: readonly string[],
  defaults: Defaults,
): Readonly<Record<string, unknown>> => {
  const fields: { readonly [K in Editable]: () => object } = {
    name: () => ({ name: now.name }),
    description: () => ({ description: now.description ?? null }),
    inputs: () => ({ inputs: changedInputs(was.inputs, now.inputs, ports) }),
    batching: () =>
      now.batching._tag === "AppDefault"
        ? batchingBack(defaults, now.batching.required)
        : batchingTo(now.batching),
    useInterruptibleInstances: () =>
      compact({
        use_interruptible_instances: now.useInterruptibleInstances ?? defaults.useInterruptibleInstances,
      }),
    executionSettings: () => ({
      execution_settings: cleared(was.executionSettings, now.executionSettings, settingsTo, {}),
    }),
    outputLocation: () => ({
      output_location:
        now.outputLocation === undefined
          ? null
          : cleared(was.outputLocation, now.outputLocation, locationTo, {}),
    }),
  };
  return Object.assign({}, ...parts.map((part) => fields[part]()));
};
