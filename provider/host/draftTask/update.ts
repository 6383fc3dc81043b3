import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { type Hidden, hiddenOf } from "../../model/task/taskState";
import { compact } from "../../model/values/fromApi";
import type { HostError } from "../../shared/errors";
import { carriedOut } from "../apply/applyPlan";
import { planned } from "../apply/planAgainstLive";
import { knownBefore, knownFrom, type Properties, storedFrom } from "../properties";
import type { Result } from "../results";
import { clientAtHome } from "../session/clients";
import type { Host } from "../session/session";

/** Observe what the task is, send what differs in one PATCH, start it if that is asked for, return everything. */
export const update = (
  host: Host,
  id: string,
  olds: Properties,
  news: Properties,
): TE.TaskEither<HostError, Result> => {
  const hidden = hiddenOf(news);
  return pipe(
    TE.Do,
    TE.bind("now", () => TE.fromEither(knownFrom(news))),
    TE.bind("was", () => TE.fromEither(storedFrom(id, olds))),
    TE.bind("before", ({ was }) => TE.fromEither(knownBefore(was.declared))),
    TE.bind("client", ({ was }) => clientAtHome(host, id, was, news, olds)),
    TE.bind("found", ({ client, was, now }) =>
      planned(host, client, { id, endpoint: was.endpoint, olds }, was, now, hidden),
    ),
    TE.tapIO(() => () => host.live.set(hidden.__owner ?? id, id)),
    TE.flatMap(({ client, was, before, now, found }) => {
      const { __startedBy, __tagLost, __keptName } = was.hidden;
      const noted: Hidden = { ...hidden, ...compact({ __startedBy, __tagLost, __keptName }) };
      const edit = { id, olds, before, now, hidden: noted, retag: false, isHeld: true };
      return carriedOut(host, client, edit, found);
    }),
  );
};
