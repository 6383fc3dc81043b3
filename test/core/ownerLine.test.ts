import * as fc from "fast-check";
import { attempt, lineIn, withLine } from "../../provider/model/attemptLine";
import {
  endingIn,
  inOneLine,
  mayName,
  splitDescription,
  withoutLine,
} from "../../provider/model/descriptionLine";
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

describe("a name with line breaks, as a table from Windows has them", () => {
  const broken = ["a\r", "a\nb", "a\r\n", "a\u2028b", "a\u2029", "a\u0085b", "a\u0000b"].map(
    (name) => owner.slice(0, -"align".length) + name,
  );

  test.each(broken.map((text) => [JSON.stringify(text.split("::").at(-1)), text]))(
    "%s: fits into one line",
    (_, text) => {
      const line = inOneLine(text);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      expect(inOneLine(line)).toBe(line);
      const { description } = labelled({ ...task, description: "Aligns reads." }, line);
      expect(ownerLineIn(description)).toStrictEqual({
        owner: line,
        hash: bodyHash({ ...task, description: "Aligns reads." }),
      });
      expect([withoutLine(description), mayName(description, line)]).toStrictEqual(["Aligns reads.", true]);
    },
  );

  test("each has an owner of its own", () => {
    expect(new Set([...broken, owner].map(inOneLine)).size).toBe(broken.length + 1);
    expect(inOneLine(owner)).toBe(owner);
  });

  test.each(broken.map((text) => [JSON.stringify(text.split("::").at(-1)), text]))(
    "%s: a line that an earlier version wrote is still read",
    (_, text) => {
      for (const people of ["", "Aligns reads.\n\n", "see [pulumi docs]\n\n"]) {
        const description = `${people}[pulumi ${text} 0f3c9a12]`;
        expect(ownerLineIn(description)).toStrictEqual({ owner: inOneLine(text), hash: "0f3c9a12" });
        expect([withoutLine(description), mayName(description, inOneLine(text))]).toStrictEqual([
          people.trimEnd(),
          true,
        ]);
        expect(lineIn(`${people}[pulumi ${text} attempt 2 of ${taskId}]`)?.owner).toBe(inOneLine(text));
      }
    },
  );

  test("a person's text over several lines is no line", () => {
    const text = "[pulumi is\nwhat we use 0f3c9a12]";
    expect(splitDescription(text)).toStrictEqual({ text, line: undefined });
  });
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
