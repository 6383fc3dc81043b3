import * as fc from "fast-check";
import {
  idOf,
  inOneLine,
  ownerIn,
  resourceIdOf,
  stackIdIn,
  stackIdOf,
  withOwnerInOneLine,
} from "../../../provider/model/tags/resourceId";

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align";
const broken = ["a\r", "a\nb", "a\r\n", "a\u2028b", "a\u2029", "a\u0085b", "a\u0000b"].map(
  (name) => owner.slice(0, -"align".length) + name,
);

test("an id is 20 hexadecimal digits, whatever the resource is called", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(resourceIdOf(text)).toMatch(/^[0-9a-f]{20}$/);
    }),
  );
});

test.each([
  [owner, "62cf42905b3260d516b9"],
  [`salt@${owner}`, "15681eae0c99749e78de"],
  [`${owner}\r`, "62cf429086d42a30f85f"],
  ["somebody", "81d2a5ce729d7d638cef"],
])("%j has the id that earlier versions have written into tags and states", (text, id) => {
  expect(resourceIdOf(text)).toBe(id);
});

test("each name, type, parent, project, stack, organization and salt has a different id", () => {
  const owners = [
    owner,
    ...broken,
    owner.replace("align", "Align"),
    owner.replace("DraftTask", "TaskRun"),
    owner.replace("pulumi-nodejs:", "my:Cohort$pulumi-nodejs:"),
    owner.replace("lab", "other"),
    owner.replace("dev", "prod"),
    owner.replace("acme", "org"),
    `salt@${owner}`,
  ];
  expect(new Set(owners.map(resourceIdOf)).size).toBe(owners.length);
});

test.each([
  [owner, "acme/lab/dev"],
  [owner.replace("::align", "::a::b\nc"), "acme/lab/dev"],
  [owner.replace("pulumi-nodejs:", "my:Cohort$pulumi-nodejs:"), "acme/lab/dev"],
  [`salt@${owner}`, "salt@acme/lab/dev"],
])("the first 8 digits name the stack: %j is of %s", (text, stack) => {
  expect(stackIdIn(resourceIdOf(text))).toBe(stackIdOf(stack));
});

test("the parts of an owner are read, names with colons and line breaks included", () => {
  expect(
    ownerIn(`s.1@${owner.replace("pulumi-nodejs:", "a:B$c:D$pulumi-nodejs:").replace("align", "a::b")}`),
  ).toStrictEqual({
    stack: "s.1@acme/lab/dev",
    parents: ["a:B", "c:D"],
    name: "a::b",
  });
  for (const text of ["somebody", `a/${owner}`, `a@b@${owner}`, owner.replace("::align", "")])
    expect(ownerIn(text)).toBeUndefined();
});

describe("a name with line breaks, as a table from Windows has them", () => {
  test.each(broken.map((text) => [JSON.stringify(text.split("::").at(-1)), text]))(
    "%s: fits into one line",
    (_, text) => {
      const line = inOneLine(text);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      expect(inOneLine(line)).toBe(line);
      expect(resourceIdOf(line)).toBe(resourceIdOf(text));
    },
  );

  test("keeps the text that earlier versions have written into tags, with a salt or without", () => {
    const line = `${owner}? ~1ca31508`;
    expect(inOneLine(`${owner}\r`)).toBe(line);
    const salts = ["salt@", `${"a".repeat(64)}@`, "A-z_0.9@"];
    expect(salts.map((salt) => inOneLine(`${salt}${owner}\r`))).toStrictEqual(
      salts.map((salt) => salt + line),
    );
  });

  test("is put into one line among hidden properties, where there is one", () => {
    const hidden = (more: { readonly __owner?: string }) => ({ __id: "0a", ...more });
    expect(withOwnerInOneLine(hidden({ __owner: `${owner}\r` }))).toStrictEqual({
      __owner: `${owner}? ~1ca31508`,
      __id: "0a",
    });
    expect(withOwnerInOneLine(hidden({}))).toStrictEqual({ __id: "0a" });
  });

  test("each has a different owner", () => {
    expect(new Set([...broken, owner].map(inOneLine)).size).toBe(broken.length + 1);
    expect(inOneLine(owner)).toBe(owner);
  });
});

test("a state of version 0.1.0 has the id that its owner gives; any other keeps its own", () => {
  expect(idOf({ __owner: owner })).toBe(resourceIdOf(owner));
  expect(idOf({ __owner: owner, __id: "0a" })).toBe("0a");
  expect(idOf({})).toBeUndefined();
});
