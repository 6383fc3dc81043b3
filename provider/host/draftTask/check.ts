import * as E from "fp-ts/Either";
import { type DeclaredTask, decodeGiven, encodeDeclared } from "../../model/task/draftTask";
import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import { explain, type HostError } from "../../shared/errors";
import { existingWorkKey, otherWorkKey } from "../../shared/existingWork";
import { sentence } from "../../shared/mistakes";
import { isUnknown } from "../../shared/unknown";
import { attempt } from "../failure";
import { previewImport } from "../import/previewImport";
import { pinBefore } from "../preflight/pin";
import { preflight } from "../preflight/task";
import { isHeldBack, type Properties } from "../properties";
import { existingRefusal } from "../recovery/existingWork";
import { type Checked, connectionMistakes, refuseInputs, toMistakes, withIdentity } from "../session/checked";
import { clientFor } from "../session/connections";
import type { Session } from "../session/session";

/** A missing `name` is the resource's, and stays what it was when the resource is renamed. */
const withName = (
  olds: Properties,
  news: Properties,
): { readonly name: unknown; readonly byDefault: Pick<InternalInputs, "__defaultName"> } => {
  if (news.name !== undefined) return { name: news.name, byDefault: {} };
  const name = internalInputsOf(olds).__defaultName ?? internalInputsOf(news).__defaultName;
  return { name, byDefault: name === undefined ? {} : { __defaultName: name } };
};

/** Which platform it is going to be on, the update will know: there the app is pinned. */
const withoutPlace = (
  olds: Properties,
  { __defaultName, __import: adopts, __hideValues, ...hidden }: InternalInputs,
  now: DeclaredTask,
): Checked => ({
  inputs: {
    ...hidden,
    ...(__defaultName === undefined ? {} : { __defaultName }),
    __app: now.app,
    ...(adopts === undefined ? {} : { adopts }),
    ...encodeDeclared({ ...now, app: pinBefore(now.app, olds) ?? now.app }),
  },
  failures: [],
});

/** For the run of the task, whose program knows nothing of what transforms supply. */
const noteDeclared = (
  session: Session,
  news: Properties,
  declared: E.Either<unknown, DeclaredTask>,
): void => {
  const { __owner: owner, __import: imported } = internalInputsOf(news);
  if (owner === undefined) return;
  if (E.isLeft(declared)) {
    const { connection } = news;
    session.handoff.declaredTasks.set(owner, {
      connection: typeof connection === "string" ? connection : undefined,
    });
    return;
  }
  const { connection, batching } = declared.right;
  session.handoff.declaredTasks.set(owner, { connection, ...(imported === undefined ? { batching } : {}) });
};

/** What is in the state keeps the session that created it; none where it is of a version without sessions. */
const withSession = (
  session: Session,
  olds: Properties,
  { __session: now, ...hidden }: InternalInputs,
): InternalInputs => {
  const { __session: before } = internalInputsOf(olds);
  const isInState = Object.keys(olds).length > 0;
  if (isInState && hidden.__owner !== undefined) session.ownership.storedSessions.set(hidden.__owner, before);
  const sessionId = isInState ? before : now;
  return sessionId === undefined ? hidden : { ...hidden, __session: sessionId };
};

/** Guards every write: what it lets through can be sent. Values that are not known yet pass. */
export const check = async (session: Session, olds: Properties, news: Properties): Promise<Checked> => {
  const preview = news.__preview === true;
  session.handoff.mode.preview = preview;
  const refused = refuseInputs(news);
  const { name, byDefault } = withName(olds, news);
  const declared = decodeGiven({ ...news, name }, preview);
  noteDeclared(session, news, declared);
  if (E.isLeft(declared) && !isHeldBack(news)) {
    const mistakes = declared.left.map(sentence);
    return preview ? toMistakes(news, ...mistakes) : refused(...mistakes);
  }
  // The program's own process has found the settings wrong, and is going to fail.
  if (news.__alreadyReported === true) return { inputs: news, failures: [] };
  const finding = session.options.orphanSearch();
  if (E.isLeft(finding)) return refused(explain(finding.left));
  const protection = session.options.replaceFinished();
  if (E.isLeft(protection)) return refused(explain(protection.left));
  const level = session.options.checks();
  if (E.isLeft(level)) return refused(explain(level.left));
  const hidden = withSession(
    session,
    olds,
    withIdentity(session, internalInputsOf(olds), internalInputsOf(news), finding.right),
  );
  if (hidden.__owner !== undefined) session.ownership.declaredOwners.add(hidden.__owner);
  // The engine holds it back, or `create` and `update` refuse it. A failure here would end the update for all others.
  if (isHeldBack(news) || E.isLeft(declared)) return { inputs: { ...news, ...hidden }, failures: [] };
  const { connection } = declared.right;
  if (isUnknown(connection))
    return withoutPlace(olds, { ...hidden, ...byDefault, __endpoint: connection }, declared.right);
  const client = clientFor(session, "DraftTask", news);
  if (E.isLeft(client))
    return preview ? connectionMistakes(news, client.left) : refused(explain(client.left));
  const looking = { session, client: client.right, olds, news, hidden, level: level.right, preview };
  const { __owner: owner = "" } = hidden;
  if (Object.keys(olds).length > 0) session.ownership.ownersInState.add(owner);
  const { now, mistakes: found, expected, existing, other } = await preflight(looking, declared.right);
  const refusals = [session.handoff.refusals.get(owner), existingRefusal(session, existing)];
  const mistakes = [...found, ...refusals.filter((reason) => reason !== undefined)];
  // In a preview the program's own process reads them, beside those of all other resources: see `reportFound`.
  if (mistakes.length > 0 && !preview) return refused(...mistakes);
  if (mistakes.length === 0) session.handoff.declaredArgs.set(owner, now);
  const adopts: E.Either<HostError, Properties> =
    mistakes.length > 0
      ? E.right({})
      : await attempt(() => previewImport(session, client.right, olds, hidden, now));
  if (E.isLeft(adopts)) return refused(explain(adopts.left));
  const { __id: kept } = adopts.right;
  if (typeof kept === "string") session.ownership.resourceIds.set(owner, kept);
  const { __defaultName: _, __import: __, __hideValues: ___, ...rest } = hidden;
  return {
    inputs: {
      ...rest,
      ...byDefault,
      __app: declared.right.app,
      __endpoint: client.right.connection.endpoint,
      ...(mistakes.length > 0 ? { __checkErrors: mistakes } : {}),
      ...(existing === undefined ? {} : { [existingWorkKey]: existing }),
      ...(other === undefined ? {} : { [otherWorkKey]: other }),
      ...adopts.right,
      ...expected,
      ...encodeDeclared(now),
    },
    failures: [],
  };
};
