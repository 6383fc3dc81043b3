import * as E from "fp-ts/Either";
import { type ConnectionFlags, configIn, flagNaming } from "../../cli/connectionFlags";
import { type Profile, readConnection } from "../../provider/config/settings";
import { platforms } from "../../provider/shared/platforms";

/* Messages about the settings of a command name its flags, and nothing of a stack. */

const cgc = platforms.cgc.api;
const lab: Profile = { name: "lab", endpoint: cgc, token: "t" };
const others = "or aws-us, aws-eu, cavatica, bdc, ali-cn";
const known = "known are cgc, aws-us, aws-eu, cavatica, bdc and ali-cn; for another one set --endpoint";

test.each<[string, ConnectionFlags, Readonly<Record<string, string>>, string]>([
  [
    "no token",
    { platform: "cgc" },
    {},
    `there is no token for the Seven Bridges API at ${cgc}: ${flagNaming.giveToken}`,
  ],
  [
    "no platform",
    {},
    { SB_AUTH_TOKEN: "t" },
    `there is a token in the environment, but nothing says for which platform: give --platform cgc (${others}), or set SB_API_ENDPOINT`,
  ],
  [
    "a platform and an endpoint",
    { platform: "cgc", endpoint: cgc },
    {},
    "--platform and --endpoint are both set: keep one of them",
  ],
  [
    "a misspelt platform",
    { platform: "cgcc" },
    {},
    `--platform is not a known platform (did you mean cgc?): ${known}`,
  ],
  [
    "an endpoint that is no URL",
    { endpoint: "x.org" },
    {},
    `the endpoint in the flags must be a URL like ${cgc}`,
  ],
  [
    "an unknown profile",
    { profile: "x" },
    {},
    "--profile names no profile of the credentials file, which has lab",
  ],
  [
    "a profile for another platform",
    { profile: "lab", platform: "bdc" },
    {},
    "profile lab of the credentials file is for another endpoint than --platform: keep one of them",
  ],
])("%s", (_, flags, env, reason) => {
  const settings = configIn(flags);
  const profiles = flags.profile === undefined ? undefined : [lab];
  const config = (key: string): string | undefined => settings[key];
  expect(
    readConnection({ config, env, credentials: () => E.right(profiles), naming: flagNaming }),
  ).toStrictEqual(E.left({ _tag: "SettingsProblem", reason }));
});
