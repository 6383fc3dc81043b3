import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { decodeArgs } from "../../../provider/functions/decodeArgs";
import { argNames } from "../../../provider/model/task/fields";
import { slipsIn } from "../../../provider/model/task/slips";
import { markArgs } from "../../../provider/program/markedValues";
import { markWith } from "../../../provider/shared/marks";
import { sentence } from "../../../provider/shared/mistakes";
import { signatureKey } from "../../../provider/shared/wireValues";
import { argsOf, file } from "../../support/builders";

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownArray = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
const asset = { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", path: "/etc/hostname" };
const secret = { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270", value: 1 };

const unknown = "is not known, or is the text by which Pulumi marks what is not known: give another value";
const half =
  "half of a character (a lone surrogate), which Pulumi cannot carry: cut texts between characters";
const isAsset = "is an asset: upload the file to the platform, and give its id with sb.file(id)";
const isSigned = `has the key ${signatureKey}, by which Pulumi marks assets and secrets: take it out; a secret is pulumi.secret(value)`;
const isPrototype = "has the key __proto__, which Pulumi cannot carry: choose another name";
const isOutput = "has the key __pulumiOutput, by which Pulumi knows its own objects: take it out";
const prototype: object = JSON.parse('{"__proto__": 1}');

const wrong: readonly (readonly [string, unknown, string])[] = [
  ["the mark of an unknown text", unknownText, unknown],
  ["the mark of an unknown list", unknownArray, unknown],
  ["half of a character", "a\ud83d", `holds ${half}`],
  ["an asset's signature", asset, isAsset],
  ["a secret's signature", secret, isSigned],
  ["a signature that is none", { [signatureKey]: 1 }, isSigned],
  ["a prototype", prototype, isPrototype],
  ["half of a character in a key", { "\udc00": 1 }, `has a key with ${half}`],
];

/** The sentences in the places of what is wrong. */
const sentences = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sentences);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sentences(item)]));
  return markWith(value) ?? value;
};

const resolved = (input: pulumi.Input<object | string>): Promise<unknown> =>
  new Promise((done) => pulumi.output(input).apply(done));

describe("in the program's process", () => {
  test.each<readonly [string, unknown, string]>([
    ...wrong,
    ["an object of the SDK", { __pulumiOutput: true }, isOutput],
  ])("%s is named in every arg, at any depth", (_, value, wanted) => {
    const given = Object.fromEntries(argNames.map((name) => [name, { deep: [value] }]));
    expect(sentences(markArgs(given))).toStrictEqual(
      Object.fromEntries(argNames.map((name) => [name, { deep: [wanted] }])),
    );
    expect(sentences(markArgs({ name: value, inputs: value }))).toStrictEqual({
      name: wanted,
      inputs: wanted,
    });
  });

  // Of these two the SDK makes something else as soon as they are in an Output.
  test.each(wrong.filter(([, , wanted]) => wanted !== isPrototype))(
    "%s is named in an Output, and in a promise",
    async (_, value, wanted) => {
      for (const later of [pulumi.output(Promise.resolve(value)), Promise.resolve(value)]) {
        const { name, inputs } = markArgs({ name: later, inputs: { note: later } });
        expect(sentences([await resolved(name), await resolved(inputs)])).toStrictEqual([
          wanted,
          { note: wanted },
        ]);
      }
    },
  );

  test("an asset is one in every arg but triggers", () => {
    const value = new pulumi.asset.FileAsset("/etc/hostname");
    const args = markArgs({ name: value, inputs: { note: value }, batchBy: [value], triggers: [value] });
    expect(sentences(args)).toMatchObject({ name: isAsset, inputs: { note: isAsset }, batchBy: [isAsset] });
    expect(args.triggers).toStrictEqual([value]);
  });

  test("what is only like it is left as it is", () => {
    const args = {
      name: `align ${unknownText}`,
      inputs: { toString: [signatureKey], note: "\ud83d\ude00", __provider: { valueOf: 1 } },
    };
    expect(markArgs(args)).toStrictEqual(args);
  });

  test("an object with a port toString can be made a text, which the SDK does with every arg", () => {
    const { inputs, triggers } = markArgs({ inputs: { toString: 1 }, triggers: [{ toString: 1 }] });
    expect(`${inputs} ${triggers}`).toBe("[object Object] [object Object]");
    expect(Object.entries(inputs)).toStrictEqual([["toString", 1]]);
  });

  test("an arg of a lookup is named", () => {
    const codec = t.partial({ path: t.string, metadata: t.record(t.string, t.string) });
    const reasons = (given: unknown) => {
      const decoded = decodeArgs("getFile", codec, given);
      return E.isLeft(decoded) ? decoded.left.map(sentence) : [];
    };
    expect(reasons({ path: unknownText, metadata: { sample: "a\ud83d" } })).toStrictEqual([
      `path ${unknown}`,
      `metadata.sample holds ${half}`,
    ]);
    expect(reasons({ metadata: prototype })).toStrictEqual([`metadata ${isPrototype}`]);
    expect(reasons({ metadata: { toString: "x" } })).toStrictEqual([]);
  });
});

describe("in check", () => {
  const found = (args: Readonly<Record<string, unknown>>, isPreview: boolean): readonly string[] =>
    slipsIn(args, isPreview).map(sentence);

  test.each(wrong)("%s that transforms have put there is named in an update", (_, value, wanted) => {
    const args = argsOf({ name: value, inputs: { options: { tag: [value] } }, triggers: [{ deep: value }] });
    expect(found(args, false)).toStrictEqual([
      `name ${wanted}`,
      `inputs.options.tag[0] ${wanted}`,
      ...(value === asset ? [] : [`triggers[0].deep ${wanted}`]),
    ]);
  });

  test("an unknown value passes in a preview, and is named in an update", () => {
    const args = argsOf({
      name: unknownText,
      inputs: {
        note: unknownText,
        genome: { class: "File", path: unknownText, name: unknownText },
        reads: [file(1, unknownText)],
      },
    });
    expect(found(args, true)).toStrictEqual([]);
    expect(found(args, false)).toStrictEqual([
      `name ${unknown}`,
      `inputs.note ${unknown}`,
      `inputs.genome.path ${unknown}`,
      `inputs.genome.name ${unknown}`,
      `inputs.reads[0].name ${unknown}`,
    ]);
    // No preview is sent that.
    expect(found(argsOf({ name: unknownArray }), true)).toStrictEqual([`name ${unknown}`]);
  });

  test("a file with a signature is no file", () => {
    expect(found({ inputs: { genome: { class: "File", ...asset } } }, false)).toStrictEqual([
      `inputs.genome ${isAsset}`,
    ]);
  });
});
