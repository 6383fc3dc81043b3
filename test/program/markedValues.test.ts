import * as pulumi from "@pulumi/pulumi";
import { markArgs } from "../../provider/program/markedValues";
import { markWith } from "../../provider/shared/marks";

/** The sentences in the places of what Pulumi's SDK would lose. */
const sentences = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sentences);
  if (typeof value === "object" && value !== null && !pulumi.Output.isInstance(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sentences(item)]));
  return markWith(value) ?? value;
};

class Row {
  readonly when = new Date(0);
  readonly #hidden = 1;
  peek = (): number => this.#hidden;
}
class Hidden {
  readonly #value = 1;
  get value(): number {
    return this.#value;
  }
}
const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;

const empty = "which Pulumi stores as an empty object";
const lost: readonly (readonly [string, unknown, string])[] = [
  ["a Date", new Date(), `is a Date, ${empty}: write date.toISOString()`],
  ["a Map", new Map([[1, 2]]), `is a Map, ${empty}: write Object.fromEntries(map) or [...map]`],
  ["a Set", new Set([1]), `is a Set, ${empty}: write [...set]`],
  ["a RegExp", /x/, `is a RegExp, ${empty}: write pattern.source`],
  ["an Error", new TypeError("x"), `is an Error, ${empty}: write error.message`],
  ["a URL", new URL("http://a.b"), `is a URL, ${empty}: write url.href`],
  ["bytes", new ArrayBuffer(2), `is an ArrayBuffer, ${empty}: write Buffer.from(buffer).toString("base64")`],
  ["a bigint", 8n, `is a bigint, ${empty}: write Number(n) or String(n)`],
  ["a symbol", Symbol("x"), "is a symbol: write a string"],
  ["a function", () => 1, "is a function: call it, and give what it returns"],
  ["a class", Row, "is a function: call it, and give what it returns"],
  [
    "an instance of hidden fields",
    new Hidden(),
    `is an instance of Hidden, ${empty}: write a string or a plain object`,
  ],
  ["a boxed number", Object(5), `is an instance of Number, ${empty}: write a string or a plain object`],
  ["an iterator", [1].values(), `is an instance of Iterator, ${empty}: write a string or a plain object`],
  ["a weak map", new WeakMap(), `is an instance of WeakMap, ${empty}: write a string or a plain object`],
];

test.each(lost)("%s is marked at any depth, in triggers and in inputs", (_, value, wanted) => {
  expect(
    sentences(
      markArgs({ triggers: [value, { deep: [value] }], inputs: { port: value, list: [{ deep: value }] } }),
    ),
  ).toStrictEqual({
    triggers: [wanted, { deep: [wanted] }],
    inputs: { port: wanted, list: [{ deep: wanted }] },
  });
});

test("every other arg is searched, too: a Map of nodes would be no nodes at all", () => {
  expect(
    sentences(markArgs({ outputLocation: { nodesLocation: new Map() }, executionSettings: new Map() })),
  ).toStrictEqual({
    outputLocation: { nodesLocation: lost[1]?.[2] },
    executionSettings: lost[1]?.[2],
  });
});

test("an instance is a record of its properties, and these are searched", () => {
  expect(sentences(markArgs({ triggers: [new Row()] }))).toStrictEqual({
    triggers: [{ when: lost[0]?.[2], peek: lost[9]?.[2] }],
  });
});

test("what refers to itself ends", () => {
  expect(sentences(markArgs({ triggers: [circle], inputs: { port: circle } }))).toStrictEqual({
    triggers: [{ a: 1, self: "refers to itself: write an object without a circle" }],
    inputs: { port: { a: 1, self: "refers to itself: write an object without a circle" } },
  });
  const shared = { a: 1 };
  expect(markArgs({ triggers: [shared, shared] })).toStrictEqual({ triggers: [shared, shared] });
});

test("a number that is not finite is no trigger", () => {
  expect(sentences(markArgs({ triggers: [Number.NaN, 1 / 0, 0.5] }))).toStrictEqual({
    triggers: ["must be a finite number", "must be a finite number", 0.5],
  });
});

test("in inputs, undefined is marked, and bytes and assets are", () => {
  expect(
    sentences(
      markArgs({ inputs: { a: undefined, b: Buffer.from("x"), c: new pulumi.asset.StringAsset("x") } }),
    ),
  ).toStrictEqual({
    inputs: {
      a: "is undefined in the program (a misspelt output, or an optional one)",
      b: 'is binary data: write Buffer.from(bytes).toString("base64")',
      c: "is an asset: upload the file to the platform, and give its id with sb.file(id)",
    },
  });
});

test("what compares as a trigger is left as it is", () => {
  const asset = new pulumi.asset.StringAsset("x");
  const bytes = Buffer.from("x");
  const triggers = [1, "x", null, undefined, { a: [true] }, asset, bytes, {}, []];
  const { triggers: found } = markArgs({ triggers });
  expect(found).toStrictEqual(triggers);
});

test("Outputs and promises are searched when they have come, and stay secret", async () => {
  const { triggers, inputs, name } = markArgs({
    triggers: [Promise.resolve(new Date())],
    inputs: pulumi.secret("x").apply(() => ({ when: new Date() })),
    name: pulumi.output("x"),
  });
  expect(sentences(await Promise.all(triggers))).toStrictEqual([lost[0]?.[2]]);
  expect(await pulumi.isSecret(inputs)).toBe(true);
  const known = new Promise((done) => pulumi.output(inputs).apply(done));
  expect(sentences(await known)).toStrictEqual({ when: lost[0]?.[2] });
  expect(pulumi.Output.isInstance(name)).toBe(true);
});
