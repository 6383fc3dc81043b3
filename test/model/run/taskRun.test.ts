import * as fc from "fast-check";
import * as E from "fp-ts/Either";
import { type DeclaredRun, decodeRun, encodeRun, storedRunArgs } from "../../../provider/model/run/taskRun";
import { assertDecodes, assertEncodes, assertRejects, type Subject } from "../../support/assert";
import { taskId, unknown } from "../../support/builders";
import { declaredRun, uuid } from "../../support/runBuilders";

const run: Subject<DeclaredRun> = { decode: decodeRun, encode: encodeRun };

const full = {
  task: taskId,
  batch: false,
  useInterruptibleInstances: true,
  wait: false,
  timeout: "1h30m",
  allowFailures: true,
  maxAttempts: 3,
  triggers: ["a", { b: [1] }],
  connection: "eu",
};

test("every arg decodes, and encodes as it was", () => {
  assertDecodes(run, full, full);
  assertEncodes(run, full, full);
});

test("what is not said has its default, which the state does not hold", () => {
  assertDecodes(run, { task: taskId }, declaredRun());
  assertEncodes(run, declaredRun(), { task: taskId });
  const defaults = { task: taskId, wait: true, allowFailures: false, maxAttempts: 1, triggers: [] };
  assertDecodes(run, defaults, declaredRun());
});

test("what says something is kept, even where it is the usual: no batching, no spot", () => {
  const said = { task: taskId, batch: true, useInterruptibleInstances: false, timeout: "24h" };
  assertDecodes(run, said, declaredRun(said));
  assertEncodes(run, declaredRun(said), said);
});

test("the provider's own notes and undefined args are passed over", () => {
  assertDecodes(run, { task: taskId, __owner: "x", __provider: "text", batch: undefined }, declaredRun());
});

test("each arg may be unknown in a preview, and so may a part of the triggers", () => {
  for (const name of Object.keys(full)) {
    const given = { task: taskId, [name]: unknown };
    assertDecodes(run, given, declaredRun(given));
  }
  const given = { task: taskId, triggers: ["a", { b: unknown }] };
  assertDecodes(run, given, declaredRun(given));
});

test.each<[string, object, ...string[]]>([
  ["no task", {}, "task is required"],
  [
    "the id of something else",
    { task: "567890abc4f3066bc3750174" },
    "task must be a DraftTask or the id of a task (a UUID), not a string of another form",
  ],
  ["a file for a task", { task: {} }, "task must be a DraftTask or the id of a task (a UUID), not an object"],
  [
    "no attempt",
    { task: taskId, maxAttempts: 0 },
    "maxAttempts must be a whole number of at least 1, not zero",
  ],
  [
    "half an attempt",
    { task: taskId, maxAttempts: 1.5 },
    "maxAttempts must be a whole number of at least 1, not a fraction",
  ],
  [
    "a time without unit",
    { task: taskId, timeout: "24" },
    "timeout must be a duration like 24h, 90m or 1h30m, not a string of another form",
  ],
  ["wait as a text", { task: taskId, wait: "false" }, "wait must be true or false, not a string"],
  [
    "a connection that has no name",
    { task: taskId, connection: "" },
    "connection must be a connection's name (letters, digits, dashes and underscores, like eu), not an empty string",
  ],
  [
    "an arg of a DraftTask",
    { task: taskId, batchBy: {} },
    "batchBy is an arg of DraftTask, not of TaskRun: write batchBy where the task is declared",
  ],
  ["a misspelt arg", { task: taskId, maxAttempt: 2 }, "maxAttempt is not known: did you mean maxAttempts?"],
  [
    "all at once",
    { task: 7, allowFailures: 1, triggers: "x" },
    "task must be a DraftTask or the id of a task (a UUID), not a number",
    "allowFailures must be true or false, not a number",
    "triggers must be a list, not a string",
  ],
])("is rejected: %s", (_, given, ...sentences) => assertRejects(run, given, ...sentences));

const some: fc.RecordConstraints<"task"> = { requiredKeys: ["task"], noNullPrototype: true };
const args = fc.record(
  {
    task: fc.uuid(),
    batch: fc.boolean(),
    useInterruptibleInstances: fc.boolean(),
    wait: fc.boolean(),
    timeout: fc.constantFrom("24h", "90m", "1h30m"),
    allowFailures: fc.boolean(),
    maxAttempts: fc.integer({ min: 1, max: 9 }),
    triggers: fc.array(
      fc.jsonValue().map((given): unknown => JSON.parse(JSON.stringify(given))),
      { maxLength: 2 },
    ),
  },
  some,
);

test("what is encoded decodes to the same, out of inputs and out of a state, and encodes to the same again", () => {
  fc.assert(
    fc.property(args, (given) => {
      const decoded = decodeRun(given);
      if (E.isLeft(decoded)) throw new Error("these args are right");
      const encoded = encodeRun(decoded.right);
      expect(decodeRun(encoded)).toStrictEqual(decoded);
      expect(storedRunArgs({ ...encoded, status: "RUNNING", outputs: {} })).toStrictEqual(decoded);
      expect(JSON.parse(JSON.stringify(encoded))).toStrictEqual(encoded);
    }),
  );
});

test("a state with args of a later version still tells which task it is", () => {
  expect(storedRunArgs({ task: uuid(1), maxAttempts: "many", wait: false })).toStrictEqual(
    E.right(declaredRun({ task: uuid(1) })),
  );
  expect(storedRunArgs({ wait: true })).toMatchObject({ _tag: "Left" });
});
