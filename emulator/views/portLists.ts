import { isObject, type JsonObject } from "../json";

/**
 * CWL may key ports and steps by their id; the platform serves lists (API digest 8.1), and the R client reads nothing else.
 */
export const withPortLists = (cwl: JsonObject): JsonObject => ({
  ...cwl,
  ...listPorts(cwl, "inputs", port),
  ...listPorts(cwl, "outputs", port),
  ...listPorts(cwl, "steps", (id, step) =>
    isObject(step) ? { id, ...step, ...listPorts(step, "in", source) } : { id },
  ),
});

const listPorts = (
  holder: JsonObject,
  key: string,
  entry: (id: string, value: unknown) => JsonObject,
): JsonObject => {
  const map = holder[key];
  return isObject(map) ? { [key]: Object.entries(map).map(([id, value]) => entry(id, value)) } : {};
};

/** `reads: File[]` and `reads: [null, File]` are short for a port with that type. */
const port = (id: string, value: unknown): JsonObject =>
  isObject(value) ? { id, ...value } : { id, type: value };

/** `reads: trimmed/out` is short for a step's input with that source. */
const source = (id: string, value: unknown): JsonObject =>
  isObject(value) ? { id, ...value } : { id, source: value };
