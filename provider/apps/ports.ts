/**
 * The ports of a CWL app: a pure reader of what the platform serves as an app's `raw` (API digest 8.1): sbg:draft-2,
 * v1.0, v1.1 and v1.2; tools, workflows and expression tools; ports as arrays or as maps; packed documents (`$graph`).
 * Shared by the provider and the emulator. What it does not understand is `any`, never an error: an app that the
 * platform runs must not be refused here.
 */

export type Scalar = "int" | "long" | "float" | "double" | "boolean" | "string";

export type PortType =
  | { readonly _tag: "File" }
  | { readonly _tag: "Directory" }
  /** `nullable`: an item may be null. */
  | { readonly _tag: "array"; readonly items: PortType; readonly nullable?: true }
  | { readonly _tag: "record"; readonly fields: readonly RecordField[] }
  | { readonly _tag: "enum"; readonly symbols: readonly string[] }
  | { readonly _tag: "scalar"; readonly scalar: Scalar }
  /** CWL's `Any`, a reference to a named type, or a choice of several types. */
  | { readonly _tag: "any" };

export interface RecordField {
  readonly name: string;
  readonly type: PortType;
  readonly optional: boolean;
}

export interface Port {
  /** Without `#` and without the id of a packed process: as the tasks API spells it (API digest 7). */
  readonly id: string;
  readonly type: PortType;
  /** The type allows null. A port with a `default` may be left out as well, whatever this says. */
  readonly optional: boolean;
  readonly default?: unknown;
  /** `"sbg:fileTypes": "FASTQ, FQ"` → `["FASTQ", "FQ"]`. */
  readonly fileTypes?: readonly string[];
  readonly label?: string;
  /** `doc` in v1.x, `description` in draft-2. */
  readonly doc?: string;
  readonly suggestedValue?: unknown;
  /** The fixed patterns (`.bai`, `^.dict`) of the files that come with this one; expressions are left out. */
  readonly secondaryFiles?: readonly string[];
}

export interface DefaultBatching {
  readonly batchInput: string;
  readonly batchBy:
    | { readonly type: "ITEM" }
    | { readonly type: "CRITERIA"; readonly criteria: readonly string[] };
}

export const inputPorts = (cwl: unknown): readonly Port[] => ports(mainProcess(cwl).inputs);

export const outputPorts = (cwl: unknown): readonly Port[] => ports(mainProcess(cwl).outputs);

/** `sbg:batchInput` and `sbg:batchBy`, with and without `#`, types in either case (API digest 8.1). */
export const defaultBatching = (cwl: unknown): DefaultBatching | undefined => {
  const main = mainProcess(cwl);
  const input = main["sbg:batchInput"];
  const by = main["sbg:batchBy"];
  if (typeof input !== "string" || input === "" || !isObject(by)) return undefined;
  const kind = typeof by.type === "string" ? by.type.toUpperCase() : "";
  const batchInput = bareId(input);
  if (kind === "ITEM") return { batchInput, batchBy: { type: "ITEM" } };
  const criteria = Array.isArray(by.criteria) ? by.criteria.filter(isString) : [];
  if (kind !== "CRITERIA" || criteria.length === 0) return undefined;
  return { batchInput, batchBy: { type: "CRITERIA", criteria } };
};

const scalars: readonly string[] = ["int", "long", "float", "double", "boolean", "string"] satisfies Scalar[];
const isScalar = (name: string): name is Scalar => scalars.includes(name);
const isString = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A packed document keeps its processes in `$graph`; the one to run is `#main`. */
const mainProcess = (cwl: unknown): Record<string, unknown> => {
  if (!isObject(cwl)) return {};
  if (!Array.isArray(cwl.$graph)) return cwl;
  const processes = cwl.$graph.filter(isObject);
  return processes.find((it) => it.id === "#main" || it.id === "main") ?? processes[0] ?? {};
};

/** `#reads`, `reads`, `#main/reads` and `file.cwl#main/reads` are all the port `reads`. */
const bareId = (id: string): string => id.slice(Math.max(id.lastIndexOf("#"), id.lastIndexOf("/")) + 1);

/** Only a packed document writes `#main/mode/fast`; elsewhere a `/` belongs to the symbol. */
const bareSymbol = (symbol: string): string => (symbol.includes("#") ? bareId(symbol) : symbol);

const ports = (declared: unknown): readonly Port[] => {
  if (Array.isArray(declared)) {
    return declared.flatMap((it) => (isObject(it) && isString(it.id) ? [port(it.id, it)] : []));
  }
  if (!isObject(declared)) return [];
  // In a map, `reads: File[]` and `reads: [null, File]` are short for `reads: { type: … }`.
  return Object.entries(declared).map(([id, it]) =>
    port(id, isObject(it) && "type" in it ? it : { type: it }),
  );
};

