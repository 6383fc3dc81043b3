import { createHash } from "node:crypto";
import { bodyHashes } from "../../../provider/model/task/bodyHash";
import { createBody, type KnownTask, patchBody } from "../../../provider/model/task/toApi";
import { byItem, byMetadata } from "../../../provider/model/values/batching";
import { type Args, file, known } from "../../support/builders";

/*
 * Tags on the platform hold hashes of bodies for ever: the same args must have the same hash in every version. The expected values
 * never change: a field that a program does not set adds nothing to a body.
 */

const settings = {
  instanceType: "c4.2xlarge;ebs-gp2;2000",
  maxParallelInstances: 2,
  useMemoization: false,
  useElasticDisk: true,
};
const location = {
  mainLocation: "/Analysis",
  mainLocationAlias: "/alias",
  nodesOverride: false,
  nodesLocation: { bam: { outputLocation: "volumes://v/x", outputLocationAlias: "/y" }, log: {} },
};

const choices: readonly (readonly Args[])[] = [
  [{}, { description: "" }, { description: "Aligns reads." }],
  [
    {},
    { inputs: { reads: [file(1, "a.bam"), file(2)], threads: 8, none: null, limits: { b: 1, a: [2.5] } } },
  ],
  [
    {},
    { batch: true },
    { batch: false },
    { batchInput: "reads", batchBy: byItem },
    { batchInput: "reads", batchBy: byMetadata("library_id", "sample_id") },
  ],
  [{}, { useInterruptibleInstances: true }, { useInterruptibleInstances: false }],
  [{}, { executionSettings: { instanceType: "AUTO" } }, { executionSettings: settings }],
  [{}, { outputLocation: { nodesOverride: true } }, { outputLocation: location }],
  [{}, { triggers: [1, { any: "value" }] }],
  [{}, { run: true, connection: "eu" }],
];

/** One of each choice, in all combinations. */
const tasks: readonly KnownTask[] = choices
  .reduce<readonly Args[]>(
    (all, some) => all.flatMap((one) => some.map((more) => ({ ...one, ...more }))),
    [{}],
  )
  .map(known);

const digest = (values: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(values)).digest("hex");

test("the same args have the same hash in tags for ever", () => {
  const [first] = tasks;
  const last = tasks.at(-1);
  expect(first && bodyHashes(first)).toStrictEqual({ hash: "17a6ec51", oldHash: "d1fd08d2" });
  expect(last && bodyHashes(last)).toStrictEqual({ hash: "20a91f01", oldHash: "0f2c4ac1" });
  expect(digest(tasks.map(bodyHashes))).toBe(
    "af7cc80bcbfaae310f589c674197802ed38bd3c9b96a4c6126a02b6c6d494968",
  );
});

test("the same args are sent as the same text, key by key", () => {
  expect(digest(tasks.map(createBody))).toBe(
    "1091d2f39faca5e1c12b22f4cceaa7bde9076099ec902a62bc138b8a3fde6010",
  );
});

test("the same edit is sent as the same text, key by key", () => {
  const parts = [
    "name",
    "description",
    "batching",
    "useInterruptibleInstances",
    "executionSettings",
    "outputLocation",
    "inputs",
  ] as const;
  const ports = ["limits", "none", "reads", "threads"];
  const ofApp = { batching: { batchInput: "reads", batchBy: byItem }, useInterruptibleInstances: true };
  const none = { batching: undefined, useInterruptibleInstances: undefined };
  const edits = tasks.flatMap((was, index) =>
    [7, 61, 360].flatMap((step) => {
      const now = tasks[(index + step) % tasks.length] ?? was;
      return [ofApp, none].map((defaults) => patchBody(was, now, parts, ports, defaults));
    }),
  );
  expect(digest(edits)).toBe("c43c1526a4ddbf0f91a45a374018809a735cfad858b49439c857f3f6c4f71bd1");
});
