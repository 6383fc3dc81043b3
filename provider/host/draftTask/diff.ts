import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { HostError } from "../../errors";
import { decodeDeclared } from "../../model/draftTask";
import { type Hidden, hiddenOf, type StoredTask } from "../../model/taskState";
import { clientFor, type Host } from "../host";
import { heldForNextAttempt, isDraft, isRenamable, namesOf, properties } from "../plan";
import { argsIn, type Properties, storedFrom } from "../properties";
import { type Planned, planned } from "./planned";

export interface Differences {
  readonly changes: boolean;
  readonly replaces?: string[];
}

const price = ({ price: paid }: StoredTask): string =>
  paid?.amount === undefined ? "" : `, ${paid.amount} ${paid.currency ?? ""}`.trimEnd();

/** What a reader of the preview must know before they agree. */
const notes = (id: string, was: StoredTask, { plan: found, status }: Planned): readonly string[] => {
  if (status === "GONE") return [`task ${id} does not exist any more: a new draft will be made`];
  if (isDraft(status)) return [];
  const run = `task ${id} has been started (${status}${price(was)})`;
  if (found._tag === "Replace") {
    const sure = found.changes.filter(({ unsure }) => !unsure);
    return sure.length > 0
      ? [`${run}: a new task will be made, because ${namesOf(sure)} changed`]
      : [`${run}: a new task will be made only if ${namesOf(found.changes)} really changes`];
  }
  if (found._tag === "Keep") return [];
  const held = found.changes.filter(heldForNextAttempt);
  const renamed = found.changes.some(({ part }) => part === "name") && !isRenamable(status);
  return [
    ...(held.length > 0 ? [`${run}: ${namesOf(held)} will hold for its next attempt`] : []),
    ...(renamed
      ? [`${run} and cannot be renamed in this state: the new name is kept in the state only`]
      : []),
  ];
};

/** Notes of our own that the outputs must follow: `read` is given outputs only, and finds the pin there. */
const isRestated = (was: Hidden, now: Hidden): boolean =>
  was.__app !== now.__app || (was.__secret === true) !== (now.__secret === true);

/** `import` takes over one task; it neither follows the resource to another one, nor may it make one anew. */
const importing = (id: string, adopts: unknown, found: Planned): E.Either<HostError, Planned> => {
  if (adopts === undefined) return E.right(found);
  if (adopts !== id)
    return E.right({ ...found, plan: { _tag: "Replace", changes: [{ part: "import", unsure: false }] } });
  return found.plan._tag === "Replace"
    ? E.left({
        _tag: "Declined",
        reason: `${namesOf(found.plan.changes)} changed, which needs a new task: remove \`import\` from the resource's options to have one made`,
      })
    : E.right(found);
};

/** Compares args only, in canonical form. Nothing is asked of the API for a task that is as the program says. */
export const diff = (
  host: Host,
  id: string,
  olds: Properties,
  news: Properties,
): TE.TaskEither<HostError, Differences> => {
  const now = decodeDeclared(argsIn(news));
  // Only in a preview, and only where the program has reported the mistakes and is going to fail: see check.
  if (E.isLeft(now)) return TE.right({ changes: true });
  const { __owner: owner } = hiddenOf(news);
  return pipe(
    TE.Do,
    TE.bind("was", () => TE.fromEither(storedFrom(id, olds))),
    TE.bindW("client", () => TE.fromEither(clientFor(host, id, news, olds))),
    TE.bind("found", ({ client, was }) => planned(host, client, id, was, now.right)),
    TE.bind("decided", ({ found }) => TE.fromEither(importing(id, news.adopts, found))),
    TE.map(({ client, was, decided: found }) => {
      for (const note of notes(id, was, found)) client.say(note);
      if (found.plan._tag === "Replace") {
        host.live.delete(owner ?? id);
        return { changes: true, replaces: properties(found.plan.changes) };
      }
      // A refresh calls diff, too; what the program does not declare may be deleted later in the same process.
      if (owner !== undefined && host.declared.has(owner)) host.live.set(owner, id);
      return { changes: found.plan._tag === "Update" || isRestated(was.hidden, hiddenOf(news)) };
    }),
  );
};
