import { redactMessage } from "../../../provider/host/session/redact";
import { textClearer, textsIn } from "../../../provider/model/values/secrets";
import { undefinedMark } from "../../../provider/shared/marks";
import { file, fileId } from "../../support/builders";

/** Where all of a value is a secret. */
const clearingAll = (given: unknown) => textClearer(textsIn(given));

describe("where inputs hold a secret,", () => {
  const clear = clearingAll({ key: "hush-1", deep: [{ pin: 4711, genome: file(1, "patient.bam") }] });

  test("every text and number in inputs is taken out of messages", () => {
    expect(clear(`hush-1 is no key, 4711 no pin, ${fileId(1)} (patient.bam) no genome, hush-1!`)).toBe(
      "[secret] is no key, [secret] no pin, [secret] ([secret]) no genome, [secret]!",
    );
  });

  test("at any depth, and what is no text stays", () => {
    expect(clear([{ message: "hush-1", codes: [7, null], more: { text: "at hush-1" } }])).toStrictEqual([
      { message: "[secret]", codes: [7, null], more: { text: "at [secret]" } },
    ]);
  });

  test("the longer of two secrets goes first, and no secret is looked for in the mark that replaces one", () => {
    expect(clearingAll({ a: "hush", b: "hush-hush", c: "cret" })("hush-hush and hush, cretan")).toBe(
      "[secret] and [secret], [secret]an",
    );
  });

  test("signs of a pattern are taken as they are", () => {
    expect(clearingAll({ a: "a.c", b: "$&(" })("abc a.c $&(")).toBe("abc [secret] [secret]");
  });

  test("a secret is found in its escaped form, too", () => {
    const key = 'line "one"\nline two';
    const entry = { odd: `bad value ${key}` };
    expect(clearingAll({ key })(redactMessage(entry))).toBe('{"odd":"bad value [secret]"}');
  });

  test("a short word is taken out where it is a whole word", () => {
    expect(clearingAll({ a: "a", n: 8 })("has a cap of 8, not 18 (a)")).toBe(
      "has [secret] cap of [secret], not 18 ([secret])",
    );
  });

  test("a text alone can be a secret", () => {
    expect(clearingAll("hush")("hush!")).toBe("[secret]!");
  });

  test("nothing is taken out for empty texts and undefined values", () => {
    expect(clearingAll({ a: "", b: undefinedMark, c: null, d: true })(`true ${undefinedMark}`)).toBe(
      `true ${undefinedMark}`,
    );
  });
});

test("where inputs hold no secret, messages stay as they are", () => {
  expect(textClearer([])("hush")).toBe("hush");
});

test.each<[string, unknown, string]>([
  ["a text", "Missing input", "Missing input"],
  ["its description first", { title: "t", message: "m", description: "d" }, "d"],
  ["its message next", { title: "t", message: "m", description: "" }, "m"],
  ["its title last", { title: "t", code: 5 }, "t"],
  [
    "its port, where the text does not name it",
    { message: "is required", input: "genome" },
    "inputs.genome: is required",
  ],
  [
    "its port under another name",
    { message: "is required", input_id: "genome" },
    "inputs.genome: is required",
  ],
  ["not its port twice", { message: "genome is required", port: "genome" }, "genome is required"],
  ["all of it where no text is found", { code: 5 }, '{"code":5}'],
  ["even what is no object", 42, "42"],
])("an error of the API is read loosely: %s", (_, entry, text) => {
  expect(redactMessage(entry)).toBe(text);
});
