import { inputPorts } from "../../provider/cwl/ports";
import { portText, symbolsOf } from "../../provider/cwl/portText";

const mode = { type: "enum", symbols: ["None", "Basic"], name: "mode" };

test.each<[unknown, string]>([
  ["File", "File"],
  ["File?", "File?"],
  ["File[]", "File[]"],
  ["File[]?", "File[]?"],
  ["Directory", "Directory"],
  ["int", "int"],
  [["null", "string"], "string?"],
  [{ type: "array", items: { type: "array", items: "File" } }, "File[][]"],
  [["null", { type: "array", items: "float" }], "float[]?"],
  [mode, "enum(None, Basic)"],
  [["null", mode], "enum(None, Basic)?"],
  [{ type: "array", items: mode }, "enum(None, Basic)[]"],
  [{ type: "enum", symbols: ["a, b", "c d", ""] }, 'enum("a, b", "c d", "")'],
  [
    {
      type: "record",
      fields: [
        { name: "seed", type: "int?" },
        { name: "tags", type: "string[]" },
      ],
    },
    "record(seed: int?, tags: string[])",
  ],
  ["Any", "Any"],
  [["File", "string"], "File | string"],
  [["null", "File", { type: "array", items: "File" }], "(File | File[])?"],
  [{ type: "array", items: ["File", "string"] }, "(File | string)[]"],
  [{ type: "array", items: ["null", "int"] }, "int?[]"],
  [["File", "#named"], "Any"],
])("a port of type %j is written %s", (type, text) => {
  expect(inputPorts({ inputs: [{ id: "port", type }] }).map(portText)).toStrictEqual([text]);
});

test.each<[unknown, readonly string[] | undefined]>([
  [mode, ["None", "Basic"]],
  [{ type: "array", items: mode }, ["None", "Basic"]],
  ["string", undefined],
])("the symbols of %j are %j", (type, symbols) => {
  const [port] = inputPorts({ inputs: [{ id: "port", type }] });
  expect(port && symbolsOf(port.type)).toStrictEqual(symbols);
});
