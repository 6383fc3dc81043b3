/** The stack's outputs for people: names in columns, records indented, texts on separate lines. */
export function printed(outputs: Record<string, unknown>): string {
  return Object.entries(outputs)
    .map(([name, value]) => entry(name, value))
    .join("\n");
}

function entry(name: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return `${name}: ${String(value)}`;
  if (Array.isArray(value)) return [`${name}:`, ...value.map((item) => `  ${plain(item)}`)].join("\n");
  const rows = Object.entries(value);
  const width = Math.max(0, ...rows.map(([key]) => key.length));
  return [`${name}:`, ...rows.map(([key, item]) => `  ${key.padEnd(width)}  ${plain(item)}`)].join("\n");
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
