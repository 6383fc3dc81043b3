import { hasUnknown, isResolved, isUnknown, unknownValue } from "../../provider/shared/unknown";

test("only the engine's own sentinel is unknown", () => {
  expect(unknownValue).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
  expect([unknownValue, `${unknownValue} `, "", undefined, null, {}].map(isUnknown)).toStrictEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test.each<[string, unknown]>([
  ["alone", unknownValue],
  ["in a list", [1, unknownValue]],
  ["in an object", { a: null, b: unknownValue }],
  ["deep down", { a: [{ b: [[unknownValue]] }] }],
])("an unknown value is found %s", (_, value) => {
  expect(hasUnknown(value)).toBe(true);
  expect(isResolved(value)).toBe(false);
});

test.each<[string, unknown]>([
  ["a text that holds the sentinel among other words", `id ${unknownValue}`],
  ["a key of that name", { [unknownValue]: 1 }],
  ["null", null],
  ["nested data", { a: [{ b: [[1, "x", true, null]] }] }],
])("%s is known", (_, value) => {
  expect(hasUnknown(value)).toBe(false);
  expect(isResolved(value)).toBe(true);
});
