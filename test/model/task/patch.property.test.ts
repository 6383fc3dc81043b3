import * as fc from "fast-check";
import { plan } from "../../../provider/host/drift/plan";
import type { Defaults } from "../../../provider/model/task/fieldRow";
import { isEditable } from "../../../provider/model/task/fields";
import { createBody, type KnownTask, patchBody } from "../../../provider/model/task/toApi";
import { byMetadata } from "../../../provider/model/values/batching";
import { task } from "../../support/arbitraries";
import { endpoint } from "../../support/builders";

/** The simplest platform that there can be: a draft is what was sent, an edit merges it, null clears (API digest, 5.4 and 6). */

type Body = Readonly<Record<string, unknown>>;
const ofApp = { batchInput: "reads", batchBy: byMetadata("sample_id") };
const defaults: Defaults = { batching: ofApp, useInterruptibleInstances: true };

const isObject = (given: unknown): given is Body =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** Without what was cleared. */
const without = (given: Body): Body =>
  Object.fromEntries(Object.entries(given).filter(([, item]) => item !== null));

/** `execution_settings` and `output_location`: merged or replaced, the API's documents do not say which. */
type Manner = "merge" | "replace";

const part = (manner: Manner, was: unknown, now: unknown): Body =>
  isObject(now) ? without({ ...(manner === "merge" ? bodyIn(was) : {}), ...now }) : {};

/** On a draft, the half of a pair that is not sent stays; `batch: true` alone falls back to the app's. */
const batching = (was: Body, sent: Body): Body =>
  sent.batch === false
    ? { batch: false }
    : {
        batch: true,
        batch_input: sent.batch_input ?? was.batch_input ?? ofApp.batchInput,
        batch_by: sent.batch_by ?? was.batch_by ?? ofApp.batchBy,
      };

const bodyIn = (given: unknown): Body => (isObject(given) ? given : {});

/** What a draft is after a body was sent: the first one to `POST /tasks`, the next ones as edits. */
const after = (manner: Manner, was: Body, sent: Body): Body => {
  const setting = (key: string): Body => (key in sent ? part(manner, was[key], sent[key]) : bodyIn(was[key]));
  return {
    project: sent.project ?? was.project,
    app: sent.app ?? was.app,
    name: sent.name ?? was.name,
    description: "description" in sent ? (sent.description ?? "") : (was.description ?? ""),
    inputs: without({ ...bodyIn(was.inputs), ...bodyIn(sent.inputs) }),
    batching:
      was.batching === undefined || "batch" in sent ? batching(bodyIn(was.batching), sent) : was.batching,
    use_interruptible_instances: sent.use_interruptible_instances ?? was.use_interruptible_instances ?? true,
    execution_settings: setting("execution_settings"),
    output_location: setting("output_location"),
  };
};

const edit = (was: KnownTask, now: KnownTask): Body => {
  const found = plan({ declared: was, endpoint, status: "DRAFT", errors: [] }, now, endpoint);
  const changes = found._tag === "Update" ? found.changes : [];
  const parts = [...new Set(changes.map(({ part }) => part))].filter(isEditable);
  return patchBody(
    was,
    now,
    parts,
    changes.flatMap(({ port }) => port ?? []),
    defaults,
  );
};

const twoDrafts = fc.tuple(task, task).map(([was, now]): [KnownTask, KnownTask] => [
  { ...was, run: false },
  { ...now, project: was.project, app: was.app, triggers: was.triggers, run: false },
]);

test.each<Manner>(["merge", "replace"])(
  "an edited draft is what a new one would be, whether the API would %s its settings",
  (manner) => {
    fc.assert(
      fc.property(twoDrafts, ([was, now]) => {
        const before = after(manner, {}, { ...createBody(was) });
        const edited = after(manner, before, edit(was, now));
        expect(edited).toStrictEqual(after(manner, {}, { ...createBody(now) }));
      }),
      { numRuns: 300 },
    );
  },
);

test("an edit of what is the same sends nothing", () => {
  fc.assert(
    fc.property(twoDrafts, ([was]) => {
      expect(edit(was, was)).toStrictEqual({});
    }),
  );
});
