import { isDeepStrictEqual } from "node:util";
import { canonical, value } from "../../provider/model/values/value";
import { isRecord } from "../../provider/shared/codec";
import { signatureKey } from "../../provider/shared/wireValues";

/** Values of inputs and settings: the secrets in them, the files in them, and what two of them differ in. */

/** In place of what is not to be read; the engine's own word for it. */
export const hidden = "[secret]";

/** A value without the secrets in it. Nor is their ciphertext anybody's to read. */
export const unseal = (given: unknown): unknown => {
  if (Array.isArray(given)) return given.map(unseal);
  if (!isRecord(given)) return given;
  return Object.hasOwn(given, signatureKey)
    ? hidden
    : Object.fromEntries(Object.entries(given).map(([key, item]) => [key, unseal(item)]));
};

export const hasHidden = (given: unknown): boolean =>
  (typeof given === "string" && given.includes(hidden)) ||
  (typeof given === "object" && given !== null && Object.values(given).some(hasHidden));

/** What `inputs` say for a port. */
export const onPort = (inputs: unknown, port: string): unknown =>
  isRecord(inputs) && Object.hasOwn(inputs, port) ? inputs[port] : undefined;

/** As the provider compares: files by id, and no difference between null and nothing. */
const comparable = (given: unknown): unknown => (value.is(given) ? canonical(given) : (given ?? null));

export const isSame = (was: unknown, now: unknown): boolean =>
  isDeepStrictEqual(comparable(was), comparable(now));

/** Which items of a list have come and gone; an item that occurs twice counts twice. */
export const listDelta = (
  was: readonly unknown[],
  now: readonly unknown[],
): { readonly added: readonly unknown[]; readonly removed: readonly unknown[] } => {
  const keyOf = (item: unknown): string => JSON.stringify(comparable(item));
  const left = (from: readonly unknown[], without: readonly unknown[]): readonly unknown[] => {
    const counts = new Map<string, number>();
    for (const key of without.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return from.filter((item) => {
      const count = counts.get(keyOf(item)) ?? 0;
      counts.set(keyOf(item), count - 1);
      return count <= 0;
    });
  };
  return { added: left(now, was), removed: left(was, now) };
};
