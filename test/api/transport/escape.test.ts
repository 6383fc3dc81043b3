import * as fc from "fast-check";
import {
  escapeAnswer,
  escapePrefix,
  parseAnswer,
  stringifyBody,
  unescapeBody,
} from "../../../provider/api/transport/escape";
import { emptyListMark, markOf } from "../../../provider/shared/marks";
import { pending, pendingIn } from "../../../provider/shared/pending";
import { signatureKey } from "../../../provider/shared/wireValues";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";
const asset = { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", path: "/etc/hostname" };
const escaped = (text: string): string => `[sevenbridges: escaped] ${text}`;

test.each<[string, unknown, unknown]>([
  ["the mark of an unknown text", unknownText, escaped(unknownText)],
  ["the mark of an unknown object", [unknownObject], [escaped(unknownObject)]],
  [
    "an asset",
    { bam: asset },
    { bam: { [escaped(signatureKey)]: "c44067f5952c0a294b673a41bacd8c17", path: "/etc/hostname" } },
  ],
  ["a signature that Pulumi does not know", { [signatureKey]: 1 }, { [escaped(signatureKey)]: 1 }],
  ["a prototype", JSON.parse('{"__proto__": {"a": 1}}'), { [escaped("__proto__")]: { a: 1 } }],
  ["an object of the SDK", { __pulumiOutput: true }, { [escaped("__pulumiOutput")]: true }],
  ["half a character", "a\ud800b\udc00", escaped("a\\ud800b\\udc00")],
  ["half a character in a key", { "\ud83d": 1 }, { [escaped("\\ud83d")]: 1 }],
  ["a text that looks escaped", escaped("\\ud800"), escaped(escaped("\\u005cud800"))],
  ["a mark of this package", [markOf("is x"), emptyListMark], [markOf("is x"), emptyListMark].map(escaped)],
  [
    "a value that is not there yet",
    `of ${pending("why")}`,
    escaped("of \\u005bsevenbridges: not there yet] why"),
  ],
])("%s becomes text, and is sent back as it was", (_, given, expected) => {
  expect(escapeAnswer(given)).toStrictEqual(expected);
  expect(unescapeBody(escapeAnswer(given))).toStrictEqual(given);
});

test("everything else stays as it is", () => {
  const plain = JSON.stringify({
    id: "6d9fc5b5-1f4b-4e5a-9b3e-0a1f5d3c7e21",
    text: `the mark is ${unknownText}`,
    path: "C:\\users\\ada \ud83d\ude00",
    ports: Object.fromEntries(
      ["toString", "constructor", "hasOwnProperty", "valueOf", "then", "__provider"].map((port) => [port, 1]),
    ),
  });
  expect(JSON.stringify(escapeAnswer(JSON.parse(plain)))).toBe(plain);
  expect(JSON.stringify(unescapeBody(JSON.parse(plain)))).toBe(plain);
});

test("the line that says whose a task is stays at the end of its description", () => {
  const line = "[pulumi organization/urn:pulumi:dev::lab::x::C:\\align 0a1b2c3d]";
  expect(
    String(escapeAnswer(`half \ud800\n\n${line}`))
      .split("\n")
      .at(-1),
  ).toBe(line);
});

const part = fc.constantFrom(
  "\\",
  "u",
  "d",
  "8",
  "0",
  "\ud800",
  "\udc00",
  escapePrefix,
  unknownText,
  pending(""),
);
const text = fc.oneof(
  fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const key = fc.oneof(text, fc.constantFrom(signatureKey, "__proto__", "__pulumiAsset", "toString"));
const json = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text,
    fc.constant(null),
    fc.integer(),
    fc.array(tie("any"), { maxLength: 3 }),
    fc
      .array(fc.tuple(key, tie("any")), { maxLength: 4 })
      .map((entries): Record<string, unknown> => Object.fromEntries(entries)),
  ),
})).any;

const textsIn = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, item]) => [
          ...(Array.isArray(value) ? [] : [name]),
          ...textsIn(item),
        ])
      : [];

test("whatever the platform says means nothing to Pulumi, and nothing of it is lost", () => {
  fc.assert(
    fc.property(json, (given) => {
      const inert = escapeAnswer(given);
      for (const one of textsIn(inert)) {
        expect(one).not.toMatch(/\p{Surrogate}/u);
        expect([unknownText, signatureKey, "__proto__", "__pulumiAsset"]).not.toContain(one);
      }
      expect(pendingIn(inert)).toStrictEqual([]);
      expect(unescapeBody(inert)).toStrictEqual(given);
    }),
  );
});

/** The same JSON with every letter and digit of its texts written as an escape. */
const spelledOut = (given: string): string =>
  given.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
    quoted.replace(/\\u[0-9a-f]{4}|\\.|[\w-]/g, (unit) =>
      unit.startsWith("\\") ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );

test("JSON of any spelling is escaped, and a body is sent as it was given", () => {
  fc.assert(
    fc.property(json, (given) => {
      const written = JSON.stringify(given);
      expect(JSON.stringify(parseAnswer(written))).toBe(JSON.stringify(escapeAnswer(given)));
      expect(JSON.stringify(parseAnswer(spelledOut(written)))).toBe(JSON.stringify(escapeAnswer(given)));
      expect(stringifyBody(escapeAnswer(given))).toBe(written);
      expect(stringifyBody(given)).toBe(JSON.stringify(unescapeBody(given)));
    }),
  );
});
