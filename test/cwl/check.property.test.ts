import * as fc from "fast-check";
import type { Files } from "../../emulator/rules/access";
import { keptInputs } from "../../emulator/rules/inputs";
import { mismatches } from "../../emulator/rules/mismatches";
import type { FileEntry } from "../../emulator/store/model";
import { checkAgainstApp } from "../../provider/cwl/check";
import { inputPorts, type PortType } from "../../provider/cwl/ports";
import type { RecordValue, Value } from "../../provider/model/values/value";
import { pending } from "../../provider/shared/pending";
import { unknownValue } from "../../provider/shared/unknown";

/** A type as CWL writes it. */
type Cwl = string | readonly Cwl[] | { readonly type: string; readonly [key: string]: unknown };

const word = fc.stringMatching(/^[a-z]{1,4}$/);
const simple = fc.constantFrom("File", "Directory", "int", "long", "float", "double", "boolean", "string");
const symbols = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });

const cwlType = fc.letrec<{ type: Cwl }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2, depthSize: "small", withCrossShrink: true },
    simple,
    symbols.map((it): Cwl => ({ type: "enum", symbols: it })),
    tie("type").map((items): Cwl => ({ type: "array", items })),
    tie("type").map((items): Cwl => ({ type: "array", items: ["null", items].flat() })),
    fc
      .uniqueArray(fc.tuple(word, tie("type"), fc.boolean()), { selector: ([name]) => name, maxLength: 3 })
      .map(
        (fields): Cwl => ({
          type: "record",
          fields: fields.map(([name, type, optional]) => ({
            name,
            type: optional ? ["null", type].flat() : type,
          })),
        }),
      ),
    fc.tuple(tie("type"), tie("type")).map((choices): Cwl => choices.flat()),
  ),
})).type;

const reference = (kind: "File" | "Directory") =>
  fc.constant<Value>({ class: kind, path: "567890abc4f3066bc3750174" });

const scalars = {
  int: fc.integer(),
  long: fc.maxSafeInteger(),
  float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  string: fc.string(),
};

/** The values of a type. */
const oneOf = (type: PortType): fc.Arbitrary<Value> => {
  switch (type._tag) {
    case "File":
    case "Directory":
      return reference(type._tag);
    case "scalar":
      return scalars[type.scalar];
    case "enum":
      return fc.constantFrom(...type.symbols);
    case "array": {
      const item = oneOf(type.items);
      return fc.array(type.nullable === true ? fc.option(item) : item, { maxLength: 4 });
    }
    case "record": {
      const fields = type.fields.map(({ name, type: inner, optional }): [string, fc.Arbitrary<Value>] => [
        name,
        optional ? fc.option(oneOf(inner)) : oneOf(inner),
      ]);
      return fc
        .record(Object.fromEntries(fields), { noNullPrototype: true })
        .map((given): RecordValue => given);
    }
    case "union":
      return fc.oneof(...type.choices.map(oneOf));
    case "any":
      return fc.constant("anything");
  }
};

const portOf = (type: Cwl, optional: boolean) => {
  const cwl = { inputs: [{ id: "port", type: optional ? ["null", type].flat() : type }] };
  const [port] = inputPorts(cwl);
  if (port === undefined) throw new Error("no port");
  return port;
};

const port = fc.tuple(cwlType, fc.boolean()).map(([type, optional]) => portOf(type, optional));

/** Beside lists of files that are empty, which the platform takes: see `emptyLists`. */
const mistakes = (given: ReturnType<typeof portOf>, value: Value): readonly string[] =>
  checkAgainstApp(
    { inputs: [given], batching: undefined },
    { inputs: { port: value }, batching: { _tag: "Disabled" } },
  ).mistakes.filter((one) => !one.includes(" with something in it, "));

const portAndValue = port.chain((it) => oneOf(it.type).map((value) => ({ port: it, value })));

/** Some place in a value: the value with something else there. */
const placesIn = (value: Value, instead: Value): readonly Value[] => {
  const inside: readonly Value[] = Array.isArray(value)
    ? value.flatMap((item: Value, at) =>
        placesIn(item, instead).map((it): Value => value.map((old: Value, n) => (n === at ? it : old))),
      )
    : typeof value === "object" && value !== null && !("class" in value)
      ? Object.entries(value).flatMap(([key, item]) =>
          placesIn(item as Value, instead).map((it): Value => ({ ...value, [key]: it })),
        ) // an index signature's values, which are values
      : [];
  return [instead, ...inside];
};

/** Fits into no type at all but Any. */
const stranger: Value = { "no such field": [[[[[[true]]]]]] };

test("every value of a type passes", () => {
  fc.assert(
    fc.property(portAndValue, ({ port: it, value }) => {
      expect(mistakes(it, value)).toStrictEqual([]);
    }),
  );
});

test("with anything else anywhere in it, it does not, and is not quoted", () => {
  fc.assert(
    fc.property(portAndValue, fc.nat(), ({ port: it, value }, at) => {
      const places = placesIn(value, stranger);
      const wrong = mistakes(it, places[at % places.length] ?? stranger);
      expect(wrong.length).toBeGreaterThan(0);
      for (const sentence of wrong) expect(sentence).toMatch(/^inputs\.port\b/);
    }),
  );
});

test("with something anywhere in it that is not known yet, it passes", () => {
  fc.assert(
    fc.property(
      portAndValue,
      fc.nat(),
      fc.constantFrom<Value>(unknownValue, pending("align is RUNNING")),
      ({ port: it, value }, at, open) => {
        const places = placesIn(value, open);
        expect(mistakes(it, places[at % places.length] ?? open)).toStrictEqual([]);
      },
    ),
  );
});

/** Values that may or may not fit. */
const nearby = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Value>(null, true, 0, 1, 1.5, "", "a", "1", "1.5", "true"),
    reference("File"),
    reference("Directory"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(word, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** Everything is there, as a file or as a folder. */
const all =
  (type: FileEntry["type"]): Files =>
  (id) => ({
    id,
    type,
    name: id,
    project: "ada/lab",
    parent: "root",
    size: 0,
    createdAt: 0,
    modifiedAt: 0,
    metadata: {},
    tags: [],
  });

const isTaken = (given: ReturnType<typeof portOf>, value: Value): boolean => {
  const { port: kept } = keptInputs({ port: value }, [given]);
  if (kept === undefined) return given.optional;
  return (["file", "folder"] as const).some(
    (type) => mismatches(given.type, kept, "port", all(type)).length === 0,
  );
};

test("nothing is a mistake that the emulator takes", () => {
  fc.assert(
    fc.property(port, nearby, (it, value) => {
      fc.pre(isTaken(it, value));
      expect(mistakes(it, value)).toStrictEqual([]);
    }),
  );
});
