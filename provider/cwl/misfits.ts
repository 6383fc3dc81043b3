import { isFileId } from "../model/codecs/ids";
import { didYouMean } from "../shared/alike";
import { isRecord } from "../shared/codec";
import type { Mistake } from "../shared/mistakes";
import { pendingIn } from "../shared/pending";
import { kindName, nearest } from "../shared/text";
import { isUnknown } from "../shared/unknown";
import { portText } from "./portText";
import type { PortType, RecordField, Scalar } from "./types";

/** What does not fit in a value, at any depth. A value is never quoted: it may be secret. */
export interface Misfit extends Mistake {
  /** The platform refuses it, or could do nothing else. What it may take all the same is only worth a warning. */
  readonly sure: boolean;
}

/** A place for a value: a port, a record's field, an item of a list. */
export interface Slot {
  readonly type: PortType;
  readonly optional: boolean;
}

/** What a preview does not know yet, or what a run has still to make: it fits anywhere. */
export const isOpen = (value: unknown): boolean =>
  isUnknown(value) ||
  (typeof value === "string" && pendingIn(value).length > 0) ||
  (isRecord(value) && isUnknown(value.class));

const isOf = (kind: "File" | "Directory", value: unknown): boolean => isRecord(value) && value.class === kind;

/** `a File`, `a list`, `a number`. */
export const givenKind = (value: unknown): string => {
  if (isOf("File", value)) return "a File";
  if (isOf("Directory", value)) return "a Directory";
  return isRecord(value) ? "a record" : kindName(value);
};

const noMisfit = (slot: Slot, value: unknown, path: string, hint = ""): readonly Misfit[] => [
  {
    path,
    wanted: `must be ${portText(slot)}`,
    given: `${givenKind(value)}${hint === "" ? byId(slot.type, value) : hint}`,
    sure: true,
  },
];

const lookupNames = ": sb.getFile({ project, path }) looks a file up by its path, sb.file(id) takes its id";
const allLookupNames =
  ": sb.getFiles({ project, paths }) looks files up by their paths, sb.files(ids) takes their ids";

/** How a file or a folder is written whose id, or whose name, is there as a bare string. */
const byId = (type: PortType, value: unknown): string => {
  if (typeof value !== "string" || value === "") return "";
  if (type._tag === "Directory") return ": write sb.directory(id)";
  if (type._tag === "array" && type.items._tag === "File")
    return isFileId(value) ? ": write sb.files([id])" : allLookupNames;
  if (type._tag !== "File") return "";
  return isFileId(value) ? ": write sb.file(id)" : lookupNames;
};

/** The API's Java client sends numbers and booleans as strings (API digest, section 7). */
const reads: Readonly<Record<Exclude<Scalar, "string">, RegExp>> = {
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  float: /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i,
  double: /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i,
  boolean: /^(true|false)$/i,
};

const isScalar = (scalar: Scalar, value: unknown): boolean => {
  if (scalar === "string" || scalar === "boolean") return typeof value === scalar;
  return typeof value === "number" && (Number.isInteger(value) || scalar === "float" || scalar === "double");
};

const asText = (slot: Slot, value: number | boolean, path: string): readonly Misfit[] => [
  { path, wanted: `should be ${portText(slot)}`, given: givenKind(value), sure: false },
];

const inScalar = (slot: Slot, scalar: Scalar, value: unknown, path: string): readonly Misfit[] => {
  if (isScalar(scalar, value)) return [];
  if (scalar !== "string")
    return typeof value === "string" && reads[scalar].test(value) ? [] : noMisfit(slot, value, path);
  return typeof value === "number" || typeof value === "boolean"
    ? asText(slot, value, path)
    : noMisfit(slot, value, path);
};

