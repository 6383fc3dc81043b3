import { createHash } from "node:crypto";
import { isRecord } from "./codec";

const sortKeys = (_: string, item: unknown): unknown =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item;

/** The first 8 digits of a hash in which the order of keys makes no difference. */
export const shortHash = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value, sortKeys)).digest("hex").slice(0, 8);
