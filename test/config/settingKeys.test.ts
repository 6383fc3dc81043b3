import { globSync, readFileSync } from "node:fs";
import * as E from "fp-ts/Either";
import { parse } from "yaml";
import { settingKeys, unknownKeys } from "../../provider/config/settingKeys";

const problem = (keys: readonly string[], project = "lab"): string => {
  const checked = unknownKeys(Object.fromEntries(keys.map((key) => [key, "x"])), project);
  return E.isLeft(checked) ? checked.left.reason : "no problem";
};
const all = settingKeys.map((key) => `sevenbridges:${key}`);
const remedy = "(`pulumi config rm` takes a key out)";

test("known keys, and those of others, are no problem", () => {
  const others = ["lab:sampels", "lab:token", "lab:lookBackDays", "aws:token", "sevenbridges-rnaseq:token"];
  expect(problem([...all, ...others])).toBe("no problem");
});

test("every key that is not known is named, with the nearest", () => {
  expect(problem(["sevenbridges:replaceFinsihed", "sevenbridges:Token", "sevenbridges:project"])).toBe(
    `sevenbridges:replaceFinsihed is not known: did you mean replaceFinished?; sevenbridges:Token is not known: did you mean token?; sevenbridges:project is not known; known are token, platform, endpoint, profile, connections, checks, replaceFinished, ownerLine and lookBackDays ${remedy}`,
  );
});

test.each([
  ["SevenBridges:replaceFinished", "replaceFinished"],
  ["sevenbridge:token", "token"],
  ["seven-bridges:replaceFinsihed", "replaceFinished"],
  ["lab:replaceFinished", "replaceFinished"],
  ["lab:replace-finished", "replaceFinished"],
  ["lab:ownerline", "ownerLine"],
])("a known key in another namespace is named, with the right one: %s", (key, meant) => {
  expect(problem([key, "sevenbridges:platform"])).toBe(
    `${key} has no effect: did you mean sevenbridges:${meant}? ${remedy}`,
  );
});

test("a project whose name is like ours keeps its own keys", () => {
  expect(problem(["seven-bridges:token", "seven-bridges:platforms"], "seven-bridges")).toBe("no problem");
});

test("a project that is called sevenbridges keeps its own keys, but for those that are nearly known", () => {
  expect(problem(["sevenbridges:sampleSheet"], "sevenbridges")).toBe("no problem");
  expect(problem(["sevenbridges:replaceFinishd"], "sevenbridges")).toBe(
    `sevenbridges:replaceFinishd is not known: did you mean replaceFinished? ${remedy}`,
  );
});

interface ProjectFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly template?: { readonly config?: Readonly<Record<string, unknown>> };
}

const projectFiles = globSync("{.,examples/*}/Pulumi.yaml").map((file): readonly [string, ProjectFile] => [
  file,
  parse(readFileSync(file, "utf8")),
]);

test("each Pulumi.yaml that is a template declares all keys; the root one is a template", () => {
  const declared = projectFiles.flatMap(([file, { template }]) =>
    template === undefined ? [] : [[file, Object.keys(template.config ?? {}).toSorted()]],
  );
  expect(declared.map(([file]) => file)).toContain("Pulumi.yaml");
  expect(declared).toStrictEqual(declared.map(([file]) => [file, all.toSorted()]));
});

test.each(projectFiles)("no key that is set for a whole project is misspelt: %s", (_, { config = {} }) => {
  expect(problem(Object.keys(config))).toBe("no problem");
});
