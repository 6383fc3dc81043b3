import { joinWithAnd, kindName, nearest } from "../../provider/shared/text";

test.each([
  ["missing", undefined],
  ["null", null],
  ["an empty list", []],
  ["a list", [1]],
  ["zero", 0],
  ["a number", 7],
  ["a negative number", -7],
  ["a fraction", -1.5],
  ["a number that is not finite", Number.NaN],
  ["a number that is not finite", Number.NEGATIVE_INFINITY],
  ["an empty string", ""],
  ["a string", "secret"],
  ["a boolean", false],
  ["an object", { secret: 1 }],
])("a kind is said without quoting the value: %s", (kind, value) => {
  expect(kindName(value)).toBe(kind);
});

const args = ["project", "app", "name", "batchInput", "batchBy", "executionSettings", "run"];

test.each([
  ["a letter too few", "projct", "project"],
  ["two letters swapped", "nmae", "name"],
  ["another case", "ExecutionSettings", "executionSettings"],
  ["the API's own spelling", "batch_input", "batchInput"],
  ["the nearer one of two", "batch_bi", "batchBy"],
  ["nothing where nothing is near", "memory", undefined],
])("the nearest name is found for %s", (_, name, meant) => {
  expect(nearest(name, args)).toBe(meant);
});

test("there is no nearest name where none is known", () => {
  expect(nearest("project", [])).toBeUndefined();
});

test("lists are read out with a comma and an and", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(joinWithAnd)).toStrictEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});
