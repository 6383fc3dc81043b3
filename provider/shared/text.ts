import { looksLike } from "./alike";

/** Words for messages: kinds of values, nearest names, lists. Nothing here ever quotes a value. */

/** What kind of thing a value is, said without quoting it: inputs may be secret. */
export const kindName = (value: unknown): string => {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "a number that is not finite";
    if (!Number.isInteger(value)) return "a fraction";
    return value < 0 ? "a negative number" : value === 0 ? "zero" : "a number";
  }
  if (typeof value === "string") return value === "" ? "an empty string" : "a string";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
};

/** Changes (insertions, deletions, substitutions) between two words; from `most` on, they are not counted any more. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    if (Math.min(...next) > most) return Number.POSITIVE_INFINITY;
    row = next;
  }
  return row[b.length] ?? 0;
};

/** A name of ours or of the API in all its spellings: `Instance_Type` and `instanceType` are one. */
export const plainSpelling = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Letters and digits of every script: a name that has no others than Chinese ones is a name, too. */
const withoutSeparators = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The known name that was probably meant, if one is near enough to be worth saying: first of all, one that looks the same. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const most = Math.max(2, Math.floor(name.length / 3));
  const squashed = withoutSeparators(name);
  const [best] = known
    .map((candidate) => ({ candidate, far: distance(squashed, withoutSeparators(candidate), most) }))
    .filter(({ far }) => far <= most)
    .map((one) => ({ ...one, looksSame: one.far === 0 && looksLike(name, one.candidate) }))
    .sort((a, b) => a.far - b.far || Number(b.looksSame) - Number(a.looksSame));
  return best?.candidate;
};

/** `a, b and c`. */
export const joinWithAnd = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;

/** `1 lookup`, `4,980 lookups`: the noun in its singular, with a regular plural. */
export const formatCount = (count: number, noun: string): string =>
  `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;

/** `, 4.1 USD`, for the end of a status; nothing where nothing was paid yet. */
export const formatPrice = (
  price: { readonly amount?: number; readonly currency?: string } | undefined,
): string => (price?.amount === undefined ? "" : `, ${price.amount} ${price.currency ?? ""}`.trimEnd());

/** `1.20 USD`; `undefined` where nothing was paid yet, or the platform does not say. */
export const formatCost = (
  price: { readonly amount?: number; readonly currency?: string } | undefined,
): string | undefined => {
  if (price?.amount === undefined) return undefined;
  const exact = String(price.amount);
  const amount = /\.\d{3,}$/.test(exact) ? exact : price.amount.toFixed(2);
  return `${amount} ${price.currency ?? ""}`.trimEnd();
};

/** What it means to run something once more, for every message that names a way to do so. */
export const paidAgainText = (price: Parameters<typeof formatCost>[0]): string => {
  const cost = formatCost(price);
  return cost === undefined ? "which is paid for again" : `which is paid for again, with about ${cost}`;
};

/** The code of a system error (`ENOENT`, `ECONNRESET`). Messages of lower layers are not passed on: they may quote what was sent. */
export const errorCode = (error: unknown): string | undefined => {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
};

/** A sum of prices without what floating point adds to it. */
export const roundAmount = (amount: number): number => Math.round(amount * 1e6) / 1e6;
