import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import * as E from "fp-ts/Either";
import { plan } from "../../../provider/host/drift/plan";
import { type DeclaredTask, decodeDeclared, encodeDeclared } from "../../../provider/model/task/draftTask";
import { computedFrom, decodeStored, encodeState } from "../../../provider/model/task/taskState";
import { canonical } from "../../../provider/model/values/value";
import { undefinedMark } from "../../../provider/shared/marks";
import { sentence } from "../../../provider/shared/mistakes";
import { hasUnknown, isResolved, unknownValue } from "../../../provider/shared/unknown";
import { disguised, reordered, task, value } from "../../support/arbitraries";
import { endpoint, wireTask } from "../../support/builders";

const statuses = fc.constantFrom("DRAFT", "QUEUED", "RUNNING", "COMPLETED", "FAILED", "SOME_NEW_STATUS");

test("decoding what was encoded gives the same task", () => {
  fc.assert(
    fc.property(task, (given) => {
      expect(decodeDeclared(encodeDeclared(given))).toStrictEqual(E.right(given));
    }),
  );
});

test("a stored task is JSON without undefined, and is read back as it was", () => {
  fc.assert(
    fc.property(task, statuses, (given, status) => {
      const state = encodeState(
        given,
        { __owner: "acme/urn" },
        computedFrom(wireTask({ status }), endpoint, []),
      );
      const read: Record<string, unknown> = JSON.parse(JSON.stringify(state));
      expect(read).toStrictEqual(state);
      expect(
        E.map(({ declared }: { readonly declared: DeclaredTask }) => declared)(decodeStored(read)),
      ).toStrictEqual(E.right(given));
    }),
  );
});

test("a task is never a change of itself, whatever the order of its keys and the names of its files", () => {
  fc.assert(
    fc.property(task, statuses, (given, status) => {
      fc.pre(status !== "DRAFT" || !given.run);
      const inputs = Object.entries(given.inputs).map(([port, item]) => [port, disguised(item)] as const);
      const now: DeclaredTask = reordered({ ...given, inputs: Object.fromEntries(inputs.reverse()) });
      const was = { declared: given, endpoint, status, errors: [] };
      expect(plan(was, now, endpoint)).toStrictEqual({ _tag: "Keep" });
    }),
  );
});

test("two tasks that differ are never kept, and are never replaced as drafts for what can be edited", () => {
  fc.assert(
    fc.property(task, task, (was, now) => {
      fc.pre(!isDeepStrictEqual(was, now) && !was.run);
      const found = plan({ declared: was, endpoint, status: "DRAFT", errors: [] }, now, endpoint);
      const remade = (["project", "app", "triggers"] as const).some(
        (part) => !isDeepStrictEqual(was[part], now[part]),
      );
      const alike = isDeepStrictEqual(
        { ...was, inputs: canonical(was.inputs) },
        { ...now, inputs: canonical(now.inputs) },
      );
      expect(found._tag).toBe(remade ? "Replace" : alike ? "Keep" : "Update");
    }),
  );
});

test("the canonical form is its own canonical form, whatever the order of keys and the names of files", () => {
  fc.assert(
    fc.property(value, (given) => {
      const form = canonical(given);
      expect(canonical(form)).toStrictEqual(form);
      expect(isDeepStrictEqual(canonical(disguised(given)), form)).toBe(true);
    }),
  );
});

/** Puts something in place of the nth scalar. */
const planted = (given: unknown, place: number, seed: unknown): readonly [unknown, number] => {
  if (typeof given !== "object" || given === null) return [place === 0 ? seed : given, place - 1];
  let left = place;
  const entries = Object.entries(given).map(([key, item]) => {
    const [next, after] = planted(item, left, seed);
    left = after;
    return [key, next] as const;
  });
  return [Array.isArray(given) ? entries.map(([, item]) => item) : Object.fromEntries(entries), left];
};

const place = fc.nat({ max: 30 });

test("an unknown value anywhere passes, and is seen", () => {
  fc.assert(
    fc.property(task, place, (given, at) => {
      const [args, left] = planted(encodeDeclared(given), at, unknownValue);
      fc.pre(left < 0);
      const decoded = decodeDeclared(args);
      expect(E.isRight(decoded)).toBe(true);
      expect(E.isRight(decoded) && isResolved(decoded.right)).toBe(false);
      expect(E.isRight(decoded) && hasUnknown(encodeDeclared(decoded.right))).toBe(true);
    }),
  );
});

test("a mistake never quotes a value", () => {
  const marker = "SECRET-MARKER";
  fc.assert(
    fc.property(task, place, fc.constantFrom(marker, [marker], { marker }, 4711.5), (given, at, seed) => {
      const [args] = planted(encodeDeclared(given), at, seed);
      const decoded = decodeDeclared(args);
      const text = E.isLeft(decoded) ? decoded.left.map(sentence).join() : "";
      expect(text).not.toMatch(/SECRET-MARKER|4711/);
    }),
  );
});

test("undefined anywhere in a value never gets through", () => {
  fc.assert(
    fc.property(value, place, (given, at) => {
      const [item, left] = planted(given, at, undefinedMark);
      fc.pre(left < 0);
      const decoded = decodeDeclared({ project: "a/b", app: "a/b/c", name: "x", inputs: { port: item } });
      const kept = E.isRight(decoded) ? JSON.stringify(decoded.right) : "";
      expect(kept).not.toContain(undefinedMark);
    }),
  );
});
