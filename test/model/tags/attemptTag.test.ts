import * as fc from "fast-check";
import {
  attemptTag,
  attemptTagIn,
  numberOf,
  rerunTag,
  withAttemptTag,
} from "../../../provider/model/tags/attemptTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { taskId } from "../../support/builders";

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align";
const id = resourceIdOf(owner);
const clone = "00000000-0000-4000-8000-0000000000c1";
const tag = { id, which: attemptTag(2), of: taskId };
const read = (description: string | null | undefined, taskOf = clone) =>
  attemptTagIn({ id: taskOf, description });

test("a description ends in whose attempt it is, and of what, without a text of the user", () => {
  expect(withAttemptTag("Aligns reads.", tag, clone)).toMatch(
    new RegExp(`^Aligns reads.\\n\\n\\[pulumi ${id} attempt 2 of ${taskId} [0-9a-f]{8}\\]$`),
  );
  expect(read(withAttemptTag(undefined, tag, clone))).toStrictEqual(tag);
});

test("the tag of an attempt is written to the letter as earlier versions wrote it", () => {
  const text = "[pulumi 62cf42905b3260d516b9 attempt 2 of 00000000-0000-4000-8000-0000000000ab 0fde8151]";
  const of = "00000000-0000-4000-8000-0000000000ab";
  expect(withAttemptTag(undefined, { id: "62cf42905b3260d516b9", which: "attempt 2", of }, of)).toBe(text);
});

test("a clone of an attempt is no attempt: the tag holds for one task only", () => {
  const description = withAttemptTag("text", tag, clone);
  expect(read(description, clone.toUpperCase())).toStrictEqual(tag);
  expect(read(description, taskId)).toBeUndefined();
  expect(read(description.replace("attempt 2", "attempt 3"))).toBeUndefined();
});

test("a tag of version 0.1.0 is still read, with its owner in clear", () => {
  expect(read(`text\n\n[pulumi ${owner} attempt 2 of ${taskId}]`)).toStrictEqual({ ...tag, owner });
});

const ids = fc.string({ minLength: 1 }).map(resourceIdOf);
const which = fc.oneof(
  fc.integer({ min: 2, max: 999 }).map(attemptTag),
  fc.array(fc.jsonValue()).map((triggers) => rerunTag(triggers)),
);
const tags = fc.record({ id: ids, which, of: fc.uuid() }, { noNullPrototype: true });
const texts = fc
  .oneof(fc.string(), fc.constantFrom("a\nb", "[pulumi", "see [pulumi a attempt 2 of b]", "x]"))
  // Blanks at the end are not kept.
  .map((text) => text.trimEnd());

test("any tag comes back from any description", () => {
  fc.assert(
    fc.property(texts, tags, fc.uuid(), (text, given, task) => {
      expect(read(withAttemptTag(text, given, task), task)).toStrictEqual(given);
    }),
  );
});

test("a clone brings its source's tag along: the new one takes its place", () => {
  fc.assert(
    fc.property(texts, tags, tags, (text, first, second) => {
      expect(withAttemptTag(withAttemptTag(text, first, taskId), second, clone)).toBe(
        withAttemptTag(text, second, clone),
      );
    }),
  );
});

test.each([
  ["none", undefined],
  ["an unset one", null],
  ["a text", "Aligns reads."],
  ["a tag that is not at the end", `[pulumi a attempt 2 of ${taskId}] and more`],
  ["a tag without a task", "[pulumi a attempt 2 of my task]"],
  ["a tag of a DraftTask", "[pulumi a 0f3c9a12]"],
])("no attempt is read from %s", (_, description) => {
  expect(read(description)).toBeUndefined();
});

test("blanks behind the tag, which a person may leave, do no harm", () => {
  expect(read(`${withAttemptTag("a", tag, clone)}\n \n`)).toStrictEqual(tag);
});

test("the number of an attempt is read; a run that triggers asked for has none", () => {
  expect(numberOf(tag)).toBe(2);
  expect(numberOf({ ...tag, which: attemptTag(12) })).toBe(12);
  expect(numberOf({ ...tag, which: rerunTag(["a"]) })).toBeUndefined();
});

test("a run that triggers asked for is called as earlier versions have written it into its tag", () => {
  expect([[], ["a"], [{ b: 1, a: 2 }]].map(rerunTag)).toStrictEqual([
    "again 4f53cda1",
    "again 0eb5b8d6",
    "again 82c9656e",
  ]);
});

test("the same triggers are the same run, others another one", () => {
  expect(rerunTag([{ a: 1, b: [2] }, "x"])).toBe(rerunTag([{ b: [2], a: 1 }, "x"]));
  const runs = [[], [1], ["1"], [1, 2], [2, 1], [[1, 2]], [null], [{}], [{ a: 1 }]].map(rerunTag);
  expect(new Set(runs).size).toBe(runs.length);
  for (const run of runs) expect(run).toMatch(/^again [0-9a-f]{8}$/);
});
