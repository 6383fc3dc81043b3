import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import { compact } from "../../model/values/fromApi";
import type { HostError } from "../../shared/errors";
import { applyPlan } from "../apply/applyPlan";
import { planAgainstLive } from "../apply/planAgainstLive";
import { type Properties, readKnownTask, readKnownTaskOrWait, readStoredTask } from "../properties";
import type { Result } from "../results";
import { requireClientFor } from "../session/clients";
import type { Session } from "../session/session";

/** Observe what the task is, send what differs in one PATCH, start it if that is asked for, return everything. */
export const update = (
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
): TE.TaskEither<HostError, Result> => {
  const hidden = internalInputsOf(news);
  return pipe(
    TE.Do,
    TE.bind("now", () => TE.fromEither(readKnownTask(news))),
    TE.bind("was", () => TE.fromEither(readStoredTask(id, olds))),
    TE.bind("before", ({ was }) => TE.fromEither(readKnownTaskOrWait(was.declared))),
    TE.bind("client", ({ was }) => requireClientFor(session, id, was, news, olds)),
    TE.bind("found", ({ client, was, now }) =>
      planAgainstLive(session, client, { id, endpoint: was.endpoint, olds }, was, now, hidden),
    ),
    TE.tapIO(() => () => session.ownership.tasks.set(hidden.__owner ?? id, id)),
    TE.flatMap(({ client, was, before, now, found }) => {
      const { __startedBy, __tagLost, __keptName } = was.hidden;
      const noted: InternalInputs = { ...hidden, ...compact({ __startedBy, __tagLost, __keptName }) };
      const edit = { id, olds, before, now, hidden: noted, retag: false, isHeld: true };
      return applyPlan(session, client, edit, found);
    }),
  );
};
