import * as E from "fp-ts/Either";
import { readCredentials } from "../../provider/credentials";
import { type Connection, connectionFrom } from "../../provider/settings";
import { type ConnectionFlags, configIn } from "../connectionFlags";

/** The provider's sentences name a stack's configuration, which the command does not have. */
const inFlags = (reason: string): string =>
  reason
    .replace(
      /give one in one of three ways: .*$/,
      "set SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials",
    )
    .replace("run `pulumi config set sevenbridges:platform cgc`", "give --platform cgc")
    .replace(/ \(`pulumi config rm …`\)/, "")
    .replace(/sevenbridges:(platform|endpoint|profile)/g, "--$1")
    .replace("the stack's configuration", "the flags");

/** Where the command looks: the provider's own order, with flags in place of a stack's configuration. */
export const connectionOf = (flags: ConnectionFlags, env: NodeJS.ProcessEnv = process.env): Connection => {
  const config = configIn(flags);
  const connection = connectionFrom({ config: (key) => config[key], env, credentials: readCredentials });
  if (E.isLeft(connection)) throw new Error(`${inFlags(connection.left.reason)}.`);
  return connection.right;
};
