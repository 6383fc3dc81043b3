import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as E from "fp-ts/Either";
import { parse } from "ini";
import type { SettingsProblem } from "../shared/settingsProblem";
import { errorCode } from "../shared/text";
import type { Profile } from "./settings";

/** `~/.sevenbridges/credentials`, which the platform's own clients use: API digest, section 1.3. */
export const credentialsFile = (): string => join(homedir(), ".sevenbridges", "credentials");

const textAt = (section: unknown, key: string): string | undefined => {
  const value = typeof section === "object" && section !== null ? Reflect.get(section, key) : undefined;
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

/** Dots in a section's name are part of it, as in the platform's own clients; `ini` would nest the section. */
const withPlainNames = (text: string): string =>
  text.replace(/^\s*\[[^\]\n]*\]/gm, (header) => header.replaceAll(".", "\\."));

/** The profiles of an INI text. */
export const profilesIn = (text: string): readonly Profile[] =>
  Object.entries(parse(withPlainNames(text))).flatMap(([name, section]) =>
    typeof section === "object"
      ? [{ name, endpoint: textAt(section, "api_endpoint"), token: textAt(section, "auth_token") }]
      : [],
  );

/** Reads the credentials file: `undefined` where there is none, a problem where it cannot be read. */
export const readCredentials = (
  file: string = credentialsFile(),
): E.Either<SettingsProblem, readonly Profile[] | undefined> => {
  try {
    const profiles = profilesIn(readFileSync(file, "utf8"));
    return profiles.length > 0
      ? E.right(profiles)
      : E.left({
          _tag: "SettingsProblem",
          reason: `the credentials file ${file} has no profile: it needs a section like [default] with api_endpoint and auth_token`,
        });
  } catch (error) {
    return errorCode(error) === "ENOENT"
      ? E.right(undefined)
      : E.left({
          _tag: "SettingsProblem",
          reason: `the credentials file ${file} cannot be read (${errorCode(error) ?? "unknown error"}): make it a file that you can read, or remove it`,
        });
  }
};
