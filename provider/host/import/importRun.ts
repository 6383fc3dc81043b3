import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { isBatch, isGood, type RunNow, statusOf } from "../../model/run/runSnapshot";
import { encodeRunState, runComputedNames } from "../../model/run/runState";
import type { RunHidden } from "../../model/run/runStored";
import type { DeclaredRun } from "../../model/run/taskRun";
import { hasBegun, hasEnded, priceFrom } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { priced } from "../../shared/text";
import { isUnknown } from "../../shared/unknown";
import { atOnce, runOf } from "../apply/findRun";
import { knowledgeOf } from "../apply/runResult";
import { isDraft } from "../drift/plan";
import type { Properties } from "../properties";
import { takenOver, toImport } from "../session/importers";
import type { Host } from "../session/session";
import { type Find, findBy, findTask } from "../session/tasks";

const declined = (reason: string): TE.TaskEither<HostError, never> => TE.left({ _tag: "Declined", reason });

/** The task whose run is imported: one that has been started, for an import starts nothing. */
export const runToImport = (
  client: Client,
  id: string,
  { task: given }: DeclaredRun,
  find: Find = findTask,
): TE.TaskEither<HostError, Task> => {
  if (!isUnknown(given) && given.toLowerCase() !== id.toLowerCase())
    return declined(`\`import\` names task ${id}, but \`task\` is ${given}: give the same id to both`);
  return pipe(
    toImport(client, id, find),
    TE.flatMap((task): TE.TaskEither<HostError, Task> => {
      if (isDraft(task.status))
        return declined(
          `task ${id} is a draft, and has no run to import: take \`import\` out of the options of its TaskRun, which then starts it`,
        );
      return hasBegun(task.status)
        ? TE.right(task)
        : declined(
            `task ${id} has a status that is not known here (${task.status}), so it is unclear whether it has started: try again later, with a newer version of pulumi-sevenbridges if that does not help`,
          );
    }),
  );
};

/** Whether the update will end well, and at once. */
const isCollected = (run: RunNow, { wait, allowFailures }: DeclaredRun): boolean =>
  hasEnded(statusOf(run)) && (wait === false || isGood(run, allowFailures));

const textOf = (run: RunNow, declared: DeclaredRun): string => {
  const [status, count] = [statusOf(run), run.children?.length ?? 0];
  const children = isBatch(run) && count > 0 ? `, ${count} ${count === 1 ? "child" : "children"}` : "";
  const end = (): string => {
    if (!hasEnded(status)) return declared.wait === false ? "" : ", and waits for its end";
    return isCollected(run, declared) ? "" : ", which did not succeed: the update will fail";
  };
  return `adopts the run of task ${run.first.id} (${status}${priced(priceFrom(run.first.price))}${children})${end()}`;
};

/** What the run has made, for the preview: see `DraftTask`'s import. */
const made = (
  host: Host,
  client: Client,
  run: RunNow,
  declared: DeclaredRun,
  hidden: RunHidden,
): TE.TaskEither<HostError, Properties> =>
  host.mode.preview && hidden.__secret !== true && isCollected(run, declared)
    ? pipe(
        knowledgeOf(host, client, run, hidden),
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
export const adoptedRun = (
  host: Host,
  client: Client,
  olds: Properties,
  hidden: RunHidden,
  declared: DeclaredRun,
): TE.TaskEither<HostError, Properties> =>
  takenOver(host, client, "run", hidden, olds, (asking, id) =>
    pipe(
      runToImport(asking, id, declared, findBy(host.imported)),
      TE.flatMap((task) => runOf(atOnce, asking, task, [])),
      TE.bindTo("run"),
      TE.bind("made", ({ run }) => made(host, asking, run, declared, hidden)),
      TE.map(({ run, made }) => ({ made, remark: { text: textOf(run, declared) } })),
    ),
  );
