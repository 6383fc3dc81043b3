import { parse } from "yaml";
import { deeperThan, MAX_DEPTH } from "./json";

/** Some times what a seed or a body can be long: our choice. */
const MOST = 128 * 1024 * 1024;

/**
 * YAML reads JSON too. What comes out is JSON: no types but JSON's, though a document asks for others or for YAML 1.1, and
 * no references: with them a value can contain itself, or be as large as nothing can hold.
 */
export const readYaml = (text: string): unknown => {
  // Warnings are of tags that are not known: they go to stderr, where nobody could tell of what document they are.
  const parsed: unknown = parse(text, { schema: "core", resolveKnownTags: false, logLevel: "error" });
  if (largerThan(MOST, parsed)) throw new Error("Its references make it too large.");
  const value: unknown = JSON.parse(JSON.stringify(parsed) ?? "null");
  if (deeperThan(MAX_DEPTH, value)) throw new Error("It is nested too deeply.");
  return value;
};

/** By what JSON would take, about; looks no further than it must, a value that contains itself has no end. */
const largerThan = (most: number, value: unknown): boolean => {
  let size = 0;
  const rest: unknown[] = [value];
  while (rest.length > 0 && size <= most) {
    const next = rest.pop();
    size += 8;
    if (typeof next === "string") size += next.length;
    else if (Array.isArray(next)) for (const it of next) rest.push(it);
    else if (typeof next === "object" && next !== null)
      for (const [key, it] of Object.entries(next)) {
        size += key.length;
        rest.push(it);
      }
  }
  return size > most;
};
