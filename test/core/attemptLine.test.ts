import * as fc from "fast-check";
import { again, attempt, lineIn, numberOf, withLine } from "../../provider/model/attemptLine";
import { taskId } from "./builders";

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:TaskRun::align";
const line = { owner, which: attempt(2), of: taskId };

test("a description ends in whose attempt it is, and of what", () => {
  expect(withLine("Aligns reads.", line)).toBe(`Aligns reads.\n\n[pulumi ${owner} attempt 2 of ${taskId}]`);
  expect(withLine(undefined, line)).toBe(`[pulumi ${owner} attempt 2 of ${taskId}]`);
  expect(lineIn(withLine(undefined, line))).toStrictEqual(line);
});

const owners = fc.oneof(
  fc
    .string({ minLength: 1, unit: "grapheme" })
    .filter((text) => text.trim() === text && !/[\r\n]/.test(text)),
  fc.constantFrom(
    "a] b",
    "[pulumi x attempt 1 of y]",
    "urn::a attempt 3 of b",
    "x of of",
    "a again 00000000 of b",
  ),
);
const which = fc.oneof(
  fc.integer({ min: 2, max: 999 }).map(attempt),
  fc.array(fc.jsonValue()).map((triggers) => again(triggers)),
);
const lines = fc.record({ owner: owners, which, of: fc.uuid() }, { noNullPrototype: true });
const texts = fc
  .oneof(fc.string(), fc.constantFrom("a\nb", "[pulumi", "see [pulumi a attempt 2 of b]", "x]"))
  // Blanks at the end are not kept.
  .map((text) => text.trimEnd());

test("any line comes back from any description, whatever its owner is called", () => {
  fc.assert(
    fc.property(texts, lines, (text, given) => {
      expect(lineIn(withLine(text, given))).toStrictEqual(given);
    }),
  );
});

test("a clone brings its source's line along: the new one takes its place", () => {
  fc.assert(
    fc.property(texts, lines, lines, (text, first, second) => {
      expect(withLine(withLine(text, first), second)).toBe(withLine(text, second));
    }),
  );
});

test.each([
  ["none", undefined],
  ["an unset one", null],
  ["a text", "Aligns reads."],
  ["a line that is not at the end", `[pulumi a attempt 2 of ${taskId}] and more`],
  ["a line without a task", "[pulumi a attempt 2 of my task]"],
  ["a line of a DraftTask", "[pulumi a 0f3c9a12]"],
])("no attempt is told by %s", (_, description) => {
  expect(lineIn(description)).toBeUndefined();
});

test("blanks behind the line, which a person may leave, do no harm", () => {
  expect(lineIn(`${withLine("a", line)}\n \n`)).toStrictEqual(line);
});

test("the number of an attempt is told; a run that triggers asked for has none", () => {
  expect(numberOf(line)).toBe(2);
  expect(numberOf({ ...line, which: attempt(12) })).toBe(12);
  expect(numberOf({ ...line, which: again(["a"]) })).toBeUndefined();
});

test("the same triggers are the same run, others another one", () => {
  expect(again([{ a: 1, b: [2] }, "x"])).toBe(again([{ b: [2], a: 1 }, "x"]));
  const runs = [[], [1], ["1"], [1, 2], [2, 1], [[1, 2]], [null], [{}], [{ a: 1 }]].map(again);
  expect(new Set(runs).size).toBe(runs.length);
  for (const run of runs) expect(run).toMatch(/^again [0-9a-f]{8}$/);
});
