import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import { readCredentials } from "../../provider/config/credentials";
import { unknownKeys } from "../../provider/config/settingKeys";
import { readSourcedConnection, type SourcedConnection } from "../../provider/config/settings";
import { stackNaming } from "../../provider/config/sources";
import { type ConnectionFlags, configIn, flagNaming } from "../connectionFlags";
import { readProjectName } from "../pulumiProject";
import { UsageError } from "../usage";
import { type StackConfig, stackConfig } from "./pulumi";

export interface Settings extends SourcedConnection {
  /** Why the stack's configuration does not count. */
  readonly note: string | undefined;
}

/** The connection that the flags or the current folder's stack choose, and where its parts come from. */
export const settingsOf = async (
  flags: ConnectionFlags,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Settings> => {
  const given = configIn(flags);
  // Flags take the place of the stack's configuration, as with `declare`.
  const isByFlags = Object.keys(given).length > 0;
  const config: StackConfig = isByFlags ? { values: given } : await stackConfig();
  const note = "why" in config ? config.why : undefined;
  const values = "values" in config ? config.values : {};
  if (flags.connection !== undefined && note !== undefined)
    throw new UsageError(`--connection needs the stack's configuration: ${note}.`);
  const found = pipe(
    unknownKeys(values, readProjectName() ?? ""),
    E.flatMap(() =>
      readSourcedConnection(
        {
          config: (key) => values[key],
          env,
          credentials: readCredentials,
          naming: isByFlags ? flagNaming : stackNaming,
        },
        flags.connection,
      ),
    ),
  );
  if (E.isLeft(found)) throw new UsageError(`${found.left.reason}.`);
  return { ...found.right, note };
};
