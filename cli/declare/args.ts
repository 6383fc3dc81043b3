import { parseArgs } from "node:util";
import { projectId } from "../../provider/model/codecs/ids";
import { connectionName } from "../../provider/shared/connectionName";
import { type ConnectionFlags, connectionHelp, connectionOptions } from "../connectionFlags";
import { UsageError, usageError } from "../usage";
import type { Search } from "./lost";

/* What the command line of `declare` says. */

export const help = `pulumi-sevenbridges declare [options] <task>...
       pulumi-sevenbridges declare [options] --project <owner/project>

Prints a program that declares tasks which exist: each with the option \`import\`, so that \`pulumi up\` adopts them and
creates none. A task is named by its id, or by the address of its page. What a task took from another one of the list is
taken from that one's run. Nothing on the platform is changed.

With --project, the tasks of a lost state are found by their tags (the last line of each description says which resource
created it): the newest task of each resource, with its further attempts. A tag holds no name. A resource keeps its old name
where that is the name of its task, or nearly; where it is not, a comment says so.

  --project <id>      the project whose tasks are looked through, 100 a call
  --created-from <d>  of these, only those created since that day: 2026-11-01 (default: all)
  --stack <stack>     which stack's, where there are several, and to find old names: acme/rnaseq/dev
                      (organization/rnaseq/dev without organizations; salt@acme/rnaseq/dev with a salt), rnaseq/dev, dev
                      (in a folder with a Pulumi.yaml), or its 8 digits
${connectionHelp("what the stack calls this platform in sevenbridges:connections, for the arg `connection`")}
  --out <file>        write the program into a new file (default: print it)
  --help, -h          this text

The token, and the platform where no option names it, are taken from SB_AUTH_TOKEN and SB_API_ENDPOINT, else from
~/.sevenbridges/credentials.`;

/** What is asked for. */
export interface Wanted {
  readonly help: boolean;
  readonly tasks: readonly string[];
  /** Instead of tasks that are named. */
  readonly search: Omit<Search, "pulumiProject"> | undefined;
  readonly flags: Omit<ConnectionFlags, "connection">;
  readonly connection: string | undefined;
  readonly out: string | undefined;
}

/** The arguments, or one sentence that says what is wrong with them. */
export const readWanted = (args: readonly string[]): Wanted => {
  const { values, positionals } = parseFlags(args);
  const { platform, endpoint, profile, connection, out } = values;
  if (connection !== undefined && !connectionName.is(connection))
    throw new UsageError(
      "--connection must be a connection's name (letters, digits, dashes and underscores, like eu). See pulumi-sevenbridges declare --help.",
    );
  const search = searchIn(values, positionals);
  if (values.help !== true && positionals.length === 0 && search === undefined)
    throw new UsageError(
      "declare needs at least one task: its id, or the address of its page. See pulumi-sevenbridges declare --help.",
    );
  return {
    help: values.help === true,
    tasks: positionals,
    search,
    flags: { platform, endpoint, profile },
    connection,
    out,
  };
};

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

const searchIn = (
  {
    project,
    "created-from": createdFrom,
    stack,
  }: { readonly project?: string; readonly "created-from"?: string; readonly stack?: string },
  tasks: readonly string[],
): Wanted["search"] => {
  const seeHelp = "See pulumi-sevenbridges declare --help.";
  if (project === undefined) {
    if (createdFrom === undefined && stack === undefined) return undefined;
    throw new UsageError(`--created-from and --stack go with --project. ${seeHelp}`);
  }
  if (tasks.length > 0) throw new UsageError(`Name tasks, or give --project, not both. ${seeHelp}`);
  if (!projectId.is(project))
    throw new UsageError(`--project must be the id of a project (owner/project), not ${project}. ${seeHelp}`);
  if (createdFrom !== undefined && !isDay(createdFrom))
    throw new UsageError(`--created-from must be a day like 2026-11-01, not ${createdFrom}. ${seeHelp}`);
  return { project, createdFrom, stack };
};

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...connectionOptions,
        project: { type: "string" },
        "created-from": { type: "string" },
        stack: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(usageError("declare", error));
  }
};
