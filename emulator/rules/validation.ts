import type { Port, PortType, RecordField } from "../../provider/apps/ports";
import { NO_APP } from "../calls/refusals";
import { isObject, isString, type JsonObject, list, own } from "../json";
import type { Batching } from "../store/model";
import type { Files } from "./access";
import { batchType } from "./inputs";

/**
 * A draft is made whatever its inputs are; `errors` say what blocks its run, `warnings` do not (API digest 5.1). The
 * shape of an entry and its texts are our choice, and so is that a file that does not exist is an error.
 */
export interface Findings {
  readonly errors: readonly JsonObject[];
  readonly warnings: readonly JsonObject[];
}

export interface Draft {
  readonly inputs: JsonObject;
  readonly batching: Batching | undefined;
  readonly app: string;
  /** Undefined where the app is gone. */
  readonly ports: readonly Port[] | undefined;
  /** The files and folders that this task may use. */
  readonly file: Files;
}

export const validate = (draft: Draft): Findings => {
  const { app, ports } = draft;
  if (ports === undefined) return { errors: [gone(app)], warnings: [] };
  const known = new Set(ports.map((it) => it.id));
  const unknown = Object.keys(draft.inputs).filter((id) => !known.has(id));
  return {
    errors: [
      ...unknown.map((id) => entry(90003, "Unknown input", `The app has no input ${id}.`, id)),
      ...ports.flatMap((port) => portErrors(draft, port)),
    ],
    warnings: ungrouped(draft),
  };
};

/** Whatever the inputs are, there is nothing to say of them without ports: our choice. */
const gone = (app: string): JsonObject => ({
  code: NO_APP.code,
  title: "App does not exist",
  description: `The app ${app} does not exist any more.`,
});

const entry = (code: number, title: string, description: string, input: string): JsonObject => ({
  code,
  title,
  description,
  input,
});

const portErrors = (draft: Draft, port: Port): readonly JsonObject[] => {
  const value = own(draft.inputs, port.id);
  const batched = draft.batching?.batchInput === port.id;
  if (value === undefined || (batched && Array.isArray(value) && value.length === 0)) {
    const needed = batched || (!port.optional && port.default === undefined);
    return needed ? [entry(7012, "Missing required input", `Input ${port.id} is required.`, port.id)] : [];
  }
  const wrong = mismatches(batchType(port, draft.batching?.batchInput), value, port.id, draft.file);
  return wrong.map(({ code, title, text }) => entry(code, title, text, port.id));
};

interface Mismatch {
  readonly code: number;
  readonly title: string;
  readonly text: string;
}

const wrongType = (path: string, expected: string): Mismatch[] => [
  { code: 90000, title: "Wrong type", text: `${path} must be ${expected}.` },
];

/** One file where a list is wanted is an error, not coerced (API digest 7). */
const mismatches = (type: PortType, value: unknown, path: string, file: Files): Mismatch[] => {
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
        it === null ? [] : mismatches(type.items, it, `${path}[${index}]`, file),
      );
    case "record":
      return isObject(value) ? recordMismatches(type.fields, value, path, file) : wrongType(path, "a record");
    case "enum":
      return isString(value) && type.symbols.includes(value)
        ? []
        : wrongType(path, `one of ${type.symbols.join(", ")}`);
    case "scalar":
      return isScalar(type.scalar, value) ? [] : wrongType(path, `of type ${type.scalar}`);
  }
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

/** A file that lacks the metadata to group by: one warning per file (API digest 6, our choice). */
const ungrouped = ({ batching, inputs, file }: Draft): readonly JsonObject[] => {
  if (batching?.batchBy.type !== "CRITERIA") return [];
  const { criteria } = batching.batchBy;
  return list(own(inputs, batching.batchInput)).flatMap((it) => {
    const found = isObject(it) && isString(it.path) ? file(it.path) : undefined;
    const missing = criteria.filter(
      (field) => own(found?.metadata ?? {}, field.replace(/^metadata\./, "")) == null,
    );
    if (found === undefined || missing.length === 0) return [];
    const text = `File ${found.name} (${found.id}) has no ${missing.join(", ")}.`;
    return [entry(5006, "Missing metadata", text, batching.batchInput)];
  });
};
