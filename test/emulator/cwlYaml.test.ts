import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { startEmulator } from "../../emulator";
import { readCwlYaml, readYaml } from "../../emulator/yaml";
import { Client } from "./client";

/* CWL as the world publishes it: pipelines in daily use are not YAML 1.2, and other tools read them. */

const read = (
  ...lines: readonly string[]
): { readonly value: unknown; readonly warnings: readonly string[] } => {
  const warnings: string[] = [];
  return { value: readCwlYaml(lines.join("\n"), (sentence) => warnings.push(sentence)), warnings };
};

test.each<readonly [string, readonly string[], unknown]>([
  [
    "brackets whose next lines are not indented",
    ["fasta:", "  secondaryFiles: [.amb, .ann,", "  ^.dict", "  ]", "  type: File"],
    { fasta: { secondaryFiles: [".amb", ".ann", "^.dict"], type: "File" } },
  ],
  [
    "braces over several lines, and a key after them",
    ["reads: { type: File,", "inputBinding: { position: 1,", "prefix: -r } }", "threads: int"],
    { reads: { type: "File", inputBinding: { position: 1, prefix: "-r" } }, threads: "int" },
  ],
  [
    "a quoted text whose next lines are not indented",
    ['doc: "One line,', 'another: one."', "class: CommandLineTool"],
    { doc: "One line, another: one.", class: "CommandLineTool" },
  ],
  ["a lone dash in a list in brackets", ["symbols: [A B, -, C]"], { symbols: ["A B", "-", "C"] }],
  [
    "an implicit key in a list in brackets, over two lines",
    ["in: [ref:", "    genome.fa, index: genome.fai]"],
    { in: [{ ref: "genome.fa" }, { index: "genome.fai" }] },
  ],
])("%s", (_, lines, value) => {
  expect(read(...lines)).toStrictEqual({ value, warnings: [] });
});

test("of equal keys the last one counts, and each is warned of by its line", () => {
  expect(read("a: 1", "b: { x: 1, x: 2 }", "c: 4", "a: 3")).toStrictEqual({
    value: { a: 3, b: { x: 2 }, c: 4 },
    warnings: ["line 2 repeats a key: the last one counts", "line 4 repeats a key: the last one counts"],
  });
});

test.each([
  [["a: 1", "b: [1, 2", "c: 3"], /at line 3/],
  [["a: 1", "b:", "\t- c"], /at line 3/],
  [["a: b: c"], /at line 1/],
  [["a: { b: - 1 }"], /at line 1/],
])("what no tool reads is refused with the line of its first error: %j", (lines, place) => {
  expect(() => read(...lines)).toThrow(place);
});

test("what is YAML 1.2 is read as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = stringify(value);
      expect(read(text)).toStrictEqual({ value: readYaml(text), warnings: [] });
    }),
  );
});

test("a seed's CWL file and an app that is sent are read so, and the file's repeated keys are printed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sevenbridges-cwl-"));
  const printed = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const cwl = ["class: CommandLineTool", "label: Old", "inputs: [", "]", "outputs: []", "label: New"].join(
    "\n",
  );
  try {
    writeFileSync(join(folder, "a.cwl"), cwl);
    const seed = join(folder, "seed.yaml");
    writeFileSync(
      seed,
      "users: [{ username: ada, token: t }]\nprojects: [{ id: ada/lab }]\napps: [{ id: ada/lab/a, cwl: a.cwl }]\n",
    );
    const emulator = await startEmulator({ seed });
    try {
      const client = new Client(emulator.url, emulator.token);
      await client.post("/apps/ada/lab/b/raw", JSON.stringify(cwl));
      expect([
        await client.field("/apps/ada/lab/a", "name"),
        await client.field("/apps/ada/lab/b", "name"),
      ]).toEqual(["New", "New"]);
      expect(printed.mock.calls).toEqual([
        ["Warning: apps[0].cwl: a.cwl: line 6 repeats a key: the last one counts."],
      ]);
    } finally {
      await emulator.close();
    }
  } finally {
    printed.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
});
