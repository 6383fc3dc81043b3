import { ownerTagIn } from "../../../provider/model/tags/ownerTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { withOwnerTag } from "../../../provider/model/task/bodyHash";
import { isAsSent } from "../../../provider/model/task/sentBody";
import type { KnownTask } from "../../../provider/model/task/toApi";
import { taskId } from "../../support/builders";

/* Whether somebody has touched a draft since it was sent. */

const sent: KnownTask = {
  project: "ada/lab",
  app: "ada/lab/align/0",
  name: "align",
  inputs: { threads: 8 },
  batching: { _tag: "AppDefault", required: false },
  run: false,
  triggers: ["a"],
};

/** As the platform shows it: it fills in what the program leaves out. */
const live: KnownTask = {
  ...sent,
  triggers: [],
  inputs: { threads: 8, genome: null, mode: "fast" },
  batching: { _tag: "Disabled" },
  useInterruptibleInstances: true,
  executionSettings: {
    instanceType: "c4.2xlarge",
    maxParallelInstances: 1,
    useMemoization: false,
    useElasticDisk: false,
  },
  outputLocation: { mainLocation: "results" },
};

const app = {
  isDefault: (port: string, value: unknown): boolean => port === "mode" && value === "fast",
  isOwnBatching: ({ _tag }: KnownTask["batching"]): boolean => _tag !== "Override",
};

const asSent = (made: KnownTask, shown: KnownTask, triggers = made.triggers): boolean => {
  const { description } = withOwnerTag(made, resourceIdOf("me"), undefined, { proof: "Sent" });
  const tag = ownerTagIn({ id: taskId, description });
  return tag !== undefined && isAsSent(tag, shown, triggers, app);
};

test.each<[string, KnownTask]>([
  ["nothing", sent],
  ["the name, which the tag does not tell", { ...sent, name: "other" }],
  ["machines in part", { ...sent, executionSettings: { instanceType: "c4.2xlarge" } }],
  [
    "spot instances and the place of outputs",
    { ...sent, useInterruptibleInstances: true, outputLocation: { mainLocation: "results" } },
  ],
  ["batching that is off", { ...sent, batching: { _tag: "Disabled" } }],
  ["a port with the app's own value", { ...sent, inputs: { threads: 8, mode: "fast" } }],
])("a draft that was sent with %s, and that the platform has filled in, is untouched", (_, made) => {
  expect(asSent(made, live)).toBe(true);
});

test.each<[string, KnownTask]>([
  ["an input", { ...live, inputs: { ...live.inputs, threads: 9 } }],
  ["an input that was not sent", { ...live, inputs: { ...live.inputs, genome: "x" } }],
  ["an input that was taken out", { ...live, inputs: {} }],
  ["the app", { ...live, app: "ada/lab/align/1" }],
  ["the description", { ...live, description: "mine" }],
  [
    "the batching",
    { ...live, batching: { _tag: "Override", batchInput: "threads", batchBy: { type: "ITEM" } } },
  ],
])("a draft in which somebody has edited %s is theirs", (_, shown) => {
  expect(asSent(sent, shown)).toBe(false);
});

test("a machine that was sent and was edited is no default", () => {
  const made: KnownTask = { ...sent, executionSettings: { instanceType: "c4.8xlarge" } };
  expect(asSent(made, live)).toBe(false);
});

const settings = Object.entries(live.executionSettings ?? {});
const subsetsOf = <T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] =>
  first === undefined ? [[]] : subsetsOf(rest).flatMap((some) => [some, [first, ...some]]);

test.each(
  subsetsOf(settings).map((some) => [some.map(([key]) => key).join() || "none", Object.fromEntries(some)]),
)("any part of the settings of machines may have been sent: %s", (_, executionSettings) => {
  expect(asSent({ ...sent, executionSettings }, live)).toBe(true);
});

test("settings of machines that the platform does not show are no edit, unless they were sent", () => {
  const { executionSettings: _, ...shown } = live;
  expect(asSent(sent, shown)).toBe(true);
  expect(asSent({ ...sent, executionSettings: { instanceType: "c4.2xlarge" } }, shown)).toBe(false);
});

describe("batching:", () => {
  const own: KnownTask["batching"] = {
    _tag: "Override",
    batchInput: "threads",
    batchBy: { type: "ITEM" },
  };
  const silent: KnownTask["batching"] = { _tag: "AppDefault", required: false };
  const demanded: KnownTask["batching"] = { _tag: "AppDefault", required: true };
  const off: KnownTask["batching"] = { _tag: "Disabled" };
  const sentAs = (shown: KnownTask["batching"], isOwn: boolean): readonly boolean[] =>
    [silent, demanded, own, off].map((batching) => {
      const { description } = withOwnerTag({ ...sent, batching }, resourceIdOf("me"), undefined, {
        proof: "Sent",
      });
      const tag = ownerTagIn({ id: taskId, description });
      const known = { ...app, isOwnBatching: () => isOwn };
      return tag !== undefined && isAsSent(tag, { ...live, batching: shown }, sent.triggers, known);
    });

  test("the app's own may be left out, demanded or written out", () => {
    expect(sentAs(own, true)).toStrictEqual([true, true, true, false]);
  });

  test("any other has to be written out", () => {
    expect(sentAs(own, false)).toStrictEqual([false, false, true, false]);
  });

  test("what is off may be left out or switched off", () => {
    expect(sentAs(off, true)).toStrictEqual([true, false, false, true]);
    expect(sentAs(off, false)).toStrictEqual([true, false, false, true]);
  });
});

test("triggers may have been sent or not, and others are others", () => {
  expect(asSent({ ...sent, triggers: [] }, live, ["a"])).toBe(true);
  expect(asSent({ ...sent, triggers: ["b"] }, live, ["a"])).toBe(false);
});
