import * as fc from "fast-check";
import * as E from "fp-ts/Either";
import { encodeLostRun, encodeRunState } from "../../../provider/model/run/runState";
import { decodeStoredRun } from "../../../provider/model/run/runStored";
import { type DeclaredRun, decodeRun, encodeRun } from "../../../provider/model/run/taskRun";
import { hasUnknown, type Unknown, unknownValue } from "../../../provider/shared/unknown";
import { endpoint, taskId } from "../../support/builders";
import { batchRun, child, singleRun, uuid } from "../../support/runBuilders";

/* Runs of any form: what is stored is read back as it was. */

const orUnknown = <A>(known: fc.Arbitrary<A>): fc.Arbitrary<A | Unknown> =>
  fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: fc.constant(unknownValue) });

const declared: fc.Arbitrary<DeclaredRun> = fc.record(
  {
    task: orUnknown(fc.constantFrom(taskId, uuid(1))),
    batch: orUnknown(fc.boolean()),
    useInterruptibleInstances: orUnknown(fc.boolean()),
    wait: orUnknown(fc.boolean()),
    timeout: orUnknown(fc.constantFrom("24h", "1h30m", "2.5d", "250ms")),
    allowFailures: orUnknown(fc.boolean()),
    maxAttempts: orUnknown(fc.integer({ min: 1, max: 9 })),
    triggers: orUnknown(
      fc.array(
        fc.jsonValue().map((it): unknown => JSON.parse(JSON.stringify(it))),
        { maxLength: 2 },
      ),
    ),
  },
  { requiredKeys: ["task", "wait", "allowFailures", "maxAttempts", "triggers"], noNullPrototype: true },
);

test("decoding what was encoded gives the same run, unknown values included", () => {
  fc.assert(
    fc.property(declared, (given) => {
      const encoded = encodeRun(given);
      expect(decodeRun(encoded)).toStrictEqual(E.right(given));
      expect(hasUnknown(encoded)).toBe(hasUnknown(given));
      expect(
        encodeRun(Object.fromEntries(Object.entries(given).reverse()) as unknown as DeclaredRun),
      ).toStrictEqual(encoded); // the same entries in another order
    }),
  );
});

const hidden = fc.record(
  {
    __owner: fc.constant("acme/urn"),
    __endpoint: fc.constant(endpoint),
    __secret: fc.constant(true),
    __timeout: fc.constant("90m"),
    __settings: fc.constant({ description: "a", executionSettings: { instanceType: "AUTO" } }),
  },
  { requiredKeys: ["__endpoint"], noNullPrototype: true },
);

const statuses = fc.constantFrom("QUEUED", "RUNNING", "COMPLETED", "FAILED", "ABORTED", "SOME_NEW_STATUS");
const children = fc
  .array(statuses, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((status, n) => child(n, status)));
const retries = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 2, max: 4 })), { maxLength: 3 })
  .map((all) => all.map(([of, number], n) => ({ of: uuid(of), number, task: child(100 + n) })));
const run = fc.oneof(
  statuses.map((status) => singleRun({ status })),
  fc.tuple(statuses, children, retries).map(([status, all, again]) => batchRun(status, all, again)),
);

test("a stored run is JSON without undefined, and is read back as it was; so is one that the platform has lost", () => {
  fc.assert(
    fc.property(run, declared, hidden, (now, given, notes) => {
      const state = encodeRunState(now, given, notes, endpoint, [{ id: "bam", optional: false }], []);
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
      const again = now.retries.map(({ of, number, task }) => ({ of, number, id: task.id }));
      const byNumber = [...again].sort((a, b) => a.number - b.number);
      const kept = {
        declared: given,
        hidden: notes,
        endpoint,
        status: state.status,
        retries: byNumber,
      };
      const stored = decodeStoredRun(state);
      expect(stored).toMatchObject(E.right(kept));
      const lost = encodeLostRun(state, given, notes);
      expect(JSON.parse(JSON.stringify(lost))).toStrictEqual(lost);
      expect(decodeStoredRun(lost)).toMatchObject(
        E.right({ ...kept, status: "DELETED", lastStatus: state.status }),
      );
    }),
  );
});
