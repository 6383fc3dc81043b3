/** Small readers that narrow `unknown`: what came over the wire, out of a seed or out of a state file. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isString = (value: unknown): value is string => typeof value === "string";

export const strings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);

export const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A key of the object itself: ports, fields and groups may be called `constructor` or `toString`. */
export const own = <T>(value: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Without the keys whose value is undefined: absent keys are omitted on the wire (API digest 3.1). */
export const present = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined));

/** undefined: no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What an error says. By its shape: an error of Node's own is no `instanceof Error` in every test runner. */
export const reason = (error: unknown): string =>
  isObject(error) && isString(error.message) ? error.message : String(error);

/** How long a body or a seed may be: an app's CWL can be megabytes, more than this is a mistake (our choice). */
export const MAX_BYTES = 32 * 1024 * 1024;

/** How deep real inputs and apps are nested is a dozen: our choice. */
export const MAX_DEPTH = 200;

/** Whether lists and objects are nested more than so many deep: everything that walks values relies on a bound. */
export const deeperThan = (levels: number, value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((it) => deeperThan(levels - 1, it));
};
