import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { explain, type HostError } from "../../errors";
import { type DeclaredTask, decodeDeclared, encodeDeclared } from "../../model/draftTask";
import { sentence } from "../../model/report";
import { type Hidden, hiddenOf } from "../../model/taskState";
import { type Checked, refusing, withSalt } from "../checked";
import { clientFor, type Host } from "../host";
import type { Properties } from "../properties";
import { inItsTime } from "../reach";
import { adoption, adoptionNote } from "./adopt";
import { lookedAt } from "./checks/task";

/** A missing `name` is the resource's, and stays what it was when the resource is renamed. */
const withName = (
  olds: Properties,
  news: Properties,
): { readonly name: unknown; readonly byDefault: Pick<Hidden, "__defaultName"> } => {
  if (news.name !== undefined) return { name: news.name, byDefault: {} };
  const name = hiddenOf(olds).__defaultName ?? hiddenOf(news).__defaultName;
  return { name, byDefault: name === undefined ? {} : { __defaultName: name } };
};

/** The id to take over stays visible in the preview. It is looked at once, before the resource is in the state. */
const adopted = (
  host: Host,
  client: Client,
  olds: Properties,
  { __import: id }: Hidden,
  now: DeclaredTask,
): TE.TaskEither<HostError, { readonly adopts?: string }> => {
  if (id === undefined) return TE.right({});
  if (Object.keys(olds).length > 0) return TE.right({ adopts: id });
  return pipe(
    inItsTime(host, client)((asking) => adoption(host, asking, id, now)),
    TE.map(adoptionNote),
    TE.orElse((error) =>
      error._tag === "Unasked"
        ? TE.right(`task ${id}, which is to be taken over, could not be looked at: ${error.why}`)
        : TE.left(error),
    ),
    TE.tapIO((note) => () => client.say(note)),
    TE.map(() => ({ adopts: id })),
  );
};

/** Guards every write: what it lets through can be sent. Values that are not known yet pass. */
export const check = async (host: Host, olds: Properties, news: Properties): Promise<Checked> => {
  // The program's own process has validated these in a preview, and reports all mistakes of all resources at
  // once; the engine would stop at the first failure here (DraftTask's constructor).
  if (news.__reported === true) return { inputs: news, failures: [] };
  const refused = refusing(news);
  const preview = news.__preview === true;
  host.mode.preview = preview;
  const finding = host.finding();
  if (E.isLeft(finding)) return refused(explain(finding.left));
  const level = host.checks();
  if (E.isLeft(level)) return refused(explain(level.left));
  const hidden = withSalt(hiddenOf(news), finding.right);
  if (hidden.__owner !== undefined) host.declared.add(hidden.__owner);
  const { name, byDefault } = withName(olds, news);
  const declared = decodeDeclared({ ...news, name });
  if (E.isLeft(declared)) return refused(...declared.left.map(sentence));
  const client = clientFor(host, "DraftTask", news);
  if (E.isLeft(client)) return refused(explain(client.left));
  const looking = { host, client: client.right, olds, news, hidden, level: level.right, preview };
  const { __owner: owner = "" } = hidden;
  if (preview) host.previewed.add(owner);
  const { now, mistakes: found, expected } = await lookedAt(looking, declared.right)();
  const no = host.refusals.get(owner);
  const mistakes = no === undefined ? found : [...found, no];
  // In a preview the program's own process reads them, beside those of all other resources: see `reportFound`.
  if (mistakes.length > 0 && !preview) return refused(...mistakes);
  const adopts = mistakes.length > 0 ? E.right({}) : await adopted(host, client.right, olds, hidden, now)();
  if (E.isLeft(adopts)) return refused(explain(adopts.left));
  const { __defaultName: _, __import: __, ...rest } = hidden;
  return {
    inputs: {
      ...rest,
      ...byDefault,
      __app: declared.right.app,
      __endpoint: client.right.connection.endpoint,
      ...(mistakes.length > 0 ? { __mistakes: mistakes } : {}),
      ...adopts.right,
      ...expected,
      ...encodeDeclared(now),
    },
    failures: [],
  };
};
