import { safeText } from "./safeText";

/**
 * Replaces a value that is wanted of a run that has none yet (it has not ended, or not well). A program goes on with
 * it, so that everything else is made; a task that would receive it is not made, and says why.
 */
export const pendingMark = "[sevenbridges: not there yet] ";

export const pending = (why: string): string => `${pendingMark}${safeText(why)}`;

export interface Pending {
  /** `inputs.bams[0]` */
  readonly path: string;
  /** A sentence's end: `align is RUNNING 14/96 children; run pulumi up again when it has ended`. */
  readonly why: string;
}

/** Every value in there that is still to come. A text may hold one, too (`pulumi.interpolate`). */
export const pendingIn = (value: unknown, path = ""): readonly Pending[] => {
  if (typeof value === "string") {
    const at = value.indexOf(pendingMark);
    return at < 0 ? [] : [{ path, why: value.slice(at + pendingMark.length) }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => pendingIn(item, `${path}[${index}]`));
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => pendingIn(item, path === "" ? key : `${path}.${key}`))
    : [];
};
