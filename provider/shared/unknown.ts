/**
 * What the engine sends in place of a value that a preview does not know yet. It may be anywhere in a
 * resource's inputs, whatever the property's type. This file is the only place that recognises it.
 */
declare const unknownBrand: unique symbol;

/** A value that is not known before the update (the output of a resource that is yet to be made). */
export type Unknown = string & { readonly [unknownBrand]: true };

/** Pulumi's sentinel: `rpc.unknownValue` of the Node.js SDK, part of the engine's wire protocol. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9" as Unknown; // a brand is only made by a cast

export const isUnknown = (value: unknown): value is Unknown => value === unknownValue;

/** Whether a value, or anything inside it, is not known yet. */
export const hasUnknown = (value: unknown): boolean =>
  isUnknown(value) ||
  (Array.isArray(value)
    ? value.some(hasUnknown)
    : typeof value === "object" && value !== null && Object.values(value).some(hasUnknown));

/** A type with `Unknown` taken out: what may be sent to the API. Maps by port or node stay as they are. */
export type Resolved<T> = T extends Unknown
  ? never
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [K in keyof T]: Resolved<T[K]> }
    : T;

export const isResolved = <T>(value: T): value is T & Resolved<T> => !hasUnknown(value);
