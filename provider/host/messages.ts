import type { Task } from "../api/wire";
import { isRecord } from "../model/codec";
import { withoutLine } from "../model/descriptionLine";
import { secretMark, secretsIn } from "../model/secrets";

/** The API's own messages about a task, made readable, and cleared of secrets. */

/** Replaces every one of the given strings, in texts at any depth. */
const cleared = (value: unknown, secrets: RegExp): unknown => {
  if (typeof value === "string") return value.replace(secrets, secretMark);
  if (Array.isArray(value)) return value.map((item) => cleared(item, secrets));
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleared(item, secrets)]))
    : value;
};

/** What to do to messages of the server: nothing, or, when a task holds a secret, to clear them of all that stands in what is given. */
export const clearing = (holdSecret: boolean, ...inputs: readonly unknown[]): (<A>(message: A) => A) => {
  const secrets = secretsIn(holdSecret, ...inputs);
  if (secrets === undefined) return (message) => message;
  // Strings become strings and the rest keeps its shape: the type is the same.
  return <A>(message: A) => cleared(message, secrets) as A;
};

/** Where a secret stands in a task; of a child, the description is its batch's. */
export type SecretHolder = Pick<Task, "inputs"> & Partial<Pick<Task, "description">>;

/** The same for a task as the platform has it: a secret stands in its inputs or its description. */
export const clearingOf = (
  holdsSecret: boolean,
  { inputs, description }: SecretHolder,
): ReturnType<typeof clearing> => clearing(holdsSecret, inputs, withoutLine(description));

const textIn = (entry: Readonly<Record<string, unknown>>, ...keys: readonly string[]): string | undefined =>
  keys.map((key) => entry[key]).find((text): text is string => typeof text === "string" && text !== "");

/** One entry of a task's `errors` or `warnings`. Its shape is not documented (API digest, 5.1), so it is read loosely. */
export const messageOf = (entry: unknown): string => {
  if (typeof entry === "string") return entry;
  if (!isRecord(entry)) return JSON.stringify(entry);
  const text = textIn(entry, "description", "message", "title") ?? JSON.stringify(entry);
  const port = textIn(entry, "input", "input_id", "port");
  return port === undefined || text.includes(port) ? text : `inputs.${port}: ${text}`;
};
