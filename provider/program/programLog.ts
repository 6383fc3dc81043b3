import * as pulumi from "@pulumi/pulumi";
import { safeLines, safeText } from "../shared/safeText";

/** Prints from the program's process. No other module calls Pulumi's log: what it is given may hold a platform's text. */

export const logInfo = (line: string): Promise<void> => pulumi.log.info(safeText(line));

export const logWarning = (line: string, resource?: pulumi.Resource): Promise<void> =>
  pulumi.log.warn(safeText(line), resource);

/** One error of one or more lines. */
export const logError = (lines: readonly string[], resource?: pulumi.Resource): Promise<void> =>
  pulumi.log.error(safeLines(lines), resource);
