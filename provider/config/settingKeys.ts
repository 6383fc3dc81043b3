import * as E from "fp-ts/Either";
import { didYouMean } from "../shared/alike";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { joinWithAnd, nearest, plainSpelling } from "../shared/text";

const ours = "sevenbridges";

/** All keys of the stack's configuration that mean something. `Pulumi.yaml` declares the same. */
export const settingKeys: readonly string[] = [
  "token",
  "platform",
  "endpoint",
  "profile",
  "connections",
  "checks",
  "replaceFinished",
  "ownerLine",
  "lookBackDays",
];

/** Names that a program hardly uses for its settings, as it may use `token`: they protect money, or decide which tasks are found. */
const unmistakable: readonly string[] = ["replaceFinished", "ownerLine"];

/** A key of our namespace. A project that is called like it has its own keys there; only what is near to a known key is refused. */
const sentenceForOurs = (key: string, project: string): readonly string[] => {
  if (settingKeys.includes(key)) return [];
  const meant = nearest(key, settingKeys);
  if (meant !== undefined) return [`${ours}:${key} is not known: ${didYouMean(key, meant)}`];
  return project === ours ? [] : [`${ours}:${key} is not known; known are ${joinWithAnd(settingKeys)}`];
};

/**
 * A known key in another namespace: a misspelt one, or that of the project, where `pulumi config set` puts a key without any.
 * The keys of a project are its own, unless they are unmistakably ours.
 */
const sentenceForOther = (namespace: string, key: string, project: string): readonly string[] => {
  const isProject = namespace === project;
  // A project may be called like ours, and more: its keys may be in a shared environment of several projects.
  const isMisspelt =
    plainSpelling(namespace).length < ours.length + 2 &&
    nearest(plainSpelling(namespace), [ours]) !== undefined;
  if (!isProject && !isMisspelt) return [];
  const meant = isProject
    ? unmistakable.find((one) => plainSpelling(one) === plainSpelling(key))
    : nearest(key, settingKeys);
  return meant === undefined ? [] : [`${namespace}:${key} has no effect: did you mean ${ours}:${meant}?`];
};

/** Keys that are not known, or in the wrong place: what was meant by them does not happen. */
export const unknownKeys = (
  config: Readonly<Record<string, string>>,
  project: string,
): E.Either<SettingsProblem, void> => {
  const sentences = Object.keys(config).flatMap((full) => {
    const [namespace = "", ...rest] = full.split(":");
    const key = rest.join(":");
    return namespace === ours ? sentenceForOurs(key, project) : sentenceForOther(namespace, key, project);
  });
  return sentences.length === 0
    ? E.right(undefined)
    : settingsProblem(`${sentences.join("; ")} (\`pulumi config rm\` takes a key out)`);
};
