import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import { compact } from "../../model/values/fromApi";
import { applyPlan } from "../apply/applyPlan";
import { planAgainstLive } from "../apply/planAgainstLive";
import { rightOrThrow } from "../failure";
import { type Properties, readKnownTask, readKnownTaskOrWait, readStoredTask } from "../properties";
import type { Result } from "../results";
import { requireClientFor } from "../session/clients";
import type { Session } from "../session/session";

/** Observe what the task is, send what differs in one PATCH, start it if that is asked for, return everything. */
export const update = async (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<Result> => {
  const hidden = internalInputsOf(news);
  const now = rightOrThrow(readKnownTask(news));
  const was = rightOrThrow(readStoredTask(id, olds));
  const before = rightOrThrow(readKnownTaskOrWait(was.declared));
  const client = await requireClientFor(session, id, was, news, olds);
  const place = { id, endpoint: was.endpoint, olds };
  const found = await planAgainstLive(session, client, place, was, now, hidden);
  session.ownership.tasks.set(hidden.__owner ?? id, id);
  const { __startedBy, __tagLost, __keptName } = was.hidden;
  const noted: InternalInputs = { ...hidden, ...compact({ __startedBy, __tagLost, __keptName }) };
  const edit = { id, olds, before, now, hidden: noted, retag: false, isHeld: true };
  return applyPlan(session, client, edit, found);
};
