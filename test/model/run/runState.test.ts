import fc from "fast-check";
import * as E from "fp-ts/Either";
import type { Task } from "../../../provider/api/endpoints/schemas";
import { encodeLostRun, encodeRunState, missingOutputs } from "../../../provider/model/run/runState";
import { decodeStoredRun } from "../../../provider/model/run/runStored";
import { endpoint, fileId, taskId, wireTask } from "../../support/builders";
import { batchRun, child, declaredRun, parent, price, singleRun, uuid } from "../../support/runBuilders";

const ports = [
  { id: "bam", optional: false },
  { id: "log", optional: true },
];
const encode = (run: Parameters<typeof encodeRunState>[0], declared = declaredRun()) =>
  encodeRunState(run, declared, { __owner: "o" }, endpoint, ports, []);

interface Encoded {
  readonly children: readonly {
    readonly id: string;
    readonly status: string;
    readonly missingOutputs?: unknown;
    readonly price?: unknown;
    readonly totalPrice?: unknown;
  }[];
  readonly childOutputs: Readonly<Record<string, readonly unknown[]>>;
}
const encoded = (run: Parameters<typeof encodeRunState>[0]): Encoded => encode(run) as unknown as Encoded; // what the test is about

const bam = (n: number) => ({ class: "File", path: fileId(1000 + n), name: `s${n}.bam` });

test("a single task's outputs are there by port, with null for what is unset, and files keep class, path and name", () => {
  const { outputs, children, childIds, childOutputs, status } = encode(
    singleRun({ status: "COMPLETED", outputs: { bam: { ...bam(1), size: 5, metadata: { a: "b" } } } }),
  );
  expect({ outputs, children, childIds, childOutputs, status }).toStrictEqual({
    outputs: { bam: bam(1), log: null },
    children: [],
    childIds: [],
    childOutputs: {},
    status: "COMPLETED",
  });
});

test("a task that has not completed has no outputs, and none count as missing", () => {
  expect(encode(singleRun({ status: "FAILED", outputs: { bam: bam(1) } }))).toMatchObject({
    outputs: {},
    missingOutputs: [],
  });
});

test("childOutputs holds one entry per child and port, that of the same place in children, whatever became of them", () => {
  const statuses = fc.array(fc.constantFrom("COMPLETED", "FAILED", "ABORTED"), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(statuses, (all) => {
      const { children, childOutputs } = encoded(
        batchRun(
          "FAILED",
          all.map((status, n) => child(n, status)),
        ),
      );
      expect(Object.keys(childOutputs)).toStrictEqual(["bam", "log"]);
      expect(childOutputs.bam).toStrictEqual(
        all.map((status, n) => (status === "COMPLETED" ? bam(n) : null)),
      );
      expect(childOutputs.log).toStrictEqual(all.map(() => null));
      expect(children.map(({ id, status }) => [id, status])).toStrictEqual(
        all.map((status, n) => [uuid(n), status]),
      );
    }),
  );
});

test("a child that was run again replaces the one that failed, with its value", () => {
  const again = wireTask({ id: uuid(9), status: "COMPLETED", outputs: { bam: bam(9) } });
  const { children, childOutputs } = encoded(
    batchRun("FAILED", [child(1, "FAILED"), child(2)], [{ of: uuid(1), number: 2, task: again }]),
  );
  expect(children.map(({ id }) => id)).toStrictEqual([uuid(9), uuid(2)]);
  expect(childOutputs.bam).toStrictEqual([bam(9), bam(2)]);
});

test("what all attempts have cost is added up, part by part", () => {
  const task = (n: number, status: string, amount: number): Task =>
    child(n, status, { price: price(amount) });
  const run = {
    first: parent("FAILED", [], { price: price(4.1) }),
    children: [task(1, "COMPLETED", 2), task(2, "FAILED", 2.1)],
    retries: [
      { of: uuid(2), number: 2, task: task(3, "FAILED", 0.2) },
      { of: uuid(2), number: 3, task: task(4, "COMPLETED", 0.1) },
    ],
  };
  expect(encode(run)).toMatchObject({
    price: { amount: 4.4, currency: "USD", breakdown: { computation: "4.4", storage: "0" } },
    attempts: [
      { number: 1, price: { amount: 4.1 }, tasks: [{ id: taskId }] },
      { number: 2, status: "FAILED", price: { amount: 0.2 }, tasks: [{ id: uuid(3), of: uuid(2) }] },
      { number: 3, status: "COMPLETED", price: { amount: 0.1 }, tasks: [{ id: uuid(4), of: uuid(2) }] },
    ],
  });
  // `price` is that of the child's last task; together all children have cost what the run has cost.
  expect(encoded(run).children.map((it) => [it.price, it.totalPrice])).toStrictEqual([
    [{ amount: 2, currency: "USD" }, undefined],
    [
      { amount: 0.1, currency: "USD" },
      { amount: 2.4, currency: "USD" },
    ],
  ]);
});

