import * as fc from "fast-check";
import { app, genome, otherProject, project, reads } from "../support/seed";
import type { Properties } from "./provider";

/** Programs of any form that the seed's app takes: what a `DraftTask` is given, as JSON. */

const some: fc.RecordConstraints<never> = { requiredKeys: [], noNullPrototype: true };
const file = (path: string) => ({ class: "File", path });

const text = fc.constantFrom("", "a", "b c", "línea\nzwei", "[pulumi", " ends in blanks  ");

const orNull = <A>(values: fc.Arbitrary<A>): fc.Arbitrary<A | null> => fc.option(values, { freq: 6 });

const ports = fc.record(
  {
    reads: fc.shuffledSubarray([...reads], { minLength: 1 }).map((ids) => ids.map(file)),
    genome: orNull(fc.constant(file(genome))),
    threads: orNull(fc.integer({ min: 0, max: 3 })),
    mode: orNull(fc.constantFrom("None", "Basic")),
    label: orNull(text),
    note: orNull(text),
    options: orNull(fc.record({ seed: fc.integer({ min: 0, max: 2 }), tag: text }, some)),
  },
  { requiredKeys: ["reads"], noNullPrototype: true },
);

const batching = fc.constantFrom<Properties>(
  {},
  {},
  { batch: false },
  { batchInput: "reads", batchBy: { type: "ITEM" } },
  { batchInput: "reads", batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] } },
  {
    batch: true,
    batchInput: "reads",
    batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id", "metadata.lane"] },
  },
);

const settings = fc.record(
  {
    instanceType: fc.constantFrom("AUTO", "c4.2xlarge;ebs-gp2;100"),
    maxParallelInstances: fc.integer({ min: 1, max: 3 }),
    useMemoization: fc.boolean(),
    useElasticDisk: fc.boolean(),
  },
  some,
);

const place = fc.constantFrom("results", "results/<task_name>", "volumes://ada/vol/x");
const node = fc.record({ outputLocation: place, outputLocationAlias: fc.constant("alias") }, some);
const locations = fc.record(
  {
    mainLocation: place,
    mainLocationAlias: fc.constant("alias"),
    nodesOverride: fc.boolean(),
    nodesLocation: fc.dictionary(fc.constantFrom("bam", "rate"), node, { noNullPrototype: true }),
  },
  some,
);

const args = fc.record(
  {
    project: fc.constantFrom(project, project, project, otherProject),
    app: fc.constantFrom(`${app}/0`, `${app}/0`, app, `${otherProject}/align/0`),
    name: fc.constantFrom("one", "two"),
    description: text,
    inputs: ports,
    useInterruptibleInstances: fc.boolean(),
    executionSettings: settings,
    outputLocation: locations,
    triggers: fc.constantFrom([], [], [1]),
  },
  { requiredKeys: ["project", "app", "inputs"], noNullPrototype: true },
);

export const program: fc.Arbitrary<Properties> = fc
  .tuple(args, batching)
  .map(([given, batch]) => ({ ...given, ...batch }));

/** Batching is one part, in up to three args. */
const partOf = (key: string): string => (key.startsWith("batch") ? "batching" : key);

const parts = fc.subarray(["project", "app", "triggers", "name", "inputs", "batching"]);

/** Two programs that have some parts in common, or all: others would mostly be replaced. */
export const pair: fc.Arbitrary<readonly [Properties, Properties]> = fc
  .tuple(program, program, parts, fc.nat({ max: 4 }))
  .map(([first, second, kept, chance]) => {
    if (chance === 0) return [first, first];
    const of = (given: Properties, wanted: boolean): readonly (readonly [string, unknown])[] =>
      Object.entries(given).filter(([key]) => kept.includes(partOf(key)) === wanted);
    return [first, Object.fromEntries([...of(first, true), ...of(second, false)])];
  });

const isObject = (given: unknown): given is Properties =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** The same program as another hand would write it: other orders of keys, keys that are undefined, files with all that lookups add. */
export const rewritten = (given: unknown): unknown => {
  if (Array.isArray(given)) return given.map(rewritten);
  if (!isObject(given)) return given;
  const { class: kind } = given;
  const more =
    kind === "File" ? { name: "renamed.fq", size: 1, metadata: { sample_id: "z" } } : { unset: undefined };
  const entries = Object.entries(given).map(([key, item]) => [
    key,
    key === "type" ? String(item).toLowerCase() : rewritten(item),
  ]);
  return Object.fromEntries([...Object.entries(more), ...entries.reverse()]);
};
