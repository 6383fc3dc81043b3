import * as E from "fp-ts/Either";
import { didYouMean } from "./alike";
import { problem, type SettingsProblem } from "./endpoint";
import { listed, nearest } from "./words";

const prefix = "sevenbridges:";

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

const sentenceFor = (key: string, meant: string | undefined): string =>
  `${prefix}${key} is not known${meant === undefined ? `; known are ${listed(settingKeys)}` : `: ${didYouMean(key, meant)}`}`;

/**
 * Keys that are not known: what was meant by them does not happen. A project that is called `sevenbridges` has its own keys
 * in the same place; there only what is near to a known key is refused.
 */
export const unknownKeys = (
  config: Readonly<Record<string, string>>,
  project: string,
): E.Either<SettingsProblem, void> => {
  const sentences = Object.keys(config)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .filter((key) => !settingKeys.includes(key))
    .flatMap((key) => {
      const meant = nearest(key, settingKeys);
      return meant === undefined && project === "sevenbridges" ? [] : [sentenceFor(key, meant)];
    });
  return sentences.length === 0
    ? E.right(undefined)
    : problem(`${sentences.join("; ")} (\`pulumi config rm\` takes a key out)`);
};
