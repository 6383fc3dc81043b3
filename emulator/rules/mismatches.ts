import type { PortType, RecordField } from "../../provider/cwl/ports";
import { isObject, isString, type JsonObject, own } from "../json";
import type { Files } from "./access";

/** What is wrong with a value, as one of its type (API digest 7). */
export interface Mismatch {
  readonly code: number;
  readonly title: string;
  readonly text: string;
}

export const wrongType = (path: string, expected: string): Mismatch[] => [
  { code: 90000, title: "Wrong type", text: `${path} must be ${expected}.` },
];

/**
 * One file where a list is wanted is an error, not coerced (API digest 7); so is null in a list whose items may not be
 * null: our choice.
 */
export const mismatches = (type: PortType, value: unknown, path: string, file: Files): Mismatch[] => {
  switch (type._tag) {
    case "any":
      return [];
    case "File":
    case "Directory": {
      if (!isObject(value) || value.class !== type._tag || !isString(value.path)) {
        return wrongType(path, `a ${type._tag}`);
      }
      const wanted = type._tag === "File" ? "file" : "folder";
      if (file(value.path)?.type === wanted) return [];
      return [
        {
          code: 5002,
          title: `${type._tag} does not exist`,
          text: `${path}: there is no ${wanted} ${value.path}.`,
        },
      ];
    }
    case "array":
      if (!Array.isArray(value)) return wrongType(path, "a list");
      return value.flatMap((it, index) =>
        it === null && type.nullable === true ? [] : mismatches(type.items, it, `${path}[${index}]`, file),
      );
    case "record":
      return isObject(value) ? recordMismatches(type.fields, value, path, file) : wrongType(path, "a record");
    case "enum":
      return isString(value) && type.symbols.includes(value)
        ? []
        : wrongType(path, `one of ${type.symbols.join(", ")}`);
    case "scalar":
      return isScalar(type.scalar, value) ? [] : wrongType(path, `of type ${type.scalar}`);
    case "union":
      return choiceMismatches(type.choices, value, path, file);
  }
};

/** Of several types one has to fit; of a file that does not exist that is said. */
const choiceMismatches = (
  choices: readonly PortType[],
  value: unknown,
  path: string,
  file: Files,
): Mismatch[] => {
  const found = choices.map((it) => mismatches(it, value, path, file));
  if (found.some((it) => it.length === 0)) return [];
  return found.find((it) => it.some(({ code }) => code === 5002)) ?? wrongType(path, "of one of its types");
};

const recordMismatches = (
  fields: readonly RecordField[],
  value: JsonObject,
  path: string,
  file: Files,
): Mismatch[] => [
  ...Object.keys(value)
    .filter((key) => !fields.some((it) => it.name === key))
    .flatMap((key) => wrongType(`${path}.${key}`, "left out: the record has no such field")),
  ...fields.flatMap((field) => {
    const inner = own(value, field.name) ?? undefined;
    if (inner !== undefined) return mismatches(field.type, inner, `${path}.${field.name}`, file);
    return field.optional ? [] : wrongType(`${path}.${field.name}`, "given");
  }),
];

const isScalar = (scalar: string, value: unknown): boolean => {
  if (scalar === "string" || scalar === "boolean") return typeof value === scalar;
  return typeof value === "number" && (scalar === "float" || scalar === "double" || Number.isInteger(value));
};
