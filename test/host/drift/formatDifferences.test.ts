import { formatDifferences } from "../../../provider/host/drift/formatDifferences";
import { changesOf } from "../../../provider/host/drift/plan";
import { type Args, declared, endpoint, file, fileId } from "../../support/builders";

const differencesOf = (there: Args, here: Args, veiled = false): readonly string[] => {
  const [was, now] = [declared(there), declared(here)];
  const changes = changesOf({ declared: was, endpoint, status: "DRAFT", errors: [] }, now);
  return formatDifferences(was, now, changes, { veiled, between: (one, other) => `${one} → ${other}` });
};

const many = [1, 2, 3, 4, 5].map((n) => file(n, `${n}.fastq.gz`));
const long = "a text of many words that nobody wants to read in a preview";

test.each<[string, Args, Args, ...string[]]>([
  ["nothing", { inputs: { a: 1 } }, { inputs: { a: 1 } }],
  ["a scalar", { inputs: { threads: 3 } }, { inputs: { threads: 4 } }, "inputs.threads (3 → 4)"],
  ["a text", { name: "old" }, { name: "new" }, 'name ("old" → "new")'],
  ["a long text", { name: "old" }, { name: long }, `name ("old" → "${long.slice(0, 38)}…)`],
  ["a port that one of them lacks", {}, { inputs: { a: true } }, "inputs.a (nothing → true)"],
  ["null against a value", { inputs: { a: 1 } }, { inputs: { a: null } }, "inputs.a (1 → null)"],
  ["null in a list", { inputs: { a: [1] } }, { inputs: { a: [null] } }, "inputs.a ([1] → [null])"],
  [
    "a field of a record",
    { inputs: { options: { seed: 1, tag: "x" } } },
    { inputs: { options: { seed: 2, tag: "x" } } },
    "inputs.options.seed (1 → 2)",
  ],
  [
    "one of the execution settings",
    { executionSettings: { instanceType: "AUTO" } },
    { executionSettings: { instanceType: "c4.large", maxParallelInstances: 2 } },
    'executionSettings.instanceType ("AUTO" → "c4.large")',
    "executionSettings.maxParallelInstances (nothing → 2)",
  ],
  [
    "a file, by its name or else its id",
    { inputs: { a: file(1, "old.fa") } },
    { inputs: { a: file(2) } },
    `inputs.a (old.fa → ${fileId(2)})`,
  ],
  ["a short list", { inputs: { a: [1] } }, { inputs: { a: [1, 2] } }, "inputs.a ([1] → [1, 2])"],
  [
    "a long list, by what was added and what is gone",
    { inputs: { reads: [...many, file(7, "7.fastq.gz")] } },
    { inputs: { reads: [file(8, "8.fastq.gz"), ...many] } },
    "inputs.reads (a list of 6 → a list of 6: +8.fastq.gz, −7.fastq.gz)",
  ],
  [
    "a long list, of which three are named",
    { inputs: { reads: [] } },
    { inputs: { reads: many } },
    "inputs.reads (a list of 0 → a list of 5: +1.fastq.gz, +2.fastq.gz, +3.fastq.gz, +2 more)",
  ],
  [
    "a long list in another order",
    { inputs: { reads: many } },
    { inputs: { reads: many.toReversed() } },
    "inputs.reads (a list of 5 → a list of 5: the same in another order)",
  ],
  [
    "a batch",
    {},
    { batchInput: "reads", batchBy: { type: "ITEM" } },
    'batchInput (nothing → "reads")',
    'batchBy (nothing → {"type":"ITEM"})',
  ],
])("%s", (_, there, here, ...said) => {
  expect(differencesOf(there, here)).toStrictEqual(said);
});

test("where a value may be secret, kinds replace values", () => {
  expect(
    differencesOf(
      { name: "old", inputs: { note: "one", reads: many } },
      { name: "new", inputs: { note: "two", reads: [], more: 1 } },
      true,
    ),
  ).toStrictEqual([
    "name (a string → a string)",
    "inputs.more (missing → a number)",
    "inputs.note (a string → a string)",
    "inputs.reads (a list → an empty list)",
  ]);
});
