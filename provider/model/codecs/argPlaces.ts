import { plainSpelling } from "../../shared/text";

/** Where each arg and each option of the resources is written, so that the error for a wrong place names the right one. */

/** The args of a `TaskRun`. */
export const runArgNames = [
  "task",
  "batch",
  "useInterruptibleInstances",
  "wait",
  "timeout",
  "allowFailures",
  "maxAttempts",
  "triggers",
  "connection",
] as const;

export const settingNames = [
  "instanceType",
  "maxParallelInstances",
  "useMemoization",
  "useElasticDisk",
] as const;

export const locationNames = ["mainLocation", "mainLocationAlias", "nodesOverride", "nodesLocation"] as const;

/** `CustomResourceOptions` of Pulumi's SDK. */
const optionNames: readonly string[] = [
  "additionalSecretOutputs",
  "aliases",
  "customTimeouts",
  "deleteBeforeReplace",
  "deletedWith",
  "dependsOn",
  "hooks",
  "id",
  "ignoreChanges",
  "import",
  "parent",
  "protect",
  "provider",
  "providers",
  "replaceOnChanges",
  "retainOnDelete",
  "transformations",
  "transforms",
  "urn",
  "version",
];

/** Which object of args a name was found in. */
export type Place = "DraftTask" | "TaskRun" | "executionSettings" | "outputLocation";

/** `instance_type` is the API's word for `instanceType`. */
const optionNamed = (names: readonly string[], name: string): string | undefined =>
  names.find((one) => plainSpelling(one) === plainSpelling(name));

/** `executionSettings.instanceType`, for any spelling of its last part. */
const nestedPath = (name: string): string | undefined => {
  const setting = optionNamed(settingNames, name);
  if (setting !== undefined) return `executionSettings.${setting}`;
  const location = optionNamed(locationNames, name);
  return location === undefined ? undefined : `outputLocation.${location}`;
};

const didYouMean = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : `is not known here: did you mean ${path}?`;

/** The hint for a name in one place: where it belongs. */
export type Elsewhere = (name: string) => string | undefined;

/** Where a name belongs that is not known in its place; `undefined` for one that belongs nowhere. `argNames`: those of a `DraftTask`. */
export const hintFor = (argNames: readonly string[], place: Place, name: string): string | undefined => {
  const own = optionNamed(argNames, name);
  const ofRun = optionNamed(runArgNames, name);
  const path = nestedPath(name);
  if (place === "executionSettings" || place === "outputLocation") {
    if (path?.startsWith(`${place}.`) || own === place) return undefined;
    return didYouMean(path ?? (own === undefined ? undefined : `${own} beside ${place}`));
  }
  if (place === "DraftTask") {
    if (path !== undefined) return didYouMean(path);
    // Of what both take, another spelling is only a misspelling.
    if (ofRun !== undefined && own === undefined)
      return `is an arg of TaskRun, not of DraftTask: write it where the task is run`;
  } else if (ofRun === undefined && (own ?? path) !== undefined)
    return `is an arg of DraftTask, not of TaskRun: write ${path ?? own} where the task is declared`;
  return optionNames.includes(name) && own === undefined && ofRun === undefined
    ? "is a resource option, not an arg: write it into the third argument, beside the args"
    : undefined;
};
