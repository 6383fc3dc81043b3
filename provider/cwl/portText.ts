import type { PortType } from "./ports";

/**
 * Types of ports as people write them in CWL: `File[]?`, `enum(None, Basic)`, `record(seed: int?, tag: string)`; one of
 * several as `File | string`.
 */

/** A symbol that would look like part of its neighbors is quoted. */
const symbol = (text: string): string => (/^[^\s,()"]+$/.test(text) ? text : JSON.stringify(text));

const bareText = (type: PortType): string => {
  switch (type._tag) {
    case "File":
    case "Directory":
      return type._tag;
    case "scalar":
      return type.scalar;
    case "array":
      return `${grouped(type.items)}${type.nullable === true ? "?" : ""}[]`;
    case "enum":
      return `enum(${type.symbols.map(symbol).join(", ")})`;
    case "record":
      return `record(${type.fields.map((field) => `${field.name}: ${portText(field)}`).join(", ")})`;
    case "union":
      return type.choices.map(bareText).join(" | ");
    case "any":
      return "Any";
  }
};

/** What a `[]` or a `?` after it is of. */
const grouped = (type: PortType): string => (type._tag === "union" ? `(${bareText(type)})` : bareText(type));

/** The type of a port or of a record's field; `?` where it may be left empty. */
export const portText = ({
  type,
  optional,
}: {
  readonly type: PortType;
  readonly optional: boolean;
}): string => (optional ? `${grouped(type)}?` : bareText(type));

/** What an enum, or a list of one, allows. */
export const symbolsOf = (type: PortType): readonly string[] | undefined =>
  type._tag === "array" ? symbolsOf(type.items) : type._tag === "enum" ? type.symbols : undefined;
