import { parse } from "yaml";
import { MAX_BYTES, MAX_DEPTH } from "./json";

/** Four times what a seed or a body can be long: our choice. */
const MOST = 4 * MAX_BYTES;

/**
 * YAML reads JSON too. What comes out is JSON: no types but JSON's, though a document asks for others or for YAML 1.1, and
 * no references: with them a value can contain itself, or be as large as nothing can hold.
 */
export const readYaml = (text: string): unknown => {
  // Warnings are of tags that are not known: they go to stderr, where nobody could tell of what document they are.
  const parsed: unknown = parse(text, { schema: "core", resolveKnownTags: false, logLevel: "error" });
  if (sizeOf(parsed, MAX_DEPTH, MOST) > MOST) throw new Error("Its references make it too large.");
  return JSON.parse(JSON.stringify(parsed) ?? "null");
};

/** About what JSON would take; counts no further than `most`, and so deep that what contains itself has an end. */
const sizeOf = (value: unknown, levels: number, most: number): number => {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (levels === 0) throw new Error("It is nested too deeply, or contains itself.");
  let size = 8;
  for (const [key, it] of Object.entries(value)) {
    size += key.length + sizeOf(it, levels - 1, most - size);
    if (size > most) break;
  }
  return size;
};
