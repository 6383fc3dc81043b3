import type { TaskInputs, Value } from "../../provider/model/values/value";
import { isRecord } from "../../provider/shared/codec";
import { type Code, type Item, listOf, objectOf } from "./layout";
import { key, number, quoteText, remark } from "./literal";

/** What a program may write in place of a value: the output of a run that the same program declares. */
export type Flow = (value: Value) => string | undefined;

type FileOrFolder = Extract<Value, { class: string }>;

const isFileOrFolder = (value: unknown): value is FileOrFolder =>
  isRecord(value) &&
  (value.class === "File" || value.class === "Directory") &&
  typeof value.path === "string";

const isFile = (value: Value): value is FileOrFolder => isFileOrFolder(value) && value.class === "File";

const commentOf = (value: Value): Pick<Item, "comment"> =>
  isFileOrFolder(value) && value.name !== undefined ? { comment: remark(value.name) } : {};

const item = (value: Value, flow: Flow, prefix = ""): Item => {
  const code = codeOf(value, flow);
  return { prefix, code, ...(flow(value) === undefined ? commentOf(value) : {}) };
};

const listCode = (values: readonly Value[], flow: Flow): Code => {
  const made = values.some((value) => flow(value) !== undefined);
  if (values.length > 0 && values.every(isFile) && !made)
    return listOf(
      values.map((value) => ({ code: quoteText(value.path), ...commentOf(value) })),
      "sb.files([",
      "])",
    );
  const numbers = values.length > 1 && values.every((value) => typeof value === "number");
  return { ...listOf(values.map((value) => item(value, flow))), filled: numbers };
};

/** A value as a program writes it. */
const codeOf = (value: Value, flow: Flow): Code => {
  const made = flow(value);
  if (made !== undefined) return made;
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return quoteText(value);
  if (Array.isArray(value)) return listCode(value, flow);
  if (isFileOrFolder(value))
    return `sb.${value.class === "File" ? "file" : "directory"}(${quoteText(value.path)})`;
  return objectOf(Object.entries(value).map(([name, field]) => item(field, flow, `${key(name)}: `)));
};

export const inputsCode = (inputs: TaskInputs, flow: Flow): Code =>
  objectOf(Object.entries(inputs).map(([port, value]) => item(value, flow, `${key(port)}: `)));

/** Plain JSON as code: settings. */
export const plainCode = (value: unknown): Code => {
  if (Array.isArray(value)) return listOf(value.map((it) => ({ code: plainCode(it) })));
  if (isRecord(value))
    return objectOf(
      Object.entries(value).map(([name, it]) => ({ prefix: `${key(name)}: `, code: plainCode(it) })),
    );
  return typeof value === "string"
    ? quoteText(value)
    : typeof value === "number"
      ? number(value)
      : String(value);
};
