import type { Client } from "../../api/transport/http";
import type { DeclaredTask } from "../../model/task/draftTask";
import { computedFrom, type InternalInputs, isDraft } from "../../model/task/taskState";
import type { Note } from "../../shared/printedLine";
import { withChildren } from "../apply/taskResult";
import type { Properties } from "../properties";
import { importedTask } from "../session/importers";
import type { Session } from "../session/session";
import { findTaskBy } from "../session/tasks";
import { compareImport, type ImportComparison, importText } from "./compare";

/** Whether the task will be after the update what it is now. */
const staysAsItIs = ({ task, changes }: ImportComparison, now: DeclaredTask): boolean =>
  !isDraft(task.status) || (changes.length === 0 && now.run !== true);

/**
 * What the task has made, for the preview: the engine shows as outputs what `check` adds, and what is made of them is
 * known then, too (the engine does not call `create` in previews). The update itself stores none of this.
 */
const madeValues = async (
  session: Session,
  client: Client,
  found: ImportComparison,
  now: DeclaredTask,
  { __hideValues: veiled }: InternalInputs,
): Promise<Properties> => {
  const { task } = found;
  if (!session.handoff.mode.preview || veiled === true || !staysAsItIs(found, now)) return {};
  // A batch is CREATING until its children exist: API digest, section 4.
  const [, childIds] = task.status === "CREATING" ? [] : await withChildren(session, client, task, 0);
  const { __endpoint, __schema, ...computed } = computedFrom(task, client.connection.endpoint, childIds);
  return computed;
};

const withMadeValues = ({ childIds }: Properties): string =>
  Array.isArray(childIds)
    ? `; its ${childIds.length === 1 ? "child comes" : `${childIds.length} children come`} with it`
    : "";

/** A task that exists, for `check`. */
export const previewImport = async (
  session: Session,
  client: Client,
  olds: Properties,
  hidden: InternalInputs,
  now: DeclaredTask,
): Promise<Properties> => {
  const look = async (asking: Client, id: string) => {
    const find = findTaskBy(session.cache.importedTask);
    const found = await compareImport(session, asking, id, now, hidden, find);
    const made = await madeValues(session, asking, found, now, hidden);
    const text = `${importText(found, now, hidden.__hideValues === true)}${withMadeValues(made)}`;
    const note: Note = { of: "task", id: found.task.id, status: found.task.status, tells: "Status" };
    return {
      made: found.keptId === undefined ? made : { ...made, __id: found.keptId },
      remark: { text, note },
    };
  };
  return importedTask(session, client, "task", hidden, olds, look);
};
