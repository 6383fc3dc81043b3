import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Bulk, bulkGet } from "../../api/endpoints/bulk";
import { FileOrigin, TaskLineage } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { attemptTagIn } from "../../model/tags/attemptTag";
import { type DeclaredTask, knownInputs } from "../../model/task/draftTask";
import { onPort } from "../../model/values/value";
import { isRecord } from "../../shared/codec";
import type { ApiError, HostError } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import type { Change } from "../drift/plan";
import { isReported, whyNot } from "../session/bestEffort";
import { normalCall } from "../session/callPolicies";
import type { Session } from "../session/session";

/**
 * The guard against a lookup that finds its own task's results. Outputs inherit the metadata of their inputs, so a
 * lookup by metadata finds more after the run than before it, and the started task would be made again, and paid for
 * again, with its own results as inputs.
 */

const filesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(filesIn);
  if (!isRecord(value)) return [];
  return value.class === "File" && typeof value.path === "string"
    ? // What a preview does not know yet is no file that was made.
      [value.path].filter((path) => !isUnknown(path))
    : Object.values(value).flatMap(filesIn);
};

/** What the program now puts on a port and did not when the task was started. */
const addedFiles = (was: DeclaredTask, now: DeclaredTask, port: string): readonly string[] => {
  const before = new Set(filesIn(onPort(knownInputs(was), port) ?? null));
  return [...new Set(filesIn(onPort(knownInputs(now), port) ?? null))].filter((id) => !before.has(id));
};

const producersOf = <A>(answers: readonly Bulk<A>[]): readonly A[] =>
  answers.flatMap((answer) => (answer._tag === "Found" ? [answer.resource] : []));

const tasksBy = (client: Client, ids: readonly string[]): TE.TaskEither<ApiError, readonly TaskLineage[]> =>
  pipe(bulkGet(client, "tasks", TaskLineage, ids), TE.map(producersOf));

/** Out of which tasks a task has come: its batch, and what it runs again. */
const filesBefore = (task: TaskLineage): readonly string[] =>
  [task.parent, attemptTagIn(task)?.of].flatMap((it) => it ?? []);

/** Which of these tasks are this one, children of it, or further attempts of either, at any remove. */
const ownResultIn = (
  client: Client,
  id: string,
  makers: readonly string[],
  asked: ReadonlySet<string> = new Set([id]),
): TE.TaskEither<ApiError, ReadonlySet<string>> => {
  const ids = [...new Set(makers)].filter((maker) => !asked.has(maker));
  if (ids.length === 0) return TE.right(new Set([id]));
  return pipe(
    tasksBy(client, ids),
    TE.bindTo("tasks"),
    TE.bind("earlier", ({ tasks }) =>
      ownResultIn(client, id, tasks.flatMap(filesBefore), new Set([...asked, ...ids])),
    ),
    TE.map(
      ({ tasks, earlier }) =>
        new Set([
          ...earlier,
          ...tasks.filter((task) => filesBefore(task).some((it) => earlier.has(it))).map((it) => it.id),
        ]),
    ),
  );
};

interface Own {
  readonly port: string;
  readonly names: readonly string[];
}

const ownOn = (
  client: Client,
  id: string,
  port: string,
  files: readonly string[],
): TE.TaskEither<ApiError, Own> =>
  pipe(
    bulkGet(client, "files", FileOrigin, files),
    TE.map(producersOf),
    TE.bindTo("made"),
    TE.bind("own", ({ made }) =>
      ownResultIn(
        client,
        id,
        made.flatMap(({ origin }) => origin?.task ?? []),
      ),
    ),
    TE.map(({ made, own }) => ({
      port,
      names: made.filter(({ origin }) => own.has(origin?.task ?? "")).map((file) => file.name ?? file.id),
    })),
  );

const maxNamed = 3;

const selfReferenceError = (id: string, { port, names }: Own): HostError => ({
  _tag: "Declined",
  reason: `inputs.${port} grew by ${names.length} ${names.length === 1 ? "file" : "files"} that task ${id} or its children have made (${joinWithAnd(names.length > maxNamed ? [...names.slice(0, maxNamed), `${names.length - maxNamed} more`] : names)}): the lookup finds its own results, and the task would be replaced because of them. Narrow the lookup with \`match\` or \`origin: "uploaded"\``,
});

/** Fails where a started task would be replaced because a list grew by what the task itself has made. */
export const refuseOwnResults = (
  session: Session,
  client: Client,
  id: string,
  was: DeclaredTask,
  now: DeclaredTask,
  changes: readonly Change[],
): TE.TaskEither<HostError, void> => {
  const grown = changes.flatMap(({ port }) => {
    const files = port === undefined ? [] : addedFiles(was, now, port);
    return port === undefined || files.length === 0 ? [] : [{ port, files }];
  });
  return pipe(
    normalCall(
      session,
      client,
    )((asking) =>
      pipe(
        grown,
        TE.traverseSeqArray(({ port, files }) => ownOn(asking, id, port, files)),
      ),
    ),
    TE.orElse((error) => {
      if (!isReported(error))
        client.say(`${whyNot(error)}; could not check whether the lookup finds the task's own results`);
      return TE.right<HostError, readonly Own[]>([]);
    }),
    TE.flatMap((all) => {
      const own = all.find(({ names }) => names.length > 0);
      return own === undefined ? TE.right(undefined) : TE.left(selfReferenceError(id, own));
    }),
  );
};
