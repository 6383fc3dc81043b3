import * as fc from "fast-check";
import { pending, pendingIn } from "../../provider/shared/pending";
import { file } from "../support/builders";

const why = "align is RUNNING 14/96 children; run pulumi up again when it has ended";

test.each<[string, unknown, string]>([
  ["a value by itself", pending(why), ""],
  ["an input", { inputs: { bam: pending(why) } }, "inputs.bam"],
  ["an item of a list", { inputs: { bams: [file(1), pending(why)] } }, "inputs.bams[1]"],
  ["a list in a list", { inputs: { bams: [[], [null, [pending(why)]]] } }, "inputs.bams[1][1][0]"],
  ["a field of a record", { inputs: { o: { deep: { n: pending(why) } } } }, "inputs.o.deep.n"],
  ["a file's path", { inputs: { bam: { class: "File", path: pending(why) } } }, "inputs.bam.path"],
  ["an arg beside the inputs", { name: pending(why) }, "name"],
  ["a longer text", { inputs: { label: `run of ${pending(why)}` } }, "inputs.label"],
])("a value that is still to come is found: %s", (_, given, path) => {
  expect(pendingIn(given)).toStrictEqual([{ path, why }]);
});

test("all of them are found, in their order", () => {
  expect(pendingIn({ a: [pending("x"), pending("y")], b: { c: pending("z") } })).toStrictEqual([
    { path: "a[0]", why: "x" },
    { path: "a[1]", why: "y" },
    { path: "b.c", why: "z" },
  ]);
});

test("it is found at any depth, and nothing else is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("list", "record"), { maxLength: 20 }),
      fc.jsonValue(),
      (steps, other) => {
        const nested = (leaf: unknown): unknown =>
          steps.reduce((inner: unknown, step) => (step === "list" ? [other, inner] : { other, inner }), leaf);
        expect(pendingIn(nested(pending(why)))).toMatchObject([{ why }]);
        expect(pendingIn(nested(null))).toStrictEqual([]);
      },
    ),
  );
});
