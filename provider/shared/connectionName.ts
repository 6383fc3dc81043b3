import type * as t from "io-ts";
import { patternCodec } from "./codec";

/** The name of one of `sevenbridges:connections`: one step of the path that `pulumi config set --path` takes. */
export const connectionName: t.Type<string> = patternCodec(
  "ConnectionName",
  /^[A-Za-z0-9_-]{1,64}$/,
  "must be a connection's name (letters, digits, dashes and underscores, like eu)",
);
