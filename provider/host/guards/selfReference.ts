import * as E from "fp-ts/Either";
import { type Bulk, bulkGet } from "../../api/endpoints/bulk";
import { FileOrigin, TaskLineage } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { attemptTagIn } from "../../model/tags/attemptTag";
import { type DeclaredTask, knownInputs } from "../../model/task/draftTask";
import { onPort } from "../../model/values/value";
import { isRecord } from "../../shared/codec";
import type { HostError } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import type { Change } from "../drift/plan";
import { attempt, fail, orThrow } from "../failure";
import { isReported, whyNot } from "../session/bestEffort";
import { normalCall } from "../session/callPolicies";
import type { Session } from "../session/session";

/**
 * The guard against a lookup that finds its own task's results. Outputs inherit the metadata of their inputs, so a
 * lookup by metadata finds more after the run than before it, and the started task would be made again, and paid for
 * again, with its own results as inputs.
 */

const fileIdsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(fileIdsIn);
  if (!isRecord(value)) return [];
  return value.class === "File" && typeof value.path === "string"
    ? // What a preview does not know yet is no file that was made.
      [value.path].filter((path) => !isUnknown(path))
    : Object.values(value).flatMap(fileIdsIn);
};

/** What the program now puts on a port and did not when the task was started. */
const addedFiles = (was: DeclaredTask, now: DeclaredTask, port: string): readonly string[] => {
  const before = new Set(fileIdsIn(onPort(knownInputs(was), port) ?? null));
  return [...new Set(fileIdsIn(onPort(knownInputs(now), port) ?? null))].filter((id) => !before.has(id));
};

const producersOf = <A>(answers: readonly Bulk<A>[]): readonly A[] =>
  answers.flatMap((answer) => (answer._tag === "Found" ? [answer.resource] : []));

const tasksBy = async (client: Client, ids: readonly string[]): Promise<readonly TaskLineage[]> =>
  producersOf(await orThrow(bulkGet(client, "tasks", TaskLineage, ids)));

/** Out of which tasks a task has come: its batch, and what it runs again. */
const filesBefore = (task: TaskLineage): readonly string[] =>
  [task.parent, attemptTagIn(task)?.of].flatMap((it) => it ?? []);

/** Which of these tasks are this one, children of it, or further attempts of either, at any remove. */
const ownResultIn = async (
  client: Client,
  id: string,
  makers: readonly string[],
  asked: ReadonlySet<string> = new Set([id]),
): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(makers)].filter((maker) => !asked.has(maker));
  if (ids.length === 0) return new Set([id]);
  const tasks = await tasksBy(client, ids);
  const earlier = await ownResultIn(client, id, tasks.flatMap(filesBefore), new Set([...asked, ...ids]));
  const own = tasks.filter((task) => filesBefore(task).some((it) => earlier.has(it)));
  return new Set([...earlier, ...own.map((it) => it.id)]);
};

interface Own {
  readonly port: string;
  readonly names: readonly string[];
}

/** What the program now puts on a port and did not before. */
interface Grown {
  readonly port: string;
  readonly files: readonly string[];
}

const ownOn = async (client: Client, id: string, { port, files }: Grown): Promise<Own> => {
  const made = producersOf(await orThrow(bulkGet(client, "files", FileOrigin, files)));
  const makers = made.flatMap(({ origin }) => origin?.task ?? []);
  const own = await ownResultIn(client, id, makers);
  const names = made.filter(({ origin }) => own.has(origin?.task ?? "")).map((file) => file.name ?? file.id);
  return { port, names };
};

const ownOnAll = async (client: Client, id: string, grown: readonly Grown[]): Promise<readonly Own[]> => {
  const all: Own[] = [];
  for (const it of grown) all.push(await ownOn(client, id, it));
  return all;
};

const maxNamed = 3;

const selfReferenceError = (id: string, { port, names }: Own): HostError => ({
  _tag: "Declined",
  reason: `inputs.${port} grew by ${names.length} ${names.length === 1 ? "file" : "files"} that task ${id} or its children have made (${joinWithAnd(names.length > maxNamed ? [...names.slice(0, maxNamed), `${names.length - maxNamed} more`] : names)}): the lookup finds its own results, and the task would be replaced because of them. Narrow the lookup with \`match\` or \`origin: "uploaded"\``,
});

/** Fails where a started task would be replaced because a list grew by what the task itself has made. */
export const refuseOwnResults = async (
  session: Session,
  client: Client,
  id: string,
  was: DeclaredTask,
  now: DeclaredTask,
  changes: readonly Change[],
): Promise<void> => {
  const grown = changes.flatMap(({ port }): readonly Grown[] => {
    const files = port === undefined ? [] : addedFiles(was, now, port);
    return port === undefined || files.length === 0 ? [] : [{ port, files }];
  });
  const asking = normalCall(session, client);
  const all = await asking((its) => () => attempt(() => ownOnAll(its, id, grown)))();
  if (E.isLeft(all)) {
    if (!isReported(all.left))
      client.say(`${whyNot(all.left)}; could not check whether the lookup finds the task's own results`);
    return;
  }
  const own = all.right.find(({ names }) => names.length > 0);
  if (own !== undefined) fail(selfReferenceError(id, own));
};
