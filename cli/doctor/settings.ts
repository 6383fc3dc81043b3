import * as E from "fp-ts/Either";
import { readCredentials } from "../../provider/credentials";
import { type SourcedConnection, sourcedConnectionFrom } from "../../provider/settings";
import { type ConnectionFlags, configIn } from "../connectionFlags";
import { UsageError } from "../usage";
import { type StackConfig, stackConfig } from "./pulumi";

export interface Settings extends SourcedConnection {
  /** Why the stack's configuration does not count. */
  readonly note: string | undefined;
}

const flagSource = "the flags";

/** Flags take the place of the stack's configuration, as with `declare`. */
const fromFlags = (flags: ConnectionFlags): StackConfig | undefined => {
  const values = configIn(flags);
  return Object.keys(values).length === 0 ? undefined : { values };
};

/** The connection that the flags, or the current folder's stack, lead to; and where its parts come from. */
export const settingsOf = async (
  flags: ConnectionFlags,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Settings> => {
  const given = fromFlags(flags);
  const config = given ?? (await stackConfig());
  const note = "why" in config ? config.why : undefined;
  const values = "values" in config ? config.values : {};
  if (flags.connection !== undefined && note !== undefined)
    throw new UsageError(`--connection needs the stack's configuration: ${note}.`);
  const found = sourcedConnectionFrom(
    { config: (key) => values[key], env, credentials: readCredentials },
    flags.connection,
  );
  if (E.isLeft(found)) throw new UsageError(`${found.left.reason}.`);
  const { connection, sources } = found.right;
  const named = (source: string): string =>
    given === undefined ? source : source.replace("the stack's configuration", flagSource);
  return { connection, sources: { endpoint: named(sources.endpoint), token: named(sources.token) }, note };
};
