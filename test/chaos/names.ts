import type { Random } from "../support/random";

/** What people, tables and scripts bring into the names of resources. Not Pulumi's color tags, which are refused. */
const nasty: readonly string[] = [
  "S1\r",
  "S2\n",
  "S3\r\nS4",
  "S5\u2028S6",
  "S7\u2029",
  'quote"',
  "it's `this`",
  "a::b",
  "::",
  "a$b$c",
  "$",
  "🧬 wolf",
  "\u202egnorw\u202c",
  "x".repeat(400),
  "toString",
  "__proto__",
  "constructor",
  "[pulumi 00112233445566778899 00112233 00112233 00112233]",
  "urn:pulumi:dev::lab::a::b",
  "`$\u007bname}`",
  "%s%d%n",
  "{{.Name}}",
  "<b>&amp;",
  "a\\b",
  "a/b@c",
  " spaces ",
  "tab\t",
  "é",
  "e\u0301",
];

/** Different names, in an order of the seed's. */
export const nastyNames = (below: Random, count: number): readonly string[] => {
  const left = [...nasty];
  return Array.from({ length: count }, (_, n) => left.splice(below(left.length), 1)[0] ?? `n${n}`);
};
