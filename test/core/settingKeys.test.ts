import { readFileSync } from "node:fs";
import * as E from "fp-ts/Either";
import { parse } from "yaml";
import { settingKeys, unknownKeys } from "../../provider/settingKeys";

const problem = (keys: readonly string[], project = "lab"): string => {
  const checked = unknownKeys(Object.fromEntries(keys.map((key) => [key, "x"])), project);
  return E.isLeft(checked) ? checked.left.reason : "no problem";
};
const all = settingKeys.map((key) => `sevenbridges:${key}`);
const remedy = "(`pulumi config rm` takes a key out)";

test("known keys, and those of others, are no problem", () => {
  expect(problem([...all, "lab:sampels", "aws:region", "sevenbridge:token"])).toBe("no problem");
});

test("every key that is not known is named, with the nearest", () => {
  expect(problem(["sevenbridges:replaceFinsihed", "sevenbridges:Token", "sevenbridges:project"])).toBe(
    `sevenbridges:replaceFinsihed is not known: did you mean replaceFinished?; sevenbridges:Token is not known: did you mean token?; sevenbridges:project is not known; known are token, platform, endpoint, profile, connections, checks, replaceFinished, ownerLine and lookBackDays ${remedy}`,
  );
});

test("a project that is called sevenbridges keeps its own keys, but for those that are nearly known", () => {
  expect(problem(["sevenbridges:sampleSheet"], "sevenbridges")).toBe("no problem");
  expect(problem(["sevenbridges:replaceFinishd"], "sevenbridges")).toBe(
    `sevenbridges:replaceFinishd is not known: did you mean replaceFinished? ${remedy}`,
  );
});

test("Pulumi.yaml declares all keys", () => {
  const { template }: { template: { config: Readonly<Record<string, unknown>> } } = parse(
    readFileSync("Pulumi.yaml", "utf8"),
  );
  expect(Object.keys(template.config).toSorted()).toStrictEqual(all.toSorted());
});
