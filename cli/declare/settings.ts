import * as E from "fp-ts/Either";
import { readCredentials } from "../../provider/credentials";
import { type Connection, connectionFrom } from "../../provider/settings";
import { flagNaming, type SettingFlags, settingsIn } from "../flagNaming";

/** Where the command looks: the provider's own order, with flags in place of a stack's configuration. */
export const connectionOf = (flags: SettingFlags, env: NodeJS.ProcessEnv = process.env): Connection => {
  const settings = settingsIn(flags);
  const connection = connectionFrom({
    config: (key) => settings[key],
    env,
    credentials: readCredentials,
    naming: flagNaming,
  });
  if (E.isLeft(connection)) throw new Error(`${connection.left.reason}.`);
  return connection.right;
};
