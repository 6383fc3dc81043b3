import { type Document, parseDocument, type YAMLError } from "yaml";
import { MAX_BYTES, MAX_DEPTH } from "./json";

/** Four times what a seed or a body can be long: our choice. */
const MOST = 4 * MAX_BYTES;

/**
 * YAML reads JSON too. What comes out is JSON: no types but JSON's, though a document asks for others or for YAML 1.1, and
 * no references: with them a value can contain itself, or be as large as nothing can hold.
 */
export const readYaml = (text: string): unknown => jsonIn(withoutErrors(parseYaml(text)));

/**
 * CWL as it is published: some of it is not YAML 1.2, and is read by what most CWL tools use, PyYAML. Of equal keys the last one
 * counts, and `warn` is given a sentence about it. Throws the first error of anything else.
 */
export const readCwlYaml = (text: string, warn: (sentence: string) => void): unknown => {
  const document = repair(text);
  for (const error of document.errors.filter(isRepeatedKey))
    warn(`line ${error.linePos?.[0].line} repeats a key: the last one counts`);
  return jsonIn(document);
};

// Warnings are of tags that are not known: they go to stderr, where nobody could tell of what document they are.
const parseYaml = (text: string, strict = true): Document =>
  parseDocument(text, { schema: "core", resolveKnownTags: false, logLevel: "error", strict });

const withoutErrors = (document: Document): Document => {
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document;
};

const jsonIn = (document: Document): unknown => {
  const value: unknown = document.toJS();
  if (sizeOf(value, MAX_DEPTH, MOST) > MOST) throw new Error("Its references make it too large.");
  return JSON.parse(JSON.stringify(value) ?? "null");
};

const isRepeatedKey = ({ code }: YAMLError): boolean => code === "DUPLICATE_KEY";

const REPAIRS = 500;

/** Repairs one place after another, for the parser finds the next one only then. */
const repair = (text: string, first?: YAMLError, repairs = 0): Document => {
  const document = parseYaml(text, false);
  const [error] = document.errors
    .filter((it) => !isRepeatedKey(it))
    .toSorted((one, other) => one.pos[0] - other.pos[0]);
  if (error === undefined) return document;
  const next = repairs < REPAIRS ? repairOf(text, error) : undefined;
  // The author did not write the repaired text: only the line of the first error is useful to them.
  if (next === undefined) throw first ?? error;
  return repair(next, first ?? error, repairs + 1);
};

/** The same document in YAML 1.2; nothing where the error is of another kind. */
const repairOf = (text: string, { code, pos, linePos }: YAMLError): string | undefined => {
  const line = linePos?.[0].line ?? 0;
  switch (code) {
    // Brackets and quotes whose next lines are not indented deeper than their key.
    case "BAD_INDENT":
      return indentLines(text, line);
    case "MISSING_CHAR":
      return indentLines(text, line + 1);
    // A lone dash in a list in brackets: `[a, -, b]`.
    case "BLOCK_IN_FLOW":
      return /^-\s*[,\]}]/.test(text.slice(pos[0]))
        ? `${text.slice(0, pos[0])}"-"${text.slice(pos[0] + 1)}`
        : undefined;
    default:
      return undefined;
  }
};

const indentLines = (text: string, line: number): string | undefined => {
  const lines = text.split("\n");
  const found = lines[line - 1];
  return found === undefined ? undefined : lines.with(line - 1, `        ${found}`).join("\n");
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
