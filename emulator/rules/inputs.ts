import type { Port, PortType } from "../../provider/cwl/ports";
import { isObject, isString, type JsonObject, present } from "../json";

/**
 * How input values are kept (API digest 7). Clients send `Folder` for `Directory`, and the Java client sends numbers
 * and booleans as strings: strings are coerced where they parse (our choice).
 */
export const keptInputs = (inputs: JsonObject, ports: readonly Port[], batchInput?: string): JsonObject =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([id, value]) => {
      // A port is cleared by sending null (API digest 5.4).
      if (value === null) return [];
      const port = ports.find((it) => it.id === id);
      const type = port === undefined ? undefined : batchType(port, batchInput);
      return [[id, coerce(type, value)]];
    }),
  );

/** The batch port takes a list, declared `File` or `File[]` (API digest 6). */
export const batchType = (port: Port, batchInput: string | undefined): PortType =>
  port.id === batchInput ? listValue(port.type) : port.type;

const listValue = (type: PortType): PortType => {
  if (type._tag === "union") return { ...type, choices: type.choices.map(listValue) };
  return type._tag === "array" ? type : { _tag: "array", items: type };
};

const choicesOf = (type: PortType): readonly PortType[] => (type._tag === "union" ? type.choices : [type]);

/** Whether a child of a batch over this port gets a list of the group's files, or one file (API digest 6). */
export const takesList = ({ type }: Port): boolean =>
  choicesOf(type).some(({ _tag }) => _tag === "array" || _tag === "any");

const coerce = (type: PortType | undefined, value: unknown): unknown => {
  const choices = type === undefined ? [] : choicesOf(type);
  if (Array.isArray(value)) {
    const [items] = choices.flatMap((it) => (it._tag === "array" ? [it.items] : []));
    return value.map((it) => coerce(items, it));
  }
  if (isObject(value)) {
    if (isReference(value)) return reference(value);
    const fields = choices.flatMap((it) => (it._tag === "record" ? it.fields : []));
    return Object.fromEntries(
      Object.entries(value).map(([key, it]) => [key, coerce(fields.find((f) => f.name === key)?.type, it)]),
    );
  }
  return isString(value) ? coerceTextTo(choices, value) : value;
};

/** A text stays one where the port takes a text as well. */
const coerceTextTo = (choices: readonly PortType[], value: string): unknown => {
  const asText = (it: PortType): boolean =>
    it._tag === "enum" || (it._tag === "scalar" && it.scalar === "string");
  if (choices.some(asText)) return value;
  const scalars = choices.flatMap((it) => (it._tag === "scalar" ? [it.scalar] : []));
  return scalars.map((it) => coerceText(it, value)).find((it) => it !== value) ?? value;
};

const isReference = ({ class: kind }: JsonObject): boolean =>
  kind === "File" || kind === "Directory" || kind === "Folder";

/**
 * What a request says of a file: everything else is found out when it is read, also where a client sends back what it
 * has read. The name may come as CWL's `basename`.
 */
const reference = ({ class: kind, path, name, basename }: JsonObject): JsonObject =>
  present({
    class: kind === "Folder" ? "Directory" : kind,
    path,
    name: [name, basename].find(isString),
  });

/** An output that a test has ordered is kept as it says, but for what no client reads: `Folder` and `secondaryFiles: null`. */
export const keptOutput = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(keptOutput);
  if (!isObject(value)) return value;
  const file = isReference(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, it]) => !(file && key === "secondaryFiles" && it === null))
      .map(([key, it]) => [key, file && key === "class" && it === "Folder" ? "Directory" : keptOutput(it)]),
  );
};

/** A number that is not held as it was written stays a text, and so no number: our choice. */
const coerceText = (scalar: string, value: string): unknown => {
  if (scalar === "int" || scalar === "long") {
    return /^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (scalar === "float" || scalar === "double") {
    const number = Number(value);
    const digits = decimal(value.trim());
    return digits !== undefined && digits === decimal(String(number)) ? number : value;
  }
  if (scalar === "boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  return value;
};

/** A decimal number in one form: its digits without zeros around them, and where the point is. */
const decimal = (text: string): string | undefined => {
  const found = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (found === null) return undefined;
  const [, sign = "", whole = "", part = "", exponent = "0"] = found;
  const digits = `${whole}${part}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  return `${sign === "-" ? "-" : ""}${short}e${Number(exponent) - part.length + digits.length - short.length}`;
};

/** Every File and Directory in a value, at any depth. */
export const filesOf = (value: unknown): JsonObject[] => {
  if (Array.isArray(value)) return value.flatMap(filesOf);
  if (!isObject(value)) return [];
  return value.class === "File" || value.class === "Directory"
    ? [value]
    : Object.values(value).flatMap(filesOf);
};