const inEnum = (slot: Slot, symbols: readonly string[], value: unknown, path: string): readonly Misfit[] => {
  // Symbols that an expression makes cannot be read here.
  if (symbols.length === 0) return [];
  if ((typeof value === "number" || typeof value === "boolean") && symbols.includes(String(value)))
    return asText(slot, value, path);
  if (typeof value === "string" && symbols.includes(value)) return [];
  const given = typeof value === "string" && value !== "" ? "another string" : givenKind(value);
  return [{ path, wanted: `must be one of ${symbols.join(", ")}`, given, sure: true }];
};

const mostNamed = 3;

const inList = (items: Slot, values: readonly unknown[], path: string): readonly Misfit[] => {
  const wrong = values
    .map((item, index) => misfits(items, item, `${path}[${index}]`))
    .filter((it) => it.length > 0);
  if (wrong.length <= mostNamed) return wrong.flat();
  const more: Misfit = {
    path,
    wanted: `has ${wrong.length - mostNamed + 1} more items that do not fit`,
    sure: wrong.slice(mostNamed - 1).some((it) => it.some(({ sure }) => sure)),
  };
  return [...wrong.slice(0, mostNamed - 1).flat(), more];
};

const inRecord = (
  fields: readonly RecordField[],
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly Misfit[] => {
  const names = fields.map(({ name }) => name);
  const strays = Object.keys(value).filter((key) => !names.includes(key));
  return [
    ...strays.map((key): Misfit => {
      const meant = nearest(key, names);
      const hint =
        meant === undefined ? `; the record has ${names.join(", ")}` : `: ${didYouMean(key, meant)}`;
      return { path: `${path}.${key}`, wanted: `is not known to the app${hint}`, sure: true };
    }),
    ...fields.flatMap((field): readonly Misfit[] => {
      const at = `${path}.${field.name}`;
      const inner = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
      if (inner !== undefined) return misfits(field, inner, at);
      return field.optional ? [] : [{ path: at, wanted: `is required (${portText(field)})`, sure: true }];
    }),
  ];
};

/** Whether a value is of a type's kind, whatever is in it: its misfits are then those that the user wants to read. */
const isLike = (type: PortType, value: unknown): boolean => {
  if (type._tag === "array") return Array.isArray(value);
  if (type._tag === "record") return isRecord(value) && value.class === undefined;
  return type._tag === "enum" && typeof value === "string";
};

const inUnion = (
  slot: Slot,
  choices: readonly PortType[],
  value: unknown,
  path: string,
): readonly Misfit[] => {
  const found = choices.map((type) => ({ type, wrong: misfits({ ...slot, type }, value, path) }));
  const best = found.find(({ wrong }) => wrong.every(({ sure }) => !sure));
  if (best !== undefined) return found.some(({ wrong }) => wrong.length === 0) ? [] : best.wrong;
  const [like, ...others] = found.filter(({ type }) => isLike(type, value));
  return like !== undefined && others.length === 0 ? like.wrong : noMisfit(slot, value, path);
};

/** Everything in a value that does not fit into its place. */
export const misfits = (slot: Slot, value: unknown, path: string): readonly Misfit[] => {
  if (isOpen(value)) return [];
  if (value === null) return slot.optional ? [] : noMisfit(slot, value, path);
  const { type } = slot;
  switch (type._tag) {
    case "any":
      return [];
    case "File":
    case "Directory":
      return isOf(type._tag, value) ? [] : noMisfit(slot, value, path);
    case "array":
      if (Array.isArray(value))
        return inList({ type: type.items, optional: type.nullable === true }, value, path);
      return noMisfit(
        slot,
        value,
        path,
        misfits({ ...slot, type: type.items }, value, path).length === 0 ? ": put it into a list" : "",
      );
    case "record":
      return isRecord(value) && value.class === undefined
        ? inRecord(type.fields, value, path)
        : noMisfit(slot, value, path);
    case "enum":
      return inEnum(slot, type.symbols, value, path);
    case "scalar":
      return inScalar(slot, type.scalar, value, path);
    case "union":
      return inUnion(slot, type.choices, value, path);
  }
};
