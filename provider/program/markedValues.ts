import * as pulumi from "@pulumi/pulumi";
import { assetSlip, objectSlip, textSlip } from "../model/codecs/wireSlips";
import { isUndefined, markOf } from "../shared/marks";

/**
 * The SDK drops a function or `undefined`, and stores a Date, a Map or a Set as `{}`: an input would be lost, a trigger
 * would never fire. Here, before it gets that far, each becomes a mark that `check` refuses with a sentence.
 */

const empty = "which Pulumi stores as an empty object";

/** By class: what to write instead. */
const classes: readonly (readonly [new (...args: never[]) => object, string])[] = [
  [Date, `is a Date, ${empty}: write date.toISOString()`],
  [Map, `is a Map, ${empty}: write Object.fromEntries(map) or [...map]`],
  [Set, `is a Set, ${empty}: write [...set]`],
  [RegExp, `is a RegExp, ${empty}: write pattern.source`],
  [Error, `is an Error, ${empty}: write error.message`],
  [URL, `is a URL, ${empty}: write url.href`],
  [ArrayBuffer, `is an ArrayBuffer, ${empty}: write Buffer.from(buffer).toString("base64")`],
];

const primitives: Readonly<Record<string, string>> = {
  function: "is a function: call it, and give what it returns",
  symbol: "is a symbol: write a string",
  bigint: `is a bigint, ${empty}: write Number(n) or String(n)`,
};

const binary = 'is binary data: write Buffer.from(bytes).toString("base64")';
const circular = "refers to itself: write an object without a circle";

/** Of any realm: a test runner has another `Object`. */
export const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const nameOf = (value: object): string => {
  const { name } = value.constructor ?? {};
  return typeof name === "string" && name !== "" ? name : "class";
};

/** What the SDK would make nothing of. */
const lossIn = (value: unknown): string | undefined => {
  const primitive = primitives[typeof value];
  if (primitive !== undefined) return primitive;
  if (typeof value !== "object" || value === null || Array.isArray(value) || isPlain(value)) return undefined;
  const known = classes.find(([kind]) => value instanceof kind);
  if (known !== undefined) return known[1];
  return Object.keys(value).length === 0
    ? `is an instance of ${nameOf(value)}, ${empty}: write a string or a plain object`
    : undefined;
};

type Refuse = (value: unknown) => string | undefined;

const noAsset: Refuse = (value) =>
  pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value) ? assetSlip : undefined;

/** What a value of a port is never: the SDK would turn a resource into its id, and bytes into a record. */
const noInput = (value: unknown): string | undefined => {
  if (pulumi.Resource.isInstance(value)) {
    const type: unknown = Reflect.get(value, "__pulumiType");
    const [kind] = ["DraftTask", "TaskRun"].filter((one) => String(type).endsWith(`:${one}`));
    if (kind === "TaskRun")
      return "is a TaskRun, not a value: give what it has made with run.output(port) or run.childOutput(port)";
    return kind === "DraftTask"
      ? "is a DraftTask, not a value: run it with a TaskRun, and give run.output(port)"
      : 'is a resource, not a value: give what it has made (like run.output("bam"))';
  }
  return noAsset(value) ?? (ArrayBuffer.isView(value) ? binary : undefined);
};

/** What a trigger is never. Resources and assets work: the SDK compares ids and contents. */
const noTrigger = (value: unknown): string | undefined =>
  typeof value === "number" && !Number.isFinite(value) ? "must be a finite number" : undefined;

/** The SDK does not look into these as into an object's properties. */
const isWhole = (value: object): boolean =>
  pulumi.Resource.isInstance(value) ||
  pulumi.asset.Asset.isInstance(value) ||
  pulumi.asset.Archive.isInstance(value) ||
  ArrayBuffer.isView(value);

/** What Pulumi would take for one of its wire values, or cannot carry, wherever it is. Of an Output, `refuse` sees the value. */
const wireSlip = (value: unknown): string | undefined => {
  if (typeof value === "string") return textSlip(value, false);
  return typeof value === "object" && value !== null && isPlain(value) ? objectSlip(value) : undefined;
};

/**
 * The SDK writes each arg as a text, for its own messages: `toString` is then called, and a port of that name is no function.
 * What it gives the engine are the properties that can be enumerated.
 */
const withText = (record: object): object =>
  Object.hasOwn(record, "toString")
    ? Object.defineProperty(record, Symbol.toPrimitive, { value: () => "[object Object]" })
    : record;

/** A value with marks at any depth, in the places of what `refuse` names. What is not known yet is left as it is. */
const markBy =
  (refuse: Refuse, path: readonly unknown[] = []) =>
  (value: unknown): unknown => {
    const slip = wireSlip(value);
    if (slip !== undefined) return markOf(slip);
    if (pulumi.Output.isInstance(value)) return value.apply(markBy(refuse));
    if (value instanceof Promise) return value.then(markBy(refuse));
    if (pulumi.isUnknown(value)) return value;
    const wanted = refuse(value);
    if (wanted !== undefined) return markOf(wanted);
    if (typeof value !== "object" || value === null || isWhole(value)) return value;
    if (path.includes(value)) return markOf(circular);
    const inside = markBy(refuse, [...path, value]);
    return Array.isArray(value)
      ? Array.from(value, inside)
      : withText(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)])));
  };

const markInputs = markBy((value) => (value === undefined ? isUndefined : (noInput(value) ?? lossIn(value))));

/** Outside of `inputs`, resources, assets and bytes mean something to the SDK. */
const lossInArg: Refuse = (value) =>
  typeof value === "object" && value !== null && isWhole(value) ? undefined : lossIn(value);

const markTriggers = markBy((value) => noTrigger(value) ?? lossInArg(value));

/** An asset is something to the SDK among triggers only. */
const markArg = markBy((value) => noAsset(value) ?? lossInArg(value));

/** The args of a resource with marks for what would be lost. */
export const markArgs = (args: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      if (value === undefined) return [key, value];
      if (key === "inputs") return [key, markInputs(value)];
      if (key === "triggers") return [key, markTriggers(value)];
      return [key, markArg(value)];
    }),
  );
