import * as E from "fp-ts/Either";
import { readCredentials } from "../../provider/config/credentials";
import { readConnection } from "../../provider/config/settings";
import type { Connection } from "../../provider/shared/connection";
import { type ConnectionFlags, configIn, flagNaming } from "../connectionFlags";

/** Where the command looks: the provider's own order, with flags in place of a stack's configuration. */
export const connectionOf = (flags: ConnectionFlags, env: NodeJS.ProcessEnv = process.env): Connection => {
  const settings = configIn(flags);
  const connection = readConnection({
    config: (key) => settings[key],
    env,
    credentials: readCredentials,
    naming: flagNaming,
  });
  if (E.isLeft(connection)) throw new Error(`${connection.left.reason}.`);
  return connection.right;
};
