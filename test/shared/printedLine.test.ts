import fc from "fast-check";
import * as E from "fp-ts/Either";
import { formatLine, type Note, parseLine } from "../../provider/shared/printedLine";
import { safeText } from "../../provider/shared/safeText";

/* What the provider prints and `review` reads. The engine is in between, and changes some texts. */

const id = "7f1c2f6e-0c7e-4c59-9d53-000000000001";
const words = [
  ": ",
  "sb:",
  "[review:1 {}]",
  " [review:",
  "<{%reset%}>",
  '"',
  "\n",
  "\u202e",
  "\ud800",
  "é",
  "]",
  "a",
];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...words)).map((parts) => parts.join("")),
);
const price = fc.record({
  amount: fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => it + 0),
  currency: text,
});
const seen = {
  of: fc.constantFrom("task" as const, "run" as const),
  id: text,
  status: text,
  ...{ price: fc.option(price, { nil: undefined }) },
};
const note: fc.Arbitrary<Note> = fc
  .oneof(
    fc.record({ ...seen, tells: fc.constant("Status" as const) }),
    fc.record({ ...seen, tells: fc.constant("Replacement" as const), isSure: fc.boolean() }),
    fc.record({
      ...seen,
      tells: fc.constant("Attempt" as const),
      number: fc.nat(),
      failed: fc.nat(),
      cost: seen.price,
    }),
    fc.record({ ...seen, tells: fc.constant("LeftAttempts" as const) }),
  )
  // What is missing is no property that is undefined.
  .map((it) => JSON.parse(JSON.stringify(it)));

const optional = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined });
test("what is printed safely is read again, whatever the resource is called and the text says", () => {
  fc.assert(
    fc.property(optional(text), text, optional(note), (resource, said, itsNote) => {
      // The engine adds a line break.
      const read = parseLine(`${safeText(formatLine({ resource, text: said, note: itsNote }))}\n`);
      const shown = safeText(said).replaceAll("[review:", "[\\review:");
      expect(read).toStrictEqual(
        E.right({
          ...(resource === undefined ? {} : { resource }),
          text: shown,
          ...(itsNote === undefined ? {} : { note: itsNote }),
        }),
      );
    }),
    { numRuns: 2000 },
  );
});

const replacement: Note = {
  of: "task",
  id,
  status: "COMPLETED",
  price: { amount: 0.08, currency: "USD" },
  tells: "Replacement",
  isSure: true,
};
const line = formatLine({ resource: "align", text: "a new task will be made", note: replacement });

test("a line begins with the resource and the text, and ends in the note", () => {
  expect(line).toBe(
    `sb:align: a new task will be made [review:1 {"of":"task","id":"${id}","status":"COMPLETED","price":{"amount":0.08,"currency":"USD"},"tells":"Replacement","isSure":true}]`,
  );
});

test.each([
  ["of a later version", line.replace("[review:1", "[review:2")],
  ["that is cut off", line.slice(0, -20)],
  ["with a field of another type", line.replace("true}]", '"yes"}]')],
  ["without a field", line.replace('"status":"COMPLETED",', "")],
  ["that is no JSON", "sb:align: a [review:1 x]"],
])("a note %s is never taken for none", (_, printed) => {
  expect(parseLine(printed)).toStrictEqual(E.left("UnknownNote"));
});

test.each(["", "align: done", "error: preview failed", " sb:align: x", "sb:align", "sb:"])(
  "what others print is no line of the provider: %s",
  (printed) => {
    expect(parseLine(printed)).toStrictEqual(E.right(undefined));
  },
);
