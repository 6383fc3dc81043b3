import { type Naming, withOtherPlatforms } from "../provider/sources";

/** The flags of a command that take the place of a stack's configuration. */
export interface SettingFlags {
  readonly platform?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
}

/** The flags by the keys of the settings that they are. */
export const settingsIn = ({ platform, endpoint, profile }: SettingFlags): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ platform, endpoint, profile }).flatMap(([key, value]) =>
      value === undefined ? [] : [[`sevenbridges:${key}`, value]],
    ),
  );

/** How messages name these flags. No flag holds a token. */
export const flagNaming: Naming = {
  prefix: "--",
  source: "the flags",
  setPlatform: withOtherPlatforms("give --platform cgc"),
  giveToken: "set SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials",
  howToRemove: "",
};
