import * as t from "io-ts";
import { formatParts, nonEmpty, orUnknown, refined, strictObject } from "../../shared/codec";
import type { Elsewhere } from "./argPlaces";

const expectedInstanceType =
  'must be AUTO, an instance type, or "type;disk;GB" (like c4.2xlarge;ebs-gp2;2000)';

/** What is wrong with the parts of `type;disk;GB`; `undefined` where nothing is. */
const wrongInstanceType = (text: string): string | undefined => {
  const [type = "", disk, size, ...more] = text.split(";");
  if (text.includes(",")) return "with semicolons, not commas";
  if (/\s/.test(text)) return "not a string with blanks";
  if (type === "" || disk === "" || more.length > 0) return "not a string of another form";
  if (disk === undefined) return undefined;
  if (size === undefined)
    return `not a string without ${/^\d+$/.test(disk) ? "the disk's type" : "the disk's size"}`;
  return /^[1-9]\d*$/.test(size) ? undefined : "not a string in which GB is not a whole number";
};

const isInstanceType = (u: unknown): u is string =>
  typeof u === "string" && u !== "" && wrongInstanceType(u) === undefined;

/**
 * An instance: `AUTO`, or `type;disk;GB` such as `c4.2xlarge;ebs-gp2;2000`. The platform knows the types, we
 * only know the shape (API digest, section 3.4).
 */
export const instanceType: t.Type<string> = new t.Type<string>(
  "InstanceType",
  isInstanceType,
  (u, c) => {
    if (isInstanceType(u)) return t.success(u);
    const wrong = typeof u === "string" && u !== "" ? wrongInstanceType(u) : undefined;
    return t.failure(u, c, wrong === undefined ? expectedInstanceType : `${expectedInstanceType}, ${wrong}`);
  },
  t.identity,
);

export const boolean: t.Type<boolean> = refined("boolean", t.boolean.is, "must be true or false");

export const atLeastOne: t.Type<number> = refined(
  "AtLeastOne",
  (u): u is number => Number.isSafeInteger(u) && Number(u) >= 1,
  "must be a whole number of at least 1",
);

/** On what a task runs: API digest, section 3.4. Nothing here is a difference in the work's result. */
export const executionSettingsCodec = (elsewhere: Elsewhere) =>
  strictObject(
    "ExecutionSettings",
    {},
    {
      instanceType: orUnknown(instanceType),
      maxParallelInstances: orUnknown(atLeastOne),
      useMemoization: orUnknown(boolean),
      useElasticDisk: orUnknown(boolean),
    },
    elsewhere,
  );
export type ExecutionSettings = t.TypeOf<ReturnType<typeof executionSettingsCodec>>;

const shapes = {
  instanceType: t.string,
  maxParallelInstances: t.number,
  useMemoization: t.boolean,
  useElasticDisk: t.boolean,
};

/** Out of a state: by their shapes alone. */
export const storedExecutionSettings = (stored: unknown): ExecutionSettings | undefined =>
  nonEmpty(formatParts(shapes, stored));

/** An instance type without a disk may come back with the platform's own: `c4.2xlarge` as `c4.2xlarge;ebs-gp2;1024`. */
export const isSameSetting = (ours: unknown, live: unknown): boolean =>
  ours === live ||
  (typeof ours === "string" &&
    typeof live === "string" &&
    !ours.includes(";") &&
    live.startsWith(`${ours};`));
