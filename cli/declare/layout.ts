/** Code on one line where it fits and nothing in it has a comment, else one item a line: as the formatter of TypeScript programs does. */

export type Code = string | Group;

export interface Group {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
  /** Blanks inside the brackets, as in `{ a: 1 }`. */
  readonly spaced?: boolean;
  /** As many items on a line as fit: lists of numbers. */
  readonly filled?: boolean;
}

export interface Item {
  /** `threads: ` */
  readonly prefix?: string;
  readonly code: Code;
  readonly comment?: string | undefined;
}

const width = 110;

const isGroup = (code: Code, open: string): code is Group => typeof code !== "string" && code.open === open;

/** A list of several objects, or lists, of more than one item each reads better one below the other. */
const isTable = ({ open, items }: Group): boolean =>
  open.endsWith("[") &&
  items.length > 1 &&
  ["{", "["].some((it) => items.every(({ code }) => isGroup(code, it) && code.items.length > 1));

const flatText = (code: Code): string | undefined => {
  if (typeof code === "string") return code;
  const parts = code.items.map(({ prefix = "", code: inner, comment }) => {
    const text = comment === undefined ? flatText(inner) : undefined;
    return text === undefined ? undefined : `${prefix}${text}`;
  });
  if (isTable(code) || parts.includes(undefined)) return undefined;
  const inside = parts.join(", ");
  const blank = code.spaced === true && inside !== "" ? " " : "";
  return `${code.open}${blank}${inside}${blank}${code.close}`;
};

const filledLines = (texts: readonly string[], room: number): readonly string[] => {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length + 2 <= room) lines.splice(-1, 1, `${last} ${text},`);
    else lines.push(`${text},`);
  }
  return lines;
};

/** Laid out, after `column` characters of a line that is indented by `indent`, with room for `after` more. */
export const layOut = (code: Code, indent = "", column = indent.length, after = 0): string => {
  const line = flatText(code);
  if (line !== undefined && (typeof code === "string" || column + line.length + after <= width)) return line;
  if (typeof code === "string") return code;
  const inner = `${indent}  `;
  const lines = code.items.map(({ prefix = "", code: item, comment }) => {
    const text = `${prefix}${layOut(item, inner, inner.length + prefix.length, 1)}`;
    return { text, end: comment === undefined ? "" : ` // ${comment}` };
  });
  const rows =
    code.filled === true
      ? filledLines(
          lines.map(({ text }) => text),
          width - inner.length,
        )
      : lines.map(({ text, end }) => `${text},${end}`);
  return [code.open, ...rows.map((row) => `${inner}${row}`), `${indent}${code.close}`].join("\n");
};

export const objectOf = (items: readonly Item[]): Group => ({ open: "{", close: "}", items, spaced: true });
export const listOf = (items: readonly Item[], open = "[", close = "]"): Group => ({ open, close, items });
