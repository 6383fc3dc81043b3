import { resourceNameIn } from "../../provider/shared/resourceName";

test.each([
  ["urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align", "align"],
  ["ada/urn:pulumi:dev::lab::my:Component$pulumi-nodejs:dynamic/sevenbridges:TaskRun::a::b", "a::b"],
  ["no urn", "no urn"],
])("the name in %s", (urn, name) => {
  expect(resourceNameIn(urn)).toBe(name);
});
