import { instanceType } from "../../../provider/model/codecs/executionSettings";
import { executionSettings } from "../../../provider/model/task/fields";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../../support/assert";
import { unknown } from "../../support/builders";

const settings = arg("executionSettings", executionSettings);
const instance = arg("instanceType", instanceType);

test.each([
  ["AUTO"],
  ["auto"],
  ["c4.2xlarge"],
  ["c4.2xlarge;ebs-gp2;2000"],
  ["n1-standard-4;pd-ssd;1"],
  ["an-instance-that-nobody.knows;some-disk;7"],
])("an instance type passes by its shape alone: %s", (given) => {
  assertDecodes(instance, given, given);
  assertEncodes(instance, given, given);
});

const shape = 'instanceType must be AUTO, an instance type, or "type;disk;GB" (like c4.2xlarge;ebs-gp2;2000)';
test.each<[string, unknown, string]>([
  ["no disk size", "c4.2xlarge;ebs-gp2", `${shape}, not a string without the disk's size`],
  ["an empty disk size", "c4.2xlarge;ebs-gp2;", `${shape}, not a string in which GB is not a whole number`],
  ["a disk of zero", "c4.2xlarge;ebs-gp2;0", `${shape}, not a string in which GB is not a whole number`],
  [
    "a disk with a unit",
    "c4.2xlarge;ebs-gp2;2000GB",
    `${shape}, not a string in which GB is not a whole number`,
  ],
  ["a fourth part", "c4.2xlarge;ebs-gp2;2000;2", `${shape}, not a string of another form`],
  ["no type", ";ebs-gp2;2000", `${shape}, not a string of another form`],
  ["a blank", "c4.2xlarge; ebs-gp2; 2000", `${shape}, not a string with blanks`],
  ["commas", "c4.8xlarge,ebs-gp2,2048", `${shape}, with semicolons, not commas`],
  ["a comma for a semicolon", "c4.8xlarge,2048", `${shape}, with semicolons, not commas`],
  ["no disk type", "c4.8xlarge;2048", `${shape}, not a string without the disk's type`],
  ["an empty string", "", `${shape}, not an empty string`],
  ["a list", ["c4.2xlarge"], `${shape}, not a list`],
])("a malformed instance type is rejected: %s", (_, given, text) => assertRejects(instance, given, text));

describe("execution settings", () => {
  const all = {
    instanceType: "c4.2xlarge;ebs-gp2;2000",
    maxParallelInstances: 2,
    useMemoization: true,
    useElasticDisk: false,
  };

  test("decode and encode whole", () => {
    assertDecodes(settings, all, all);
    assertEncodes(settings, all, all);
  });

  test("decode without what is undefined", () =>
    assertDecodes(
      settings,
      { instanceType: undefined, maxParallelInstances: 1 },
      { maxParallelInstances: 1 },
    ));

  test("decode what is unknown", () => {
    const open = { instanceType: unknown, maxParallelInstances: unknown, useMemoization: unknown };
    assertDecodes(settings, open, open);
  });

  const parallel = "executionSettings.maxParallelInstances must be a whole number of at least 1";
  test.each<[string, unknown, string]>([
    ["negative", -2, `${parallel}, not a negative number`],
    ["zero", 0, `${parallel}, not zero`],
    ["a fraction", 1.5, `${parallel}, not a fraction`],
    ["a string", "2", `${parallel}, not a string`],
    ["not a number", Number.NaN, `${parallel}, not a number that is not finite`],
    ["null", null, `${parallel}, not null`],
  ])("reject a number of instances that is %s", (_, given, text) =>
    assertRejects(settings, { maxParallelInstances: given }, text),
  );

  test("reject every wrong property at once, in their order", () =>
    assertRejects(
      settings,
      { useElasticDisk: "yes", maxParallelInstance: 2, useMemoization: 1, disk: 5, instanceType: true },
      `executionSettings.${shape}, not a boolean`,
      "executionSettings.useMemoization must be true or false, not a number",
      "executionSettings.useElasticDisk must be true or false, not a string",
      "executionSettings.maxParallelInstance is not known: did you mean maxParallelInstances?",
      "executionSettings.disk is not known; known are instanceType, maxParallelInstances, useMemoization, useElasticDisk",
    ));

  test("reject what is no object", () =>
    assertRejects(settings, "c4.2xlarge", "executionSettings must be an object, not a string"));
});
