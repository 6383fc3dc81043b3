import * as fc from "fast-check";
import { attempt, withLine } from "../../provider/model/attemptLine";
import { endingIn, splitDescription, withoutLine } from "../../provider/model/descriptionLine";
import { bodyHash, labelled, ownerLineIn } from "../../provider/model/ownerLine";
import type { KnownTask } from "../../provider/model/toApi";
import { taskId } from "./builders";

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align";

const task: KnownTask = {
  project: "ada/lab",
  app: "ada/lab/align/0",
  name: "align",
  inputs: { reads: [{ class: "File", path: "5678000000000000000000a1" }], threads: 8 },
  batching: { _tag: "AppDefault", required: false },
  run: false,
  triggers: [],
};

describe("the line of a DraftTask", () => {
  test("stands at the end of the description, behind what people wrote", () => {
    const hash = bodyHash({ ...task, description: "Aligns reads." });
    expect(labelled({ ...task, description: "Aligns reads." }, owner).description).toBe(
      `Aligns reads.\n\n[pulumi ${owner} ${hash}]`,
    );
    expect(labelled(task, owner).description).toBe(`[pulumi ${owner} ${bodyHash(task)}]`);
    expect(ownerLineIn(labelled(task, owner).description)).toStrictEqual({ owner, hash: bodyHash(task) });
  });

  test("is left out where nobody is to be named", () => {
    expect(labelled(task, undefined)).toBe(task);
  });

  test("is 8 hexadecimal digits, the same for what is no difference and another for what is one", () => {
    const [file] = [{ class: "File", path: "5678000000000000000000a1", name: "a.fastq" }] as const;
    const same: KnownTask[] = [
      task,
      { ...task, inputs: { threads: 8, reads: [file] } },
      { ...task, run: true },
    ];
    const others: KnownTask[] = [
      { ...task, name: "other" },
      { ...task, description: "text" },
      { ...task, inputs: { ...task.inputs, threads: 9 } },
      { ...task, inputs: { ...task.inputs, threads: "8" } },
      { ...task, inputs: { ...task.inputs, threads: null } },
      { ...task, app: "ada/lab/align/1" },
      { ...task, batching: { _tag: "Disabled" } },
      { ...task, useInterruptibleInstances: true },
      { ...task, executionSettings: { instanceType: "AUTO" } },
      { ...task, outputLocation: { mainLocation: "results" } },
      { ...task, triggers: ["again"] },
    ];
    expect(new Set(same.map(bodyHash)).size).toBe(1);
    expect(new Set([task, ...others].map(bodyHash)).size).toBe(others.length + 1);
    expect(bodyHash(task)).toMatch(/^[0-9a-f]{8}$/);
  });
});

const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "a\nb",
    "ends in blanks \n",
    "\n",
    "\n\n",
    "[pulumi",
    "see [pulumi a 0f3c9a12] there",
    "x]",
  ),
);
const owners = fc.oneof(
  fc
    .string({ minLength: 1, unit: "grapheme" })
    .filter((text) => text.trim() === text && !/[\r\n\u2028\u2029]/.test(text)),
  fc.constantFrom("a] b", "[pulumi x 0f3c9a12]", "a 0f3c9a12", "a attempt 2 of b"),
);
const hashes = fc
  .array(fc.constantFrom(..."0123456789abcdef"), { minLength: 8, maxLength: 8 })
  .map((digits) => digits.join(""));

test("any text comes back to the letter from under any line", () => {
  fc.assert(
    fc.property(texts, owners, hashes, (text, name, hash) => {
      fc.pre(splitDescription(text).line === undefined);
      const whole = endingIn(text, `${name} ${hash}`);
      expect(withoutLine(whole)).toBe(text);
      expect(ownerLineIn(whole)).toStrictEqual({ owner: name, hash });
    }),
  );
});

test("there is one line at most: a new one takes the place of the old one, of either kind", () => {
  const first = endingIn("text", `${owner} 0f3c9a12`);
  const clone = withLine(first, { owner: "me", which: attempt(2), of: taskId });
  expect(clone).toBe(`text\n\n[pulumi me attempt 2 of ${taskId}]`);
  expect(endingIn(clone, `${owner} 0f3c9a13`)).toBe(`text\n\n[pulumi ${owner} 0f3c9a13]`);
});

test.each([
  ["none", undefined, ""],
  ["an unset one", null, ""],
  ["a text", "Aligns reads.", "Aligns reads."],
  ["a line that is not the last", "[pulumi a 0f3c9a12] and more", "[pulumi a 0f3c9a12] and more"],
  ["a hash of another length", "[pulumi a 0f3c9a123]", "[pulumi a 0f3c9a123]"],
  ["a line of an attempt", `text\n\n[pulumi a attempt 2 of ${taskId}]`, "text"],
])("no DraftTask is told by %s", (_, description, text) => {
  expect(ownerLineIn(description)).toBeUndefined();
  expect(withoutLine(description)).toBe(text);
});

test("what a person writes around the line leaves the line readable", () => {
  expect(splitDescription(`text [pulumi ${owner} 0f3c9a12]\n \n`)).toStrictEqual({
    text: "text",
    line: { owner, what: "0f3c9a12" },
  });
});
