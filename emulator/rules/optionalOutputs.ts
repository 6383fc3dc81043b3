import type { Port, PortType } from "../../provider/cwl/ports";
import { fileId } from "../ids";
import { isObject, own } from "../json";
import type { OptionalOutputs, OptionalOutputsOf, Task } from "../store/model";

/**
 * Whether an output that may be null is made. Completed tasks of the platforms have files on optional outputs, and later
 * steps use them (API digest, section 12), so it is by default. A seed or a control route orders otherwise, for an app, a
 * task or single ports: a pipeline that relies on an optional output can learn that it may be null.
 */
const WAYS: readonly OptionalOutputs[] = ["made", "null", "some"];

const isWay = (value: unknown): value is OptionalOutputs => WAYS.some((it) => it === value);

export const isOptionalOutputs = (value: unknown): value is OptionalOutputsOf =>
  isWay(value) || (isObject(value) && Object.values(value).every(isWay));

/** For a sentence that says what is wrong. */
export const optionalOutputsForm = `must be ${WAYS.join(", ")}, or map outputs to one of them`;

/** The first output that is named and can not be null, as a sentence. */
export const neverNull = (order: OptionalOutputsOf, ports: readonly Port[]): string | undefined => {
  const ids = isWay(order) ? [] : Object.keys(order);
  for (const id of ids) {
    const port = ports.find((it) => it.id === id);
    if (port === undefined) return `the app has no output ${id}`;
    if (!port.optional && !hasOptionalField(port.type)) return `output ${id} of the app is never null`;
  }
  return undefined;
};

const hasOptionalField = (type: PortType): boolean => {
  switch (type._tag) {
    case "record":
      return type.fields.some((it) => it.optional || hasOptionalField(it.type));
    case "array":
      return hasOptionalField(type.items);
    case "union":
      return type.choices.some(hasOptionalField);
    default:
      return false;
  }
};

/** Whether an optional output is made; `key` is the port, or the path of a field in it. What is said of the task goes first. */
export const isMade = (
  task: Pick<Task, "id" | "optionalOutputs">,
  ofApp: OptionalOutputsOf | undefined,
  port: string,
  key: string,
): boolean => {
  const way = wayOf(task.optionalOutputs, port) ?? wayOf(ofApp, port) ?? "made";
  return way === "some" ? isInHalf(task.id, key) : way === "made";
};

const wayOf = (order: OptionalOutputsOf | undefined, port: string): OptionalOutputs | undefined =>
  order === undefined || isWay(order) ? order : own(order, port);

/** Chosen by the ids alone, so that a restart finds the same half: our choice. */
const isInHalf = (task: string, key: string): boolean =>
  Number.parseInt(fileId(task, "optional", key).slice(0, 2), 16) % 2 === 0;
