import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { isBatch, isGood, type RunSnapshot, statusOf } from "../../model/run/runSnapshot";
import { encodeRunState, runComputedNames } from "../../model/run/runState";
import type { RunHidden } from "../../model/run/runStored";
import type { DeclaredRun } from "../../model/run/taskRun";
import { hasBegun, hasEnded, isDraft, priceFrom } from "../../model/task/taskState";
import { formatPrice } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import { readWholeRun, withoutWaiting } from "../apply/findRun";
import { readRunDetails } from "../apply/runResult";
import { fail } from "../failure";
import type { Properties } from "../properties";
import { importedTask, toImport } from "../session/importers";
import type { Session } from "../session/session";
import { type FindTask, findTaskBy, getTaskOrUndefined } from "../session/tasks";

const declineRunImport = (reason: string): never => fail({ _tag: "Declined", reason });

/** The task whose run is imported: one that has been started, for an import starts nothing. */
export const readRunToImport = async (
  client: Client,
  id: string,
  { task: given }: DeclaredRun,
  find: FindTask = getTaskOrUndefined,
): Promise<Task> => {
  if (!isUnknown(given) && given.toLowerCase() !== id.toLowerCase())
    return declineRunImport(
      `\`import\` names task ${id}, but \`task\` is ${given}: give the same id to both`,
    );
  const task = await toImport(client, id, find);
  if (isDraft(task.status))
    return declineRunImport(
      `task ${id} is a draft, and has no run to import: take \`import\` out of the options of its TaskRun, which then starts it`,
    );
  if (!hasBegun(task.status))
    return declineRunImport(
      `task ${id} has a status that is not known here (${task.status}), so it is unclear whether it has started: try again later, with a newer version of pulumi-sevenbridges if that does not help`,
    );
  return task;
};

/** Whether the update will end well, and at once. */
const isCollected = (run: RunSnapshot, { wait, allowFailures }: DeclaredRun): boolean =>
  hasEnded(statusOf(run)) && (wait === false || isGood(run, allowFailures));

const importedRunText = (run: RunSnapshot, declared: DeclaredRun): string => {
  const [status, count] = [statusOf(run), run.children?.length ?? 0];
  const children = isBatch(run) && count > 0 ? `, ${count} ${count === 1 ? "child" : "children"}` : "";
  const end = (): string => {
    if (!hasEnded(status)) return declared.wait === false ? "" : ", and waits for its end";
    return isCollected(run, declared) ? "" : ", which did not succeed: the update will fail";
  };
  return `adopts the run of task ${run.first.id} (${status}${formatPrice(priceFrom(run.first.price))}${children})${end()}`;
};

/** What the run has made, for the preview: see `DraftTask`'s import. */
const madeOutputs = async (
  session: Session,
  client: Client,
  run: RunSnapshot,
  declared: DeclaredRun,
  hidden: RunHidden,
): Promise<Properties> => {
  if (!session.handoff.mode.preview || hidden.__secret === true || !isCollected(run, declared)) return {};
  const { ports, failures } = await readRunDetails(session, client, run, hidden);
  const outputs = encodeRunState(run, declared, hidden, client.connection.endpoint, ports, failures);
  return Object.fromEntries(
    runComputedNames.flatMap((name) => (name in outputs ? [[name, outputs[name]]] : [])),
  );
};

/** The run of a task that exists, for `check`. */
export const importRun = async (
  session: Session,
  client: Client,
  olds: Properties,
  hidden: RunHidden,
  declared: DeclaredRun,
): Promise<Properties> => {
  const look = async (asking: Client, id: string) => {
    const task = await readRunToImport(asking, id, declared, findTaskBy(session.cache.importedTask));
    const run = await readWholeRun(withoutWaiting, asking, task, []);
    const made = await madeOutputs(session, asking, run, declared, hidden);
    return { made, remark: { text: importedRunText(run, declared) } };
  };
  return importedTask(session, client, "run", hidden, olds, look);
};
