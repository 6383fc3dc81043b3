import { parseArgs } from "node:util";
import { projectId } from "../../provider/model/codecs/ids";
import { type ConnectionFlags, connectionHelp, connectionOptions } from "../connectionFlags";
import { UsageError, usageError } from "../usage";
import { priceClass } from "./spend/names";

/* What the command line of `doctor` says. */

export const help = `pulumi-sevenbridges doctor [options]

Says which settings hold, whether the token works, and whether the platform behaves as the provider assumes. Without
--project it only reads. With --project it creates one draft and one clone of it, edits them, and deletes both; it reads the
project's earlier tasks; and it starts nothing. The draft lacks a required input of its app, so that nothing can start it.

  --project <id>      the project in which to ask: owner/project
  --app <id>          the app of the draft, with a required input (default: the first suitable one of the project)
${connectionHelp("one of the stack's sevenbridges:connections")}
  --json <file>       write a report into this file: questions, verdicts, platform, versions and date; no names, ids or tokens
  --spend             also ask what only a task that runs can tell. This costs money:
                      ${priceClass.replace(/\. /, ".\n                      ")}
  --yes               with --spend: do not ask first
  --help, -h          this text

Without --platform, --endpoint, --profile and --connection, the settings are those of the stack that the current folder has
chosen, of SB_AUTH_TOKEN and SB_API_ENDPOINT, and of ~/.sevenbridges/credentials, in this order.

Exit codes: 0, or 1 where something differs that the provider does not handle, or is left over, or where nothing answers, or 2
where the command was called wrongly. docs/platforms.md lists the questions, and says how to send a report.`;

export interface Wanted {
  readonly help: boolean;
  readonly flags: ConnectionFlags;
  readonly project: string | undefined;
  readonly app: string | undefined;
  readonly json: string | undefined;
  readonly spends: boolean;
  readonly isSure: boolean;
}

const seeHelp = "See pulumi-sevenbridges doctor --help.";

export const readWanted = (args: readonly string[]): Wanted => {
  const { values } = parseFlags(args);
  const { platform, endpoint, profile, connection, project, app, json, spend, yes } = values;
  const chosen = Object.entries({ platform, endpoint, connection }).filter(
    ([, value]) => value !== undefined,
  );
  if (chosen.length > 1 || (connection !== undefined && profile !== undefined))
    throw new UsageError(`Give one of --platform, --endpoint and --connection. ${seeHelp}`);
  if (project !== undefined && !projectId.is(project))
    throw new UsageError(`--project must be the id of a project (owner/project). ${seeHelp}`);
  if (project === undefined && (app !== undefined || spend === true))
    throw new UsageError(`--app and --spend go with --project. ${seeHelp}`);
  if (app !== undefined && !/^[^/\s]+\/[^/\s]+\/[^/\s]+(\/\d+)?$/.test(app))
    throw new UsageError(
      `--app must be the id of an app (owner/project/app or owner/project/app/1). ${seeHelp}`,
    );
  return {
    help: values.help === true,
    flags: { platform, endpoint, profile, connection },
    project,
    app,
    json,
    spends: spend === true,
    isSure: yes === true,
  };
};

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...connectionOptions,
        project: { type: "string" },
        app: { type: "string" },
        json: { type: "string" },
        spend: { type: "boolean" },
        yes: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(usageError("doctor", error));
  }
};
