import { isRecord } from "../../shared/codec";
import { isMark } from "../../shared/marks";
import { isUnknown } from "../../shared/unknown";
import { secretSignature, signatureKey } from "../../shared/wireValues";

/** A program marks values as secret; what the platform answers may repeat them. */

/** Replaces what is taken out of a text. */
export const secretMark = "[secret]";

/** What says only of what kind a value is: no secret, and part of many words. */
const isClass = (value: unknown): boolean => value === "File" || value === "Directory";

/** Every text in a value, at any depth, and every number, where they count. */
export const textsIn = (value: unknown, withNumbers = true): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return withNumbers ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, withNumbers));
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) =>
        key === "class" && isClass(item) ? [] : textsIn(item, withNumbers),
      )
    : [];
};

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A word of one, two or three letters is part of many others: it would leave nothing of a message. */
const wordOf = (form: string): string =>
  form.length < 4 ? `(?<![\\p{L}\\p{N}])${literal(form)}(?![\\p{L}\\p{N}])` : literal(form);

/** In a URL. A lone surrogate has no such form. */
const encodedForms = (word: string): readonly string[] =>
  /\p{Surrogate}/u.test(word) ? [] : [encodeURI(word), encodeURIComponent(word)];

/** In which forms a text may occur in what is said or stored: as it is, without blanks around it, in JSON, in a URL. */
const formsOf = (word: string): readonly string[] =>
  [word, word.trim()].flatMap((form) => [form, JSON.stringify(form).slice(1, -1), ...encodedForms(form)]);

/** One pattern for all: with one after the other, a later one would match inside `[secret]`. */
export const patternOf = (texts: readonly string[]): RegExp | undefined => {
  const words = [...new Set(texts)].filter((word) => word.trim() !== "" && !isMark(word) && !isUnknown(word));
  if (words.length === 0) return undefined;
  const forms = [...new Set(words.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return new RegExp(forms.map(wordOf).join("|"), "gu");
};

/** Replaces every one of the given strings, in texts at any depth. */
const clearText = (value: unknown, secrets: RegExp): unknown => {
  if (typeof value === "string") return value.replace(secrets, secretMark);
  if (Array.isArray(value)) return value.map((item) => clearText(item, secrets));
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clearText(item, secrets)]))
    : value;
};

/** Clears messages of texts, at any depth. */
export const textClearer = (texts: readonly string[]): (<A>(message: A) => A) => {
  const secrets = patternOf(texts);
  if (secrets === undefined) return (message) => message;
  // Strings become strings and the rest keeps its shape: the type is the same.
  return <A>(message: A) => clearText(message, secrets) as A;
};

/** How a value is marked as secret in what a provider answers. */
const sealValue = (value: unknown): Readonly<Record<string, unknown>> => ({
  [signatureKey]: secretSignature,
  value,
});

const isSealed = (value: object): boolean => Object.hasOwn(value, signatureKey);

/** Seals each text that repeats a secret, and, where `numbersToo`, each number that is one; an object of which a key does, whole. */
const sealedValuesIn = (value: unknown, secrets: RegExp, numbersToo: boolean): unknown => {
  if (typeof value === "string") return value.search(secrets) < 0 ? value : sealValue(value);
  if (typeof value === "number")
    return numbersToo && String(value).replace(secrets, "") === "" ? sealValue(value) : value;
  if (Array.isArray(value)) return value.map((item) => sealedValuesIn(item, secrets, numbersToo));
  if (!isRecord(value) || isSealed(value)) return value;
  if (Object.keys(value).some((key) => key.search(secrets) >= 0)) return sealValue(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, sealedValuesIn(item, secrets, numbersToo)]),
  );
};

/** What a task has made. A number elsewhere is the platform's: a count, a price. */
const results: readonly string[] = ["outputs", "childOutputs"];

type Outputs = Readonly<Record<string, unknown>>;

const mapValue = (outs: Outputs, change: (value: unknown, key: string) => unknown): Outputs =>
  Object.fromEntries(Object.entries(outs).map(([key, value]) => [key, change(value, key)]));

/** Fewer digits are part of every time and many addresses. */
const isLongNumber = (text: string): boolean => text.length >= 4;

/**
 * Seals what repeats one of the texts in a property that is not among `plain`; a short number of `numbers` only in what a task has
 * made.
 */
export const sealer =
  (texts: readonly string[], numbers: readonly string[] = [], plain: readonly string[] = []) =>
  (outs: Outputs): Outputs => {
    const ofResults = patternOf([...texts, ...numbers]);
    if (ofResults === undefined) return outs;
    const ofOthers = patternOf([...texts, ...numbers.filter(isLongNumber)]);
    return mapValue(outs, (value, key) => {
      const isResult = results.includes(key);
      const secrets = isResult ? ofResults : ofOthers;
      return plain.includes(key) || secrets === undefined ? value : sealedValuesIn(value, secrets, isResult);
    });
  };

/** Seals the named properties that are texts: a run has the connection of its task, which the engine does not know for a secret. */
export const textSealer =
  (names: readonly string[]) =>
  (outs: Outputs): Outputs =>
    mapValue(outs, (value, key) =>
      typeof value === "string" && names.includes(key) ? sealValue(value) : value,
    );

/** A batch that was renamed has children that keep the old name: that one may have been a secret, too. */
export const childNameSealer = (outs: Outputs): Outputs =>
  mapValue(outs, (value, key) =>
    key === "children" && Array.isArray(value)
      ? value.map((child: unknown) =>
          isRecord(child) && typeof child.name === "string"
            ? { ...child, name: sealValue(child.name) }
            : child,
        )
      : value,
  );

/** The same where only the state still knows what was made, and whether it was encrypted is not to be seen: all of it. */
export const sealAll =
  (holdSecret: boolean) =>
  (outs: Outputs): Outputs =>
    holdSecret ? mapValue(outs, (value, key) => (results.includes(key) ? sealValue(value) : value)) : outs;
