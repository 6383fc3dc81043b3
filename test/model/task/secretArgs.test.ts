import {
  hasSameSecrets,
  secretArgsIn,
  secretArgsOf,
  secretTexts,
} from "../../../provider/model/task/secretArgs";
import { patternOf } from "../../../provider/model/values/secrets";

const secret = (value: unknown) => ({ secret: value });
const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "secret" in value;

test("an arg that holds a secret is noted by its name, of inputs by the port", () => {
  const args = {
    name: secret("n"),
    app: "a",
    inputs: { note: secret("x"), tags: ["a", [secret("y")]], reads: [], secret2: "z" },
    batchBy: { type: "CRITERIA", criteria: [secret("f")] },
    __defaultName: secret("none of the args"),
  };
  expect(secretArgsIn(args, isSecret)).toStrictEqual(["name", "inputs.note", "inputs.tags", "batchBy"]);
  expect(secretArgsIn({ inputs: secret({ note: secret("x") }) }, isSecret)).toStrictEqual(["inputs"]);
  expect(secretArgsIn({ name: "n" }, isSecret)).toStrictEqual([]);
});

test("what earlier versions have noted is about the inputs and the description", () => {
  expect(secretArgsOf({ __secret: true })).toStrictEqual(["inputs", "description"]);
  expect(secretArgsOf({})).toStrictEqual([]);
});

test.each<[string, boolean, object, object]>([
  ["nothing", true, {}, {}],
  ["the same", true, { __secretArgs: ["name"] }, { __secretArgs: ["name"] }],
  ["an earlier note, and ports", true, { __secret: true }, { __secret: true, __secretArgs: ["inputs.note"] }],
  [
    "an earlier note, and more",
    false,
    { __secret: true },
    { __secret: true, __secretArgs: ["inputs.note", "name"] },
  ],
  ["an earlier note, and none", false, { __secret: true }, {}],
  ["one more", false, { __secretArgs: ["name"] }, { __secretArgs: ["name", "app"] }],
  ["one that was none", false, {}, { __secretArgs: ["name"] }],
])("two notes: %s", (_, same, was, now) => expect(hasSameSecrets(was, now)).toBe(same));

test.each<[string, unknown, readonly string[]]>([
  ["name", "n", ["n"]],
  ["app", "a/b/c/4", ["a/b/c/4", "a/b/c", "c"]],
  ["app", "a/b/c", ["a/b/c", "a/b/c", "c"]],
  ["batchBy", { type: "CRITERIA", criteria: ["metadata.f"] }, ["metadata.f", "f"]],
  ["batchBy", { type: "ITEM" }, []],
  ["executionSettings", { instanceType: "m;ebs;8", maxParallelInstances: 2 }, ["m;ebs;8", "m"]],
  ["triggers", [1, "t", { deep: "u" }], ["t", "u"]],
  ["inputs", { a: 1, b: [{ class: "File", path: "p" }] }, ["1", "p"]],
  ["task", "the id of the resource", []],
  ["connection", undefined, []],
])("the texts of %s %j", (name, value, texts) => {
  expect(secretTexts([name], { [name]: value })).toStrictEqual(texts);
});

test("in our own messages, numbers of inputs do not count", () => {
  expect(secretTexts(["inputs"], { inputs: { threads: 8, note: "x", size: "8" } }, false)).toStrictEqual([
    "x",
    "8",
  ]);
});

test("of inputs only the port that holds a secret has texts", () => {
  expect(secretTexts(["inputs.note"], { inputs: { note: "x", other: "y" } })).toStrictEqual(["x"]);
  expect(secretTexts(["inputs.a.b"], { inputs: { "a.b": "x" } })).toStrictEqual(["x"]);
});

test.each([
  ["as it is", "x y/z", "said x y/z!"],
  ["without blanks around it", " x y/z ", "said x y/z!"],
  ["in a URL", "x y/z", "at /u/x%20y/z/tasks"],
  ["in a part of a URL", "x y/z", "at ?project=x%20y%2Fz"],
  ["in JSON", 'x "y"', '{"a":"x \\"y\\""}'],
])("a secret is found %s", (_, text, said) =>
  expect(said.search(patternOf([text]) ?? /^$/)).toBeGreaterThan(0),
);

test("half a character has no form in a URL, and is looked for all the same", () => {
  expect("a \ud800 b".search(patternOf(["\ud800"]) ?? /^$/)).toBe(2);
});
