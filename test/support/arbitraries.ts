import * as fc from "fast-check";
import type { KnownTask } from "../../provider/model/task/toApi";
import { type Batching, byItem, byMetadata } from "../../provider/model/values/batching";
import type { TaskInputs, Value } from "../../provider/model/values/value";
import { undefinedMark } from "../../provider/shared/marks";
import { isUnknown } from "../../provider/shared/unknown";
import { fileId } from "./builders";

/** Tasks of any form that a program can declare. */

const text = fc.string().filter((given) => given !== undefinedMark && !isUnknown(given));
const word = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,8}$/);
/** Few ports, so that two tasks share some; some with names that are traps (`constructor` is one for jest, too). */
const port = fc.oneof(
  fc.constantFrom("reads", "genome", "threads", "limits", "1", "a.b", "#main", "valueOf", "toString"),
  word,
);

const file = fc
  .record(
    {
      class: fc.constantFrom("File" as const, "Directory" as const),
      path: fc.integer({ min: 0, max: 20 }).map(fileId),
      name: word,
    },
    { requiredKeys: ["class", "path"], noNullPrototype: true },
  )
  .map((given): Value => given);

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((given) => given + 0),
  text,
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    file,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => !["class", "constructor", "__proto__"].includes(key)),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

const inputs: fc.Arbitrary<TaskInputs> = fc.dictionary(port, value, {
  maxKeys: 6,
  noNullPrototype: true,
});

const batching: fc.Arbitrary<Batching> = fc.oneof(
  fc.boolean().map((required): Batching => ({ _tag: "AppDefault", required })),
  fc.constant<Batching>({ _tag: "Disabled" }),
  fc
    .tuple(
      port.filter((id) => !id.startsWith("#")),
      fc.array(word, { maxLength: 3 }),
    )
    .map(
      ([batchInput, [first, ...more]]): Batching => ({
        _tag: "Override",
        batchInput,
        batchBy: first === undefined ? byItem : byMetadata(first, ...more),
      }),
    ),
);

const some: fc.RecordConstraints<never> = { requiredKeys: [], noNullPrototype: true };
const notEmpty = (given: object): boolean => Object.keys(given).length > 0;

const location = fc.string({ minLength: 1 }).filter((given) => /./.test(given) && !isUnknown(given));
const settings = fc
  .record(
    {
      instanceType: fc.constantFrom("AUTO", "c4.2xlarge", "c4.2xlarge;ebs-gp2;2000"),
      maxParallelInstances: fc.integer({ min: 1 }),
      useMemoization: fc.boolean(),
      useElasticDisk: fc.boolean(),
    },
    some,
  )
  .filter(notEmpty);
const node = fc.record({ outputLocation: location, outputLocationAlias: location }, some);
const locations = fc
  .record(
    {
      mainLocation: location,
      mainLocationAlias: location,
      nodesOverride: fc.boolean(),
      nodesLocation: fc.dictionary(word, node, { maxKeys: 3, noNullPrototype: true }),
    },
    some,
  )
  .filter(notEmpty);

const id = (...parts: string[]) => fc.constantFrom(...parts);

export const task: fc.Arbitrary<KnownTask> = fc.record(
  {
    project: id("rfranklin/rnaseq", "lab/cohort"),
    app: id("rfranklin/rnaseq/star-align", "rfranklin/rnaseq/star-align/4"),
    name: text.filter((given) => /\S/.test(given)),
    inputs,
    batching,
    run: fc.boolean(),
    triggers: fc.array(
      fc.jsonValue().map((given): unknown => JSON.parse(JSON.stringify(given))),
      { maxLength: 2 },
    ),
    description: text,
    useInterruptibleInstances: fc.boolean(),
    executionSettings: settings,
    outputLocation: locations,
    connection: word,
  },
  {
    requiredKeys: ["project", "app", "name", "inputs", "batching", "run", "triggers"],
    noNullPrototype: true,
  },
);

/** The same value with the keys of its records and files in another order, and its files renamed. */
export const disguised = (given: Value): Value => {
  if (Array.isArray(given)) return given.map(disguised);
  if (typeof given !== "object" || given === null) return given;
  const entries = Object.entries(given).reverse();
  const isFile = "class" in given;
  return Object.fromEntries(
    isFile
      ? [["name", "another"], ...entries.filter(([key]) => key !== "name")]
      : entries.map(([key, item]) => [key, disguised(item)]),
  );
};

export const reordered = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).reverse()) as T; // the same entries in another order
