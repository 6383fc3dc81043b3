import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import type { DeclaredTask } from "../../model/task/draftTask";
import { type InternalInputs, isDraft } from "../../model/task/taskState";
import { joinWithAnd } from "../../shared/text";
import { appDefaults } from "../drift/appDefaults";
import { liveArgs } from "../drift/drift";
import { formatDifferences } from "../drift/formatDifferences";
import { type Change, changesOf, replacesDraft } from "../drift/plan";
import { fail } from "../failure";
import { toImport } from "../session/importers";
import { idInTag, tagOwnerOf } from "../session/ownership";
import type { Session } from "../session/session";
import { type FindTask, getTaskOrUndefined } from "../session/tasks";

/** An existing task that a program imports, and how it differs from the program. */
export interface ImportComparison {
  readonly task: Task;
  /** The task in the program's own form. */
  readonly was: DeclaredTask;
  /** What will be changed of it: only of a draft. In a preview, some of it may turn out to be no difference. */
  readonly changes: readonly Change[];
  /** Whether its tag names another resource. */
  readonly other: boolean;
  /** The id in its tag, where the settings switch tags off: it stays on the task, and the state follows it. */
  readonly keptId: string | undefined;
}

const declineTaskImport = (reason: string): never => fail({ _tag: "Declined", reason });

const refuseImport = (
  { task, was }: Pick<ImportComparison, "task" | "was">,
  now: DeclaredTask,
  changes: readonly Change[],
  veiled: boolean,
): never => {
  const between = (there: string, here: string): string => `${there} there, ${here} in the program`;
  return declineTaskImport(
    `task ${task.id} (${task.status}) cannot be imported, because it differs from the program in ${joinWithAnd(formatDifferences(was, now, changes, { veiled, between }))}: change the program to say what the task is, or take \`import\` out to have a new one made`,
  );
};

/**
 * Looks at the task to adopt. What the program never set is no difference; a draft that differs will be patched;
 * a started task that differs is refused, for it cannot be made what the program says.
 */
export const compareImport = async (
  session: Session,
  client: Client,
  id: string,
  now: DeclaredTask,
  hidden: InternalInputs,
  find: FindTask = getTaskOrUndefined,
): Promise<ImportComparison> => {
  const task = await toImport(client, id, find);
  const defaults = await appDefaults(session, client, now, task);
  const was = liveArgs(now, task, defaults);
  const { endpoint } = client.connection;
  const changes = changesOf({ declared: was, endpoint, status: task.status, errors: [] }, now);
  const sure = changes.filter(({ unsure }) => !unsure);
  const blocking = isDraft(task.status) ? sure.filter(({ part }) => replacesDraft.includes(part)) : sure;
  if (blocking.length > 0) return refuseImport({ task, was }, now, blocking, hidden.__hideValues === true);
  const [own, tagged] = [idInTag(session, hidden), tagOwnerOf(task)];
  const other = own !== undefined && tagged !== undefined && tagged !== own;
  const keptId = own === undefined && isDraft(task.status) ? tagged : undefined;
  return { task, was, changes, other, keptId };
};
const unsureText = (changes: readonly Change[]): string => {
  const paths = changes.map(({ part, port }) => (port === undefined ? part : `${part}.${port}`));
  return `; whether it differs in ${joinWithAnd(paths)} is known only in the update`;
};

/** What the preview says of an adoption. */
export const importText = (
  { task, was, changes, other }: ImportComparison,
  now: DeclaredTask,
  veiled: boolean,
): string => {
  const sure = changes.filter(({ unsure }) => !unsure);
  const unsure = changes.filter((change) => change.unsure);
  const differs = joinWithAnd(
    formatDifferences(was, now, sure, { veiled, between: (there, here) => `${there} → ${here}` }),
  );
  return [
    `adopts task ${task.id} (${task.status}), `,
    sure.length > 0
      ? `and changes its ${differs}`
      : unsure.length > 0
        ? "which otherwise matches the program"
        : "which matches the program",
    ...(isDraft(task.status) && now.run === true ? [", and starts it"] : []),
    ...(unsure.length > 0 ? [unsureText(unsure)] : []),
    ...(other
      ? [
          "; it carries the tag of another resource, or of one that was renamed: if another state still has it, take it out of that state with pulumi state delete, for both would manage one task",
        ]
      : []),
  ].join("");
};
