import { readFileSync } from "node:fs";
import { isObject, isString, type JsonObject, reason } from "./json";
import type { Change } from "./store/model";
import { readYaml } from "./yaml";

/** A file in YAML or JSON. */
export const document = (path: string, what: string): unknown => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${what} can not be read: ${reason(error)}`);
  }
  try {
    return readYaml(text);
  } catch (error) {
    const [why] = reason(error).split("\n");
    throw new Error(`${what} is neither YAML nor JSON: ${why}`);
  }
};

/** One entry of a list in the seed, with readers that fail by its path. */
export interface Entry {
  readonly path: string;
  readonly value: JsonObject;
  text(key: string): string;
  object(key: string): JsonObject;
  fail(key: string, reason: string): never;
}

export const each = (
  seed: JsonObject,
  list: string,
  keys: readonly string[],
  read: (entry: Entry) => Change[],
): Change[] => {
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
