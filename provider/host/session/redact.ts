import type { Task } from "../../api/endpoints/schemas";
import { withoutTag } from "../../model/tags/tag";
import { isOfInputs, type SecretNotes, secretArgsOf, secretTexts } from "../../model/task/secretArgs";
import { textClearer } from "../../model/values/secrets";
import { isRecord } from "../../shared/codec";

/** The API's own messages about a task, made readable, and cleared of secrets. */

/** Where a task holds a secret; of a child, the description is its batch's. */
export type SecretHolder = Pick<Task, "inputs"> & Partial<Pick<Task, "description">>;

/** The secret texts of a task as the platform has it: those of its inputs and its description. */
export const secretTextsOf = (
  notes: SecretNotes,
  { inputs, description }: SecretHolder,
  withNumbers = true,
): readonly string[] =>
  secretTexts(
    secretArgsOf(notes).filter(isOfInputs),
    { inputs, description: withoutTag(description) },
    withNumbers,
  );

/** What clears messages of them. */
export const redactor = (notes: SecretNotes, task: SecretHolder): ReturnType<typeof textClearer> =>
  textClearer(secretTextsOf(notes, task));

const textIn = (entry: Readonly<Record<string, unknown>>, ...keys: readonly string[]): string | undefined =>
  keys.map((key) => entry[key]).find((text): text is string => typeof text === "string" && text !== "");

/** One entry of a task's `errors` or `warnings`. Its shape is not documented (API digest, 5.1), so it is read loosely. */
export const redactMessage = (entry: unknown): string => {
  if (typeof entry === "string") return entry;
  if (!isRecord(entry)) return JSON.stringify(entry);
  const text =
    textIn(entry, "description", "message", "title", "reason", "error", "detail", "text") ??
    JSON.stringify(entry);
  const port = textIn(entry, "input", "input_id", "port", "field");
  return port === undefined || text.includes(port) ? text : `inputs.${port}: ${text}`;
};
