import type { TaskInputs, Value } from "../../model/values/value";
import { isUnknown } from "../../shared/unknown";

/** A file in the inputs of a task. */
export interface FileAt {
  /** `inputs.reads[3]` */
  readonly path: string;
  readonly id: string;
}

const isObject = (value: Value): value is Extract<Value, object> =>
  typeof value === "object" && value !== null;

const within = (value: Value, path: string): readonly FileAt[] => {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => within(item, `${path}[${index}]`));
  const fields: readonly (readonly [string, Value])[] = Object.entries(value);
  const { class: kind, path: id } = Object.fromEntries(fields);
  if (kind === "Directory") return [];
  if (kind === "File") return typeof id === "string" && !isUnknown(id) ? [{ path, id }] : [];
  return fields.flatMap(([key, field]) => within(field, `${path}.${key}`));
};

/** Every file there, at any depth, whose id is known. */
export const filesIn = (inputs: TaskInputs): readonly FileAt[] =>
  Object.entries(inputs).flatMap(([port, value]) => within(value, `inputs.${port}`));
