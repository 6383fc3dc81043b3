import * as E from "fp-ts/Either";
import { locationNames, runArgNames, settingNames } from "../../../provider/model/codecs/argPlaces";
import { argNames, elsewhere, executionSettings, outputLocation } from "../../../provider/model/task/fields";
import { mistakesOf, sentence } from "../../../provider/shared/mistakes";

const known = (codec: { decode: (u: unknown) => E.Either<Parameters<typeof mistakesOf>[0], unknown> }) => {
  const decoded = codec.decode({ zzzzzzzzzzzzzzzz: 1 });
  return E.isLeft(decoded) ? mistakesOf(decoded.left).map(sentence).join() : "";
};

test("the names of nested args are those that their codecs know", () => {
  expect(known(executionSettings)).toContain(`known are ${settingNames.join(", ")}`);
  expect(known(outputLocation)).toContain(`known are ${locationNames.join(", ")}`);
});

test.each([
  ["DraftTask", "instanceType", "is not known here: did you mean executionSettings.instanceType?"],
  ["DraftTask", "instance_type", "is not known here: did you mean executionSettings.instanceType?"],
  ["DraftTask", "useElasticDisk", "is not known here: did you mean executionSettings.useElasticDisk?"],
  ["DraftTask", "main_location", "is not known here: did you mean outputLocation.mainLocation?"],
  ["DraftTask", "maxAttempts", "is an arg of TaskRun, not of DraftTask: write it where the task is run"],
  ["DraftTask", "allow_failures", "is an arg of TaskRun, not of DraftTask: write it where the task is run"],
  [
    "DraftTask",
    "dependsOn",
    "is a resource option, not an arg: write it into the third argument, beside the args",
  ],
  ["TaskRun", "inputs", "is an arg of DraftTask, not of TaskRun: write inputs where the task is declared"],
  ["TaskRun", "batch_by", "is an arg of DraftTask, not of TaskRun: write batchBy where the task is declared"],
  [
    "TaskRun",
    "instanceType",
    "is an arg of DraftTask, not of TaskRun: write executionSettings.instanceType where the task is declared",
  ],
  [
    "TaskRun",
    "parent",
    "is a resource option, not an arg: write it into the third argument, beside the args",
  ],
  [
    "executionSettings",
    "useInterruptibleInstances",
    "is not known here: did you mean useInterruptibleInstances beside executionSettings?",
  ],
  ["executionSettings", "mainLocation", "is not known here: did you mean outputLocation.mainLocation?"],
  ["outputLocation", "instance_type", "is not known here: did you mean executionSettings.instanceType?"],
] as const)("the error for an arg in the wrong place names the right one: %s %s", (place, name, wanted) => {
  expect(elsewhere(place)(name)).toBe(wanted);
});

test("what is only misspelt, or belongs nowhere, is left to the nearest name", () => {
  const names = ["inptus", "batch_input", "execution_settings", "memory", "maxAttempt"];
  expect(names.map(elsewhere("DraftTask"))).toStrictEqual(names.map(() => undefined));
  expect(["max_attempts", "useInterruptible"].map(elsewhere("TaskRun"))).toStrictEqual([
    undefined,
    undefined,
  ]);
  expect(["instance_type", "memory"].map(elsewhere("executionSettings"))).toStrictEqual([
    undefined,
    undefined,
  ]);
});

test("no name of an arg is sent away from where it belongs", () => {
  expect(argNames.map(elsewhere("DraftTask"))).toStrictEqual(argNames.map(() => undefined));
  expect(runArgNames.map(elsewhere("TaskRun"))).toStrictEqual(runArgNames.map(() => undefined));
});
