import type { Port, PortType } from "../../provider/apps/ports";
import { isObject, isString, type JsonObject } from "../json";

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
  port.id === batchInput && port.type._tag !== "array" ? { _tag: "array", items: port.type } : port.type;

/** Whether a child of a batch over this port gets a list of the group's files, or one file (API digest 6). */
export const takesList = (port: Port): boolean => port.type._tag === "array" || port.type._tag === "any";

const coerce = (type: PortType | undefined, value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map((it) => coerce(type?._tag === "array" ? type.items : undefined, it));
  }
  if (isObject(value)) {
    if (value.class === "Folder") return { ...value, class: "Directory" };
    const fields = type?._tag === "record" ? type.fields : [];
    return Object.fromEntries(
      Object.entries(value).map(([key, it]) => [key, coerce(fields.find((f) => f.name === key)?.type, it)]),
    );
  }
  return isString(value) && type?._tag === "scalar" ? coerceText(type.scalar, value) : value;
};

const coerceText = (scalar: string, value: string): unknown => {
  if (scalar === "int" || scalar === "long") return /^[+-]?\d+$/.test(value) ? Number(value) : value;
  if (scalar === "float" || scalar === "double") {
    return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (scalar === "boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  return value;
};

/** Every File and Directory in a value, at any depth. */
export const filesOf = (value: unknown): JsonObject[] => {
  if (Array.isArray(value)) return value.flatMap(filesOf);
  if (!isObject(value)) return [];
  return value.class === "File" || value.class === "Directory"
    ? [value]
    : Object.values(value).flatMap(filesOf);
};
