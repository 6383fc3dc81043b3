import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Client, clientOf } from "../provider/api/http";
import { defaultPolicy } from "../provider/api/retry";
import type { Task } from "../provider/api/wire";
import { connectionName } from "../provider/model/connection";
import { inputsFrom } from "../provider/model/fromApi";
import { codeOf } from "../provider/words";
import { madeBy } from "./declare/flows";
import { idsFrom } from "./declare/ids";
import { readApps, readOrigins, readProjects, readRun, readTasks } from "./declare/platform";
import { programText } from "./declare/program";
import { connectionOf, type Flags } from "./declare/settings";
import { type Subject, seenOf } from "./declare/subject";
import { filesIn } from "./files";
import { mistaken, UsageError } from "./usage";

const help = `pulumi-sevenbridges declare [options] <task>...

Prints a program that declares tasks which exist: each with the option \`import\`, so that \`pulumi up\` takes them over and
makes none anew. A task is named by its id, or by the address of its page. What a task took from another one of the list is
taken from that one's run. Nothing on the platform is changed.

  --platform <name>   cgc, aws-us, aws-eu, cavatica, bdc, ali-cn
  --endpoint <url>    the address of the API, where it is another one
  --profile <name>    a section of ~/.sevenbridges/credentials
  --connection <name> what the stack calls this platform in sevenbridges:connections, for the arg \`connection\`
  --out <file>        write the program into a new file (default: print it)
  --help, -h          this text

The token, and the platform where no option names it, are taken from SB_AUTH_TOKEN and SB_API_ENDPOINT, else from
~/.sevenbridges/credentials.`;

const note = (line: string): void => console.error(line);

/** Children come with their batch. */
const withoutChildren = (tasks: readonly Task[]): readonly Task[] => {
  const batches = new Set(tasks.flatMap(({ id, batch }) => (batch === true ? [id] : [])));
  return tasks.filter(({ id, parent }) => {
    const isChild = parent !== undefined && parent !== null && batches.has(parent);
    if (isChild) note(`Task ${id} is a child of batch ${parent}, and comes with it.`);
    return !isChild;
  });
};

const subjectsOf = async (client: Client, ids: readonly string[]): Promise<readonly Subject[]> => {
  const tasks = withoutChildren(await readTasks(client, ids));
  const apps = await readApps(
    client,
    tasks.map(({ app }) => app),
  );
  const projects = await readProjects(
    client,
    tasks.map(({ project }) => project),
  );
  const subjects: Subject[] = [];
  for (const task of tasks)
    subjects.push({
      task,
      run: await readRun(client, task),
      app: apps.get(task.app),
      project: projects.get(task.project),
    });
  return subjects;
};

const namelessIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(namelessIn);
  if (typeof value !== "object" || value === null) return [];
  const isNameless = "class" in value && value.class === "File" && !("name" in value);
  return isNameless ? filesIn(value) : Object.values(value).flatMap(namelessIn);
};

/** The files of which more must be known: those that one of these tasks may have made, and those that have no name. */
const filesOf = (subjects: readonly Subject[], endpoint: string): readonly string[] => {
  const made = new Set(
    subjects.flatMap((subject) => {
      const seen = seenOf(subject, endpoint);
      return seen === undefined ? [] : madeBy(seen);
    }),
  );
  return subjects.flatMap(({ task }) => {
    const inputs = inputsFrom(task.inputs);
    return [...filesIn(inputs).filter((id) => made.has(id)), ...namelessIn(inputs)];
  });
};

interface Wanted {
  readonly help: boolean;
  readonly tasks: readonly string[];
  readonly flags: Flags;
  readonly connection: string | undefined;
  readonly out: string | undefined;
}

/** Prints the program of existing tasks, or writes it into a file. */
export const declare = async (args: readonly string[]): Promise<void> => {
  const wanted = read(args);
  if (wanted.help) {
    console.log(help);
    return;
  }
  const there = connectionOf(wanted.flags);
  const { endpoint, token } = there;
  const client = clientOf(there, { policy: defaultPolicy, say: note });
  const subjects = await subjectsOf(client, idsFrom(wanted.tasks, endpoint));
  const origins = await readOrigins(client, filesOf(subjects, endpoint));
  const program = programText({ endpoint, connection: wanted.connection, subjects, origins });
  if (program.includes(token))
    throw new Error("One of the tasks holds your token among its values: it is not printed.");
  if (wanted.out === undefined) process.stdout.write(program);
  else write(wanted.out, program, subjects.length);
};

/** A program that somebody has worked on is not overwritten. */
const write = (file: string, program: string, count: number): void => {
  try {
    writeFileSync(file, program, { flag: "wx" });
  } catch (error) {
    const code = codeOf(error);
    throw new Error(
      code === "EEXIST"
        ? `${file} exists already: give --out another name, or remove it.`
        : `${file} cannot be written: ${code ?? "unknown error"}.`,
    );
  }
  note(`${count === 1 ? "1 task is" : `${count} tasks are`} declared in ${file}.`);
};

const read = (args: readonly string[]): Wanted => {
  const { values, positionals } = parsed(args);
  const { platform, endpoint, profile, connection, out } = values;
  if (connection !== undefined && !connectionName.is(connection))
    throw new UsageError(
      "--connection must be a connection's name (letters, digits, dashes and underscores, like eu). See pulumi-sevenbridges declare --help.",
    );
  if (values.help !== true && positionals.length === 0)
    throw new UsageError(
      "declare needs at least one task: its id, or the address of its page. See pulumi-sevenbridges declare --help.",
    );
  return {
    help: values.help === true,
    tasks: positionals,
    flags: { platform, endpoint, profile },
    connection,
    out,
  };
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        platform: { type: "string" },
        endpoint: { type: "string" },
        profile: { type: "string" },
        connection: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(mistaken("declare", error));
  }
};
