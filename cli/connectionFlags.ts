import { type Naming, withOtherPlatforms } from "../provider/config/sources";
import { platforms } from "../provider/shared/platforms";

/* The options that name a platform: the same in each command that talks to one. */

const option = { type: "string" } as const;

export const connectionOptions = {
  platform: option,
  endpoint: option,
  profile: option,
  connection: option,
} as const;

export type ConnectionFlags = { readonly [name in keyof typeof connectionOptions]?: string | undefined };

/** `connection`: what a command takes that name for. */
export const connectionHelp = (connection: string): string => `\
  --platform <name>   ${Object.keys(platforms).join(", ")}
  --endpoint <url>    the address of the API, where it is another one
  --profile <name>    a section of ~/.sevenbridges/credentials
  --connection <name> ${connection}`;

/** The flags as the configuration of a stack that says the same. */
export const configIn = ({
  platform,
  endpoint,
  profile,
}: ConnectionFlags): Readonly<Record<string, string>> =>
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