test("a batch that names no price costs what its children cost", () => {
  const children = [
    child(1, "COMPLETED", { price: price(0.1) }),
    child(2, "COMPLETED", { price: price(0.2) }),
  ];
  expect(encode(batchRun("COMPLETED", children))).toMatchObject({ price: { amount: 0.3 } });
});

test.each([
  ["null", { bam: null }],
  ["an empty object", { bam: {} }],
  ["missing", {}],
])("a required output of a completed task that is %s is named", (_, outputs) => {
  expect(encode(singleRun({ status: "COMPLETED", outputs }))).toMatchObject({ missingOutputs: ["bam"] });
  expect(missingOutputs(wireTask({ status: "FAILED", outputs }), ports)).toStrictEqual([]);
  const { children } = encoded(batchRun("COMPLETED", [child(1, "COMPLETED", { outputs }), child(2)]));
  expect(children.map((it) => it.missingOutputs)).toStrictEqual([["bam"], undefined]);
});

test("200 children of 24 ports stay under 0.6 MB of state", () => {
  const many = Array.from({ length: 24 }, (_, n) => ({ id: `output_port_${n}`, optional: false }));
  const children = Array.from({ length: 200 }, (_, n) =>
    child(n, "COMPLETED", {
      name: `Align experiment E18 - E18${n}`,
      price: { amount: 4.1234, currency: "USD", breakdown: { computation: "4.1", storage: "0.0234" } },
      outputs: Object.fromEntries(
        many.map(({ id }, port) => [
          id,
          {
            class: "File",
            path: fileId(n * 100 + port),
            name: `E18${n}.${id}.vcf.gz`,
            size: 66328059660,
            metadata: { sample_id: `E18${n}` },
          },
        ]),
      ),
    }),
  );
  const state = encodeRunState(batchRun("COMPLETED", children), declaredRun(), {}, endpoint, many, []);
  expect(JSON.stringify(state).length).toBeLessThan(600_000);
});

test("a state is plain JSON and decodes again, further attempts included", () => {
  const declared = declaredRun({ maxAttempts: 3, timeout: "90m", batch: false, triggers: [1] });
  const again = wireTask({ id: uuid(9), status: "FAILED" });
  const state = encode(
    batchRun("FAILED", [child(1, "FAILED"), child(2)], [{ of: uuid(1), number: 2, task: again }]),
    declared,
  );
  expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
  expect(decodeStoredRun(state)).toStrictEqual(
    E.right({
      declared,
      status: "FAILED",
      endpoint,
      project: "rfranklin/rnaseq",
      price: undefined,
      children: [expect.objectContaining({ id: uuid(9) }), expect.objectContaining({ id: uuid(2) })],
      lastStatus: "FAILED",
      tries: 2,
      unread: false,
      missing: [],
      retries: [{ id: uuid(9), of: uuid(1), number: 2 }],
      hidden: { __owner: "o", __endpoint: endpoint },
    }),
  );
});

test("the record of a task that the platform has lost keeps what was known, and takes the program's args", () => {
  const state = encode(
    singleRun({ status: "COMPLETED", outputs: { bam: bam(1) } }),
    declaredRun({ timeout: "1h" }),
  );
  const lost = encodeLostRun({ ...state, __provider: "text" }, declaredRun({ maxAttempts: 2 }), {
    __owner: "o",
  });
  const { timeout: _, ...kept } = state;
  expect(lost).toStrictEqual({ ...kept, maxAttempts: 2, status: "DELETED" });
  expect(decodeStoredRun(lost)).toMatchObject({ right: { status: "DELETED", lastStatus: "COMPLETED" } });
});
test("states of version 0.1.0 have the attempts and the unread outputs under other names", () => {
  const { __attemptCount, ...state } = encode(singleRun({ status: "FAILED" }));
  expect(__attemptCount).toBe(1);
  expect(decodeStoredRun({ ...state, __tries: 1, __unread: true })).toStrictEqual(
    decodeStoredRun({ ...state, __attemptCount: 1, __outputsUnread: true }),
  );
  expect(decodeStoredRun({ ...state, __tries: 2, __unread: true })).toMatchObject({
    right: { tries: 2, unread: true },
  });
});
