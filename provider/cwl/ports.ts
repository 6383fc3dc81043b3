/**
 * The ports of a CWL app: a pure reader of what the platform serves as an app's `raw` (API digest 8.1): sbg:draft-2,
 * v1.0, v1.1 and v1.2; tools, workflows and expression tools; ports as arrays or as maps; packed documents (`$graph`).
 * Shared by the provider and the emulator. What it does not understand is `any`, never an error: an app that the
 * platform runs must not be refused here.
 */

import { bareId, isObject, isString, type PortType, typeOf } from "./types";

export type { PortType, RecordField } from "./types";

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

/** A packed document keeps its processes in `$graph`; the one to run is `#main`. */
const mainProcess = (cwl: unknown): Record<string, unknown> => {
  if (!isObject(cwl)) return {};
  if (!Array.isArray(cwl.$graph)) return cwl;
  const processes = cwl.$graph.filter(isObject);
  return processes.find((it) => it.id === "#main" || it.id === "main") ?? processes[0] ?? {};
};

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

/**
 * Of each input, the patterns of files without which the app fails (CWL, `SecondaryFileSchema`): of an input every pattern is
 * required that does not say otherwise. An expression, as the pattern or as what says so, is nothing that is known before.
 */
export const requiredSecondaryFiles = (cwl: unknown): ReadonlyMap<string, readonly string[]> => {
  const declared = mainProcess(cwl).inputs;
  const inputs: readonly (readonly [id: unknown, port: unknown])[] = Array.isArray(declared)
    ? declared.map((it) => [isObject(it) ? it.id : undefined, it])
    : isObject(declared)
      ? Object.entries(declared)
      : [];
  return new Map(
    inputs.flatMap(([id, it]) => {
      const patterns = isObject(it) ? [it, it.inputBinding].filter(isObject).flatMap(requiredPatternsIn) : [];
      return isString(id) && patterns.length > 0 ? [[bareId(id), [...new Set(patterns)]]] : [];
    }),
  );
};

const requiredPatternsIn = ({ secondaryFiles: declared }: Record<string, unknown>): readonly string[] =>
  [declared].flat().flatMap((it) => {
    const { pattern, required = true } = isObject(it) ? it : { pattern: it };
    return isString(pattern) && required === true && !isExpression(pattern) && !pattern.endsWith("?")
      ? [pattern]
      : [];
  });

const isExpression = (text: string): boolean => text.includes("$(") || text.includes("${");

/** On the port in v1.x (texts, or `{ pattern }` since v1.1), on its binding in draft-2. */
const secondaryFiles = (declared: Record<string, unknown>): readonly string[] => {
  const bindings = [declared, declared.inputBinding, declared.outputBinding].filter(isObject);
  return bindings
    .flatMap((it) => it.secondaryFiles)
    .map((it) => (isObject(it) ? it.pattern : it))
    .filter(isString)
    .filter((it) => !isExpression(it))
    .map((it) => it.replace(/\?$/, ""));
};

/** v1.x allows `doc` to be a list of paragraphs. */
const text = (value: unknown): string | undefined =>
  isString(value) ? value : Array.isArray(value) ? value.filter(isString).join("\n") : undefined;
