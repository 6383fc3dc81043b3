/** The types of ports in CWL, in all their spellings. What is not understood is `any`: see `ports.ts`. */

export type Scalar = "int" | "long" | "float" | "double" | "boolean" | "string";

export type PortType =
  | { readonly _tag: "File" }
  | { readonly _tag: "Directory" }
  /** `nullable`: an item may be null. */
  | { readonly _tag: "array"; readonly items: PortType; readonly nullable?: true }
  | { readonly _tag: "record"; readonly fields: readonly RecordField[] }
  | { readonly _tag: "enum"; readonly symbols: readonly string[] }
  | { readonly _tag: "scalar"; readonly scalar: Scalar }
  /** One of several types, null aside; none of them is a union or `any`. */
  | { readonly _tag: "union"; readonly choices: readonly PortType[] }
  /** CWL's `Any`, or a reference to a named type. */
  | { readonly _tag: "any" };

export interface RecordField {
  readonly name: string;
  readonly type: PortType;
  readonly optional: boolean;
}

export interface Read {
  readonly type: PortType;
  readonly optional: boolean;
}

export const isString = (value: unknown): value is string => typeof value === "string";
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const scalars: readonly string[] = ["int", "long", "float", "double", "boolean", "string"] satisfies Scalar[];
const isScalar = (name: string): name is Scalar => scalars.includes(name);

/** `#reads`, `reads`, `#main/reads` and `file.cwl#main/reads` are all the port `reads`. */
export const bareId = (id: string): string =>
  id.slice(Math.max(id.lastIndexOf("#"), id.lastIndexOf("/")) + 1);

/** Only a packed document writes `#main/mode/fast`; elsewhere a `/` belongs to the symbol. */
const bareSymbol = (symbol: string): string => (symbol.includes("#") ? bareId(symbol) : symbol);

const any: PortType = { _tag: "any" };

export const typeOf = (declared: unknown): Read => {
  if (isString(declared)) return namedType(declared);
  if (Array.isArray(declared)) return unionType(declared);
  if (isObject(declared)) return { type: longType(declared), optional: false };
  return { type: any, optional: false };
};

/** `stdin` is short for an input that is a File, `stdout` and `stderr` for such outputs. */
const files: readonly string[] = ["File", "stdin", "stdout", "stderr"];

const namedType = (name: string): Read => {
  if (name.endsWith("?")) return { type: namedType(name.slice(0, -1)).type, optional: true };
  if (name.endsWith("[]")) return { type: arrayOf(namedType(name.slice(0, -2))), optional: false };
  if (files.includes(name)) return { type: { _tag: "File" }, optional: false };
  if (name === "Directory") return { type: { _tag: "Directory" }, optional: false };
  if (isScalar(name)) return { type: { _tag: "scalar", scalar: name }, optional: false };
  return { type: any, optional: name === "null" };
};

const arrayOf = ({ type, optional }: Read): PortType => ({
  _tag: "array",
  items: type,
  ...(optional ? { nullable: true } : {}),
});

const unionType = (declared: readonly unknown[]): Read => {
  const read = declared.filter((it) => it !== "null").map(typeOf);
  const choices = read.flatMap(({ type }) => (type._tag === "union" ? type.choices : [type]));
  const optional = declared.includes("null") || read.some((it) => it.optional);
  const [only, ...others] = choices;
  if (only === undefined || choices.some(({ _tag }) => _tag === "any")) return { type: any, optional };
  return { type: others.length === 0 ? only : { _tag: "union", choices }, optional };
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
