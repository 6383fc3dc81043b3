import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { isObject, isString, type JsonObject, MAX_BYTES, reason } from "../json";
import { readYaml } from "../yaml";

/** A file in YAML or JSON, through a parser of these. */
export const document = (path: string, what: string, read = readYaml): unknown => {
  let text: string;
  try {
    const { size } = fileStatus(path);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, and ${MAX_BYTES} is the most.`);
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${what} can not be read: ${reason(error)}`);
  }
  try {
    return read(text);
  } catch (error) {
    const [why] = reason(error).split("\n");
    throw new Error(`${what} is neither YAML nor JSON: ${why}`);
  }
};

/** Before it is opened: a pipe would be waited for, and a device need not have an end. */
const fileStatus = (path: string) => {
  const status = statSync(path);
  if (!status.isFile()) throw new Error("it is not a file.");
  return status;
};

/** A file in a folder or below it; a seed of somebody else's must not get at what is elsewhere, by links neither. */
export const inside = (folder: string, path: string, what: string): string => {
  const outside = new Error(`${what} is outside the seed's folder.`);
  if (isAbsolute(path) || !isWithin(folder, resolve(folder, path))) throw outside;
  let real: string;
  try {
    real = realpathSync(resolve(folder, path));
  } catch (error) {
    throw new Error(`${what} can not be read: ${reason(error)}`);
  }
  if (!isWithin(realpathSync(folder), real)) throw outside;
  return real;
};

const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** One entry of a list in the seed, with readers that fail by its path. */
export interface Entry {
  readonly path: string;
  readonly value: JsonObject;
  text(key: string): string;
  object(key: string): JsonObject;
  fail(key: string, reason: string): never;
}

export const each = <T>(
  seed: JsonObject,
  list: string,
  keys: readonly string[],
  read: (entry: Entry) => readonly T[],
): T[] => {
  const entries = seed[list] ?? [];
  if (!Array.isArray(entries)) throw new Error(`${list} must be a list.`);
  return entries.flatMap((value: unknown, index) => {
    const path = `${list}[${index}]`;
    if (!isObject(value)) throw new Error(`${path} must be an object with ${keys.join(", ")}.`);
    const fail = (key: string, reason: string): never => {
      throw new Error(`${path}.${key} ${reason}.`);
    };
    const odd = Object.keys(value).find((it) => !keys.includes(it));
    if (odd !== undefined) return fail(odd, `is unknown: known are ${keys.join(", ")}`);
    return read({
      path,
      value,
      fail,
      text: (key) => {
        const text = value[key];
        return isString(text) && text !== "" ? text : fail(key, "must be a text that is not empty");
      },
      object: (key) => {
        const inner = value[key] ?? {};
        return isObject(inner) ? inner : fail(key, "must be an object");
      },
    });
  });
};
