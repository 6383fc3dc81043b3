import * as E from "fp-ts/Either";
import { runHiddenOf } from "../../model/run/runStored";
import { type DeclaredRun, decodeGivenRun, encodeRun } from "../../model/run/taskRun";
import { explain } from "../../shared/errors";
import { sentence } from "../../shared/mistakes";
import { isUnknown } from "../../shared/unknown";
import { attempt } from "../failure";
import { importRun } from "../import/importRun";
import { isHeldBack, type Properties } from "../properties";
import { type Checked, connectionMistakes, refuseInputs, toMistakes, withIdentity } from "../session/checked";
import { clientFor } from "../session/connections";
import type { Session } from "../session/session";
import { draftOf, shapeOf, usesIn } from "./requests";

/** A task is on one platform: what its DraftTask says holds, and the run may at most say the same. */
const withConnection = (
  session: Session,
  news: Properties,
  declared: DeclaredRun,
): E.Either<string, DeclaredRun> => {
  const uses = usesIn(news);
  if (uses.draft === undefined) return E.right(declared);
  const known = draftOf(session, uses);
  const its = known === undefined ? uses.draft.connection : known.connection;
  const { connection: own } = declared;
  if (own === its || isUnknown(own)) return E.right(declared);
  return own === undefined || isUnknown(its)
    ? E.right({ ...declared, ...(its === undefined ? {} : { connection: its }) })
    : E.left("connection is another one than that of its DraftTask: take it out, the task brings its own");
};

/** Guards every write: what it lets through can be sent. Values that are not known yet pass. */
export const check = async (session: Session, olds: Properties, news: Properties): Promise<Checked> => {
  const preview = news.__preview === true;
  session.handoff.mode.preview = preview;
  const refused = refuseInputs(news);
  const declared = decodeGivenRun(news, preview);
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
  const hidden = withIdentity(session, runHiddenOf(olds), runHiddenOf(news), finding.right);
  if (hidden.__owner !== undefined) session.ownership.declaredOwners.add(hidden.__owner);
  // The engine holds it back, or `create` and `update` refuse it. A failure here would end the update for all others.
  if (isHeldBack(news) || E.isLeft(declared)) return { inputs: { ...news, ...hidden }, failures: [] };
  const placed = withConnection(session, news, declared.right);
  if (E.isLeft(placed)) return preview ? toMistakes(news, placed.left) : refused(placed.left);
  const run = placed.right;
  // Which platform it is on, the update will know.
  const { connection } = run;
  const { __import: imported, ...rest } = hidden;
  if (isUnknown(connection))
    return {
      inputs: {
        ...rest,
        ...(imported === undefined ? {} : { adopts: imported }),
        __endpoint: connection,
        ...encodeRun(run),
      },
      failures: [],
    };
  const client = clientFor(session, "TaskRun", { ...news, connection });
  if (E.isLeft(client))
    return preview ? connectionMistakes(news, client.left) : refused(explain(client.left));
  const adopts = await attempt(() => importRun(session, client.right, olds, hidden, run));
  if (E.isLeft(adopts)) return refused(explain(adopts.left));
  const { __owner: owner = "" } = hidden;
  const no = session.handoff.refusals.get(owner);
  session.handoff.runUses.set(owner, usesIn(news));
  const shape = session.handoff.mode.preview ? await shapeOf(session, client.right, olds, news, run) : {};
  return {
    inputs: {
      ...rest,
      // In a preview the program's own process reads it: see `reportFound`.
      ...(no === undefined ? {} : { __checkErrors: [no] }),
      // The same for what it takes from the run: see `requests.ts`.
      ...(Object.keys(shape).length > 0 ? { __shape: shape } : {}),
      __endpoint: client.right.connection.endpoint,
      ...adopts.right,
      ...encodeRun(run),
    },
    failures: [],
  };
};
