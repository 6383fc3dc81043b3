import { secretSignature, signatureKey } from "../wireValues";
import { isRecord } from "./codec";
import { isMark } from "./marks";

/** A program marks values as secret; what the platform answers may repeat them. */

/** Stands for what is taken out of a text. */
export const secretMark = "[secret]";

const stringsIn = (value: unknown): readonly string[] =>
  typeof value === "string" || typeof value === "number"
    ? [String(value)]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A word of one, two or three letters stands in many others: it would leave nothing of a message. */
const wordOf = (form: string): string =>
  form.length < 4 ? `(?<![\\p{L}\\p{N}])${literal(form)}(?![\\p{L}\\p{N}])` : literal(form);

/** One pattern for all: with one after the other, a later one would match inside `[secret]`. */
const anyOf = (words: readonly string[]): RegExp => {
  // Messages of an unknown form are shown as JSON, where quotes and line ends are escaped.
  const forms = new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]));
  return new RegExp(
    [...forms]
      .sort((a, b) => b.length - a.length)
      .map(wordOf)
      .join("|"),
    "gu",
  );
};

/** Every text and number in there, where they hold a secret; which of them is the secret nobody can tell here. */
export const secretsIn = (holdSecret: boolean, ...given: readonly unknown[]): RegExp | undefined => {
  const words = holdSecret
    ? [...new Set(given.flatMap(stringsIn))].filter((word) => word !== "" && !isMark(word))
    : [];
  return words.length === 0 ? undefined : anyOf(words);
};

/** How a value is marked as secret in what a provider answers. */
const sealed = (value: unknown): Readonly<Record<string, unknown>> => ({
  [signatureKey]: secretSignature,
  value,
});

const sealedIn = (value: unknown, secrets: RegExp): unknown => {
  if (typeof value === "string") return value.search(secrets) < 0 ? value : sealed(value);
  if (typeof value === "number") return String(value).replace(secrets, "") === "" ? sealed(value) : value;
  if (Array.isArray(value)) return value.map((item) => sealedIn(item, secrets));
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sealedIn(item, secrets)]))
    : value;
};

const results = ["outputs", "childOutputs"] as const;

const withResults = (
  outs: Readonly<Record<string, unknown>>,
  seal: (given: unknown) => unknown,
): Readonly<Record<string, unknown>> => ({
  ...outs,
  ...Object.fromEntries(results.flatMap((key) => (key in outs ? [[key, seal(outs[key])]] : []))),
});

/** Outputs in which what a task has made is encrypted as far as it repeats what stands in `given`. */
export const sealing =
  (holdSecret: boolean, ...given: readonly unknown[]) =>
  (outs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const secrets = secretsIn(holdSecret, ...given);
    return secrets === undefined ? outs : withResults(outs, (made) => sealedIn(made, secrets));
  };

/** The same where only the state still knows what was made, and whether it was encrypted is not to be seen: all of it. */
export const sealingAll =
  (holdSecret: boolean) =>
  (outs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    holdSecret ? withResults(outs, sealed) : outs;
