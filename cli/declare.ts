import { writeFileSync } from "node:fs";
import type { Task } from "../provider/api/endpoints/schemas";
import { type Client, clientOf } from "../provider/api/transport/http";
import { defaultPolicy } from "../provider/api/transport/retry";
import { inputsFrom } from "../provider/model/values/fromApi";
import { safeText } from "../provider/shared/safeText";
import { errorCode } from "../provider/shared/text";
import { help, readWanted } from "./declare/args";
import { producerOf } from "./declare/flows";
import { idsFrom } from "./declare/ids";
import { type Found, findLost } from "./declare/lost";
import { readApps, readOrigins, readProjects, readRun, readTasks } from "./declare/platform";
import { programText } from "./declare/program";
import { connectionOf } from "./declare/settings";
import { type Subject, seenOf } from "./declare/subject";
import { filesIn } from "./files";
import { readProjectName } from "./pulumiProject";

const note = (line: string): void => console.error(safeText(line));

/** Children come with their batch. */
const withoutChildren = (tasks: readonly Task[]): readonly Task[] => {
  const batches = new Set(tasks.flatMap(({ id, batch }) => (batch === true ? [id] : [])));
  return tasks.filter(({ id, parent }) => {
    const isChild = parent !== undefined && parent !== null && batches.has(parent);
    if (isChild) note(`Task ${id} is a child of batch ${parent}, and comes with it.`);
    return !isChild;
  });
};

const subjectsOf = async (
  client: Client,
  { ids, attemptsOf, lostOf }: Found,
): Promise<readonly Subject[]> => {
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
  for (const task of tasks) {
    const run = await readRun(client, task, attemptsOf);
    const lost = lostOf([task.id, ...(run?.children ?? []).map(({ id }) => id)]);
    subjects.push({
      task,
      run,
      app: apps.get(task.app),
      project: projects.get(task.project),
      ...(lost === undefined ? {} : { lost }),
    });
  }
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
      return seen === undefined ? [] : producerOf(seen);
    }),
  );
  return subjects.flatMap(({ task }) => {
    const inputs = inputsFrom(task.inputs);
    return [...filesIn(inputs).filter((id) => made.has(id)), ...namelessIn(inputs)];
  });
};

/** Prints the program of existing tasks, or writes it into a file. */
export const declare = async (args: readonly string[]): Promise<void> => {
  const wanted = readWanted(args);
  if (wanted.help) {
    console.log(help);
    return;
  }
  const there = connectionOf(wanted.flags);
  const { endpoint, token } = there;
  const client = clientOf(there, { policy: defaultPolicy, say: note });
  const found: Found =
    wanted.search === undefined
      ? {
          ids: idsFrom(wanted.tasks, endpoint),
          attemptsOf: () => [],
          lostOf: () => undefined,
          note: undefined,
        }
      : await findLost(client, { ...wanted.search, pulumiProject: readProjectName() });
  if (found.note !== undefined) note(found.note);
  const subjects = await subjectsOf(client, found);
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
    const code = errorCode(error);
    throw new Error(
      code === "EEXIST"
        ? `${file} exists already: give --out another name, or remove it.`
        : `${file} cannot be written: ${code ?? "unknown error"}.`,
    );
  }
  note(`${count === 1 ? "1 task is" : `${count} tasks are`} declared in ${file}.`);
};