const port = (id: string, declared: Record<string, unknown>): Port => {
  const { type, optional } = typeOf(declared.type);
  const types = fileTypes(declared["sbg:fileTypes"]);
  const doc = text(declared.doc ?? declared.description);
  const label = text(declared.label);
  const suggested = declared["sbg:suggestedValue"];
  const secondary = secondaryFiles(declared);
  return {
    id: bareId(id),
    type,
    optional: optional || declared.required === false,
    ...(declared.default === undefined || declared.default === null ? {} : { default: declared.default }),
    ...(types.length === 0 ? {} : { fileTypes: types }),
    ...(label === undefined ? {} : { label }),
    ...(doc === undefined ? {} : { doc }),
    ...(suggested === undefined || suggested === null ? {} : { suggestedValue: suggested }),
    ...(secondary.length === 0 ? {} : { secondaryFiles: secondary }),
  };
};

const fileTypes = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.filter(isString) : isString(value) ? value.split(",") : [])
    .map((it) => it.trim())
    .filter((it) => it !== "");

/** On the port in v1.x (texts, or `{ pattern }` since v1.1), on its binding in draft-2. */
const secondaryFiles = (declared: Record<string, unknown>): readonly string[] => {
  const bindings = [declared, declared.inputBinding, declared.outputBinding].filter(isObject);
  return bindings
    .flatMap((it) => it.secondaryFiles)
    .map((it) => (isObject(it) ? it.pattern : it))
    .filter(isString)
    .filter((it) => !it.includes("$(") && !it.includes("${"))
    .map((it) => it.replace(/\?$/, ""));
};

/** v1.x allows `doc` to be a list of paragraphs. */
const text = (value: unknown): string | undefined =>
  isString(value) ? value : Array.isArray(value) ? value.filter(isString).join("\n") : undefined;

interface Read {
  readonly type: PortType;
  readonly optional: boolean;
}

const any: PortType = { _tag: "any" };

const typeOf = (declared: unknown): Read => {
  if (isString(declared)) return namedType(declared);
  if (Array.isArray(declared)) return unionType(declared);
  if (isObject(declared)) return { type: longType(declared), optional: false };
  return { type: any, optional: false };
};

const namedType = (name: string): Read => {
  if (name.endsWith("?")) return { type: namedType(name.slice(0, -1)).type, optional: true };
  if (name.endsWith("[]")) {
    return { type: arrayOf(namedType(name.slice(0, -2))), optional: false };
  }
  // An output of type `stdout` or `stderr` is a File.
  if (name === "File" || name === "stdout" || name === "stderr")
    return { type: { _tag: "File" }, optional: false };
  if (name === "Directory") return { type: { _tag: "Directory" }, optional: false };
  if (isScalar(name)) return { type: { _tag: "scalar", scalar: name }, optional: false };
  return { type: any, optional: name === "null" };
};

const arrayOf = ({ type, optional }: Read): PortType => ({
  _tag: "array",
  items: type,
  ...(optional ? { nullable: true } : {}),
});

const unionType = (choices: readonly unknown[]): Read => {
  const read = choices.filter((it) => it !== "null").map(typeOf);
  const optional = choices.includes("null") || read.some((it) => it.optional);
  const [only] = read;
  return { type: only !== undefined && read.length === 1 ? only.type : any, optional };
};

const longType = (declared: Record<string, unknown>): PortType => {
  switch (declared.type) {
    case "array":
      return arrayOf(typeOf(declared.items));
    case "enum":
      return {
        _tag: "enum",
        symbols: (Array.isArray(declared.symbols) ? declared.symbols : []).filter(isString).map(bareSymbol),
      };
    case "record":
      return { _tag: "record", fields: recordFields(declared.fields) };
    default:
      // `{ type: "File" }`, as in `items: { type: File }`.
      return typeOf(declared.type).type;
  }
};

const recordFields = (declared: unknown): readonly RecordField[] => {
  const field = (name: string, type: unknown): RecordField => ({ name: bareId(name), ...typeOf(type) });
  if (Array.isArray(declared)) {
    return declared.flatMap((it) => (isObject(it) && isString(it.name) ? [field(it.name, it.type)] : []));
  }
  if (!isObject(declared)) return [];
  return Object.entries(declared).map(([name, it]) =>
    field(name, isObject(it) && "type" in it && !isLongType(it) ? it.type : it),
  );
};

/** In a map of fields, `{ type: array, items: … }` is a type and `{ type: int?, doc: … }` is a field. */
const isLongType = (value: Record<string, unknown>): boolean =>
  value.type === "array" || value.type === "enum" || value.type === "record";
