import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { explain, type HostError } from "../../errors";
import { decodeDeclared, encodeDeclared } from "../../model/draftTask";
import { hasRevision, taskId, unversioned } from "../../model/ids";
import { sentence } from "../../model/report";
import { type Hidden, hiddenOf } from "../../model/taskState";
import { isUnknown } from "../../unknown";
import { type Checked, refusing, withSalt } from "../checked";
import { clientFor, type Host } from "../host";
import { findBy } from "../live";
import type { Properties } from "../properties";
import { adopted } from "./adopted";

/** The app with a revision: the one that the state has while the program's text is the same, else the newest. */
const pinned = (
  host: Host,
  client: Client,
  written: string,
  { __owner: owner = "", __import: imported }: Hidden,
  olds: Properties,
): TE.TaskEither<HostError, string> => {
  if (isUnknown(written) || hasRevision(written)) return TE.right(written);
  const before = olds.app;
  if (hiddenOf(olds).__app === written && typeof before === "string" && unversioned(before) === written)
    return TE.right(before);
  // For a replacement the engine checks a second time, without olds: the same task must not move to a newer app.
  const remembered = host.pins.get(owner);
  if (remembered?.written === written) return TE.right(remembered.pinned);
  const newest = pipe(
    host.app(client, written),
    TE.map(({ revision }) => `${written}/${revision}`),
  );
  if (!taskId.is(imported)) return newest;
  // A task that is taken over keeps the revision that it has.
  return pipe(
    findBy(host.imported)(client, imported),
    TE.flatMap((task) =>
      task !== undefined && unversioned(task.app) === written ? TE.right(task.app) : newest,
    ),
  );
};

/** A missing `name` is the resource's, and stays what it was when the resource is renamed. */
const withName = (
  olds: Properties,
  news: Properties,
): { readonly name: unknown; readonly byDefault: Pick<Hidden, "__defaultName"> } => {
  if (news.name !== undefined) return { name: news.name, byDefault: {} };
  const name = hiddenOf(olds).__defaultName ?? hiddenOf(news).__defaultName;
  return { name, byDefault: name === undefined ? {} : { __defaultName: name } };
};

/** Guards every write: what it lets through can be sent. Values that are not known yet pass. */
export const check = async (host: Host, olds: Properties, news: Properties): Promise<Checked> => {
  // The program's own process has validated these in a preview, and reports all mistakes of all resources at
  // once; the engine would stop at the first failure here (DraftTask's constructor).
  if (news.__reported === true) return { inputs: news, failures: [] };
  const refused = refusing(news);
  const finding = host.finding();
  if (E.isLeft(finding)) return refused(explain(finding.left));
  const hidden = withSalt(hiddenOf(news), finding.right);
  if (hidden.__owner !== undefined) host.declared.add(hidden.__owner);
  const { name, byDefault } = withName(olds, news);
  const declared = decodeDeclared({ ...news, name });
  if (E.isLeft(declared)) return refused(...declared.left.map(sentence));
  const client = clientFor(host, "DraftTask", news);
  if (E.isLeft(client)) return refused(explain(client.left));
  const written = declared.right.app;
  const app = await pinned(host, client.right, written, hidden, olds)();
  if (E.isLeft(app)) return refused(`app: ${explain(app.left)}`);
  if (!isUnknown(written)) host.pins.set(hidden.__owner ?? "", { written, pinned: app.right });
  const now = { ...declared.right, app: app.right };
  const adopts = await adopted(host, client.right, olds, hidden, now)();
  if (E.isLeft(adopts)) return refused(explain(adopts.left));
  const { __defaultName: _, __import: __, __importView: ___, ...rest } = hidden;
  return {
    inputs: {
      ...rest,
      ...byDefault,
      __app: written,
      __endpoint: client.right.connection.endpoint,
      ...adopts.right,
      ...encodeDeclared(now),
    },
    failures: [],
  };
};
