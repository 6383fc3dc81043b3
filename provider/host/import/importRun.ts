import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { isBatch, isGood, type RunSnapshot, statusOf } from "../../model/run/runSnapshot";
import { encodeRunState, runComputedNames } from "../../model/run/runState";
import type { RunHidden } from "../../model/run/runStored";
import type { DeclaredRun } from "../../model/run/taskRun";
import { hasBegun, hasEnded, isDraft, priceFrom } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { formatPrice } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import { readWholeRun, withoutWaiting } from "../apply/findRun";
import { readRunDetails } from "../apply/runResult";
import type { Properties } from "../properties";
import { importedTask, toImport } from "../session/importers";
import type { Session } from "../session/session";
import { type FindTask, findTaskBy, getTaskOrUndefined } from "../session/tasks";

const declineRunImport = (reason: string): TE.TaskEither<HostError, never> =>
  TE.left({ _tag: "Declined", reason });

/** The task whose run is imported: one that has been started, for an import starts nothing. */
export const readRunToImport = (
  client: Client,
  id: string,
  { task: given }: DeclaredRun,
  find: FindTask = getTaskOrUndefined,
): TE.TaskEither<HostError, Task> => {
  if (!isUnknown(given) && given.toLowerCase() !== id.toLowerCase())
    return declineRunImport(
      `\`import\` names task ${id}, but \`task\` is ${given}: give the same id to both`,
    );
  return pipe(
    toImport(client, id, find),
    TE.flatMap((task): TE.TaskEither<HostError, Task> => {
      if (isDraft(task.status))
        return declineRunImport(
          `task ${id} is a draft, and has no run to import: take \`import\` out of the options of its TaskRun, which then starts it`,
        );
      return hasBegun(task.status)
        ? TE.right(task)
        : declineRunImport(
            `task ${id} has a status that is not known here (${task.status}), so it is unclear whether it has started: try again later, with a newer version of pulumi-sevenbridges if that does not help`,
          );
    }),
  );
};

/** Whether the update will end well, and at once. */
const isCollected = (run: RunSnapshot, { wait, allowFailures }: DeclaredRun): boolean =>
  hasEnded(statusOf(run)) && (wait === false || isGood(run, allowFailures));

const textOf = (run: RunSnapshot, declared: DeclaredRun): string => {
  const [status, count] = [statusOf(run), run.children?.length ?? 0];
  const children = isBatch(run) && count > 0 ? `, ${count} ${count === 1 ? "child" : "children"}` : "";
  const end = (): string => {
    if (!hasEnded(status)) return declared.wait === false ? "" : ", and waits for its end";
    return isCollected(run, declared) ? "" : ", which did not succeed: the update will fail";
  };
  return `adopts the run of task ${run.first.id} (${status}${formatPrice(priceFrom(run.first.price))}${children})${end()}`;
};

/** What the run has made, for the preview: see `DraftTask`'s import. */
const madeOutputs = (
  session: Session,
  client: Client,
  run: RunSnapshot,
  declared: DeclaredRun,
  hidden: RunHidden,
): TE.TaskEither<HostError, Properties> =>
  session.handoff.mode.preview && hidden.__secret !== true && isCollected(run, declared)
    ? pipe(
        readRunDetails(session, client, run, hidden),
        TE.map(({ ports, failures }) => {
          const { endpoint } = client.connection;
          const outputs = encodeRunState(run, declared, hidden, endpoint, ports, failures);
          return Object.fromEntries(
            runComputedNames.flatMap((name) => (name in outputs ? [[name, outputs[name]]] : [])),
          );
        }),
      )
    : TE.right({});

/** The run of a task that exists, for `check`. */
export const importRun = (
  session: Session,
  client: Client,
  olds: Properties,
  hidden: RunHidden,
  declared: DeclaredRun,
): TE.TaskEither<HostError, Properties> =>
  importedTask(session, client, "run", hidden, olds, (asking, id) =>
    pipe(
      readRunToImport(asking, id, declared, findTaskBy(session.cache.importedTask)),
      TE.flatMap((task) => readWholeRun(withoutWaiting, asking, task, [])),
      TE.bindTo("run"),
      TE.bind("made", ({ run }) => madeOutputs(session, asking, run, declared, hidden)),
      TE.map(({ run, made }) => ({ made, remark: { text: textOf(run, declared) } })),
    ),
  );
