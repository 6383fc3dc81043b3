import type { Port } from "../../provider/cwl/ports";
import { NO_APP } from "../calls/refusals";
import { isObject, isString, type JsonObject, list, own } from "../json";
import type { Batching } from "../store/model";
import type { Files } from "./access";
import { criterionOf, groups } from "./groups";
import { batchType, takesList } from "./inputs";
import { type Mismatch, mismatches, wrongType } from "./mismatches";

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
  if (ports === undefined) return { errors: [missingFileError(app)], warnings: [] };
  const known = new Set(ports.map((it) => it.id));
  const unknown = Object.keys(draft.inputs).filter((id) => !known.has(id));
  return {
    errors: [
      ...unknown.map((id) => entry(90003, "Unknown input", `The app has no input ${id}.`, id)),
      ...ports.flatMap((port) => portErrors(draft, port)),
    ],
    warnings: batchWarnings(draft),
  };
};

/** Whatever the inputs are, there is nothing to say of them without ports: our choice. */
const missingFileError = (app: string): JsonObject => ({
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
  const found = wrong.length > 0 || !batched ? wrong : ungroupable(draft, list(value), port.id);
  return found.map(({ code, title, text }) => entry(code, title, text, port.id));
};

/** A port of any type takes all that its app may take; but a batch is over something, and criteria are of files: our choice. */
const ungroupable = ({ batching, file }: Draft, values: readonly unknown[], port: string): Mismatch[] =>
  values.flatMap((it, index) => {
    const path = `${port}[${index}]`;
    if (batching?.batchBy.type === "CRITERIA") {
      const kind = isObject(it) && it.class === "Directory" ? "Directory" : "File";
      return mismatches({ _tag: kind }, it, path, file);
    }
    return it === null ? wrongType(path, "something to batch by, not null") : [];
  });

/**
 * What a batch by criteria does without a word: one warning for each file that lacks the metadata to group by, and for
 * each group of several files on a port that takes one (API digest 6, our choice).
 */
const batchWarnings = (draft: Draft): readonly JsonObject[] => [
  ...ungroupedFiles(draft),
  ...leftOutFiles(draft),
];

const leftOutFiles = ({ batching, inputs, ports = [], file }: Draft): readonly JsonObject[] => {
  if (batching?.batchBy.type !== "CRITERIA") return [];
  const { batchInput } = batching;
  const port = ports.find((it) => it.id === batchInput);
  if (port === undefined || takesList(port)) return [];
  return groups(batching, own(inputs, batchInput), file)
    .filter(({ values }) => values.length > 1)
    .map(({ group, values }) => {
      const text = `Group "${group.value}" has ${values.length} files, but ${batchInput} takes one: only the first is used.`;
      return entry(90000, "Several files in a group", text, batchInput);
    });
};

const ungroupedFiles = ({ batching, inputs, file }: Draft): readonly JsonObject[] => {
  if (batching?.batchBy.type !== "CRITERIA") return [];
  const { criteria } = batching.batchBy;
  return list(own(inputs, batching.batchInput)).flatMap((it) => {
    const found = isObject(it) && isString(it.path) ? file(it.path) : undefined;
    const missing = criteria.filter((field) => criterionOf(found, field) == null);
    if (found === undefined || missing.length === 0) return [];
    const text = `File ${found.name} (${found.id}) has no ${missing.join(", ")}.`;
    return [entry(5006, "Missing metadata", text, batching.batchInput)];
  });
};
