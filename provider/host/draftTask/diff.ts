import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import { explain, type HostError } from "../../errors";
import { type DeclaredTask, decodeDeclared } from "../../model/draftTask";
import { hiddenOf, type StoredTask } from "../../model/taskState";
import { sameEndpoint } from "../../settings";
import { clientFor, type Host } from "../host";
import { liveStatus } from "../live";
import { type Change, heldForNextAttempt, isDraft, nameOf, type Plan, plan, properties } from "../plan";
import { type Properties, storedFrom } from "../properties";

export interface Differences {
  readonly changes: boolean;
  readonly replaces?: string[];
}

/** The plan, and the status that it was made for. */
export interface Planned {
  readonly plan: Plan;
  readonly status: string;
}

const gone: Plan = { _tag: "Replace", changes: [{ part: "endpoint", unsure: false }] };

/** A start that was found to have happened after all still has to reach the state. */
const resumed = (atFirst: Plan, live: Plan): Plan =>
  atFirst._tag === "Update" && atFirst.resume && live._tag === "Keep"
    ? { _tag: "Update", changes: [], resume: true }
    : live;

/**
 * Plans against the live status where that can matter: a draft of the state may have been started since, by a
 * person or a run, and an edit that the API will refuse must not be promised.
 */
export const planned = (
  host: Host,
  client: Client,
  id: string,
  was: StoredTask,
  now: DeclaredTask,
): TE.TaskEither<HostError, Planned> => {
  const { endpoint } = client.connection;
  const atFirst = plan(was, now, endpoint);
  const { project } = was.declared;
  if (atFirst._tag === "Keep" || !isDraft(was.status) || !sameEndpoint(was.endpoint, endpoint))
    return TE.right({ plan: atFirst, status: was.status });
  return pipe(
    liveStatus(host, client, project, id),
    TE.map((status) => ({
      status,
      plan: status === "GONE" ? gone : resumed(atFirst, plan({ ...was, status }, now, endpoint)),
    })),
    TE.orElse((error) => {
      client.say(
        `the task's status could not be asked (${explain(error)}); going by the stored one, ${was.status}`,
      );
      return TE.right<HostError, Planned>({ plan: atFirst, status: was.status });
    }),
  );
};

const price = ({ price: paid }: StoredTask): string =>
  paid?.amount === undefined ? "" : `, ${paid.amount} ${paid.currency ?? ""}`.trimEnd();

const named = (changes: readonly Change[]): string => [...new Set(changes.map(nameOf))].join(", ");

/** What a reader of the preview must know before they agree. */
const notes = (id: string, was: StoredTask, { plan: found, status }: Planned): readonly string[] => {
  if (status === "GONE") return [`task ${id} does not exist any more: a new draft will be made`];
  if (isDraft(status)) return [];
  const run = `task ${id} has been started (${status}${price(was)})`;
  if (found._tag === "Replace") {
    const sure = found.changes.filter(({ unsure }) => !unsure);
    return sure.length > 0
      ? [`${run}: a new task will be made, because ${named(sure)} changed`]
      : [`${run}: a new task will be made only if ${named(found.changes)} really changes`];
  }
  const held = found._tag === "Update" ? found.changes.filter(heldForNextAttempt) : [];
  return held.length > 0 ? [`${run}: ${named(held)} will hold for its next attempt`] : [];
};

/** `import` takes over one task; it neither follows the resource to another one, nor may it make one anew. */
const importing = (id: string, adopts: unknown, found: Planned): E.Either<HostError, Planned> => {
  if (adopts === undefined) return E.right(found);
  if (adopts !== id)
    return E.right({ ...found, plan: { _tag: "Replace", changes: [{ part: "import", unsure: false }] } });
  return found.plan._tag === "Replace"
    ? E.left({
        _tag: "Declined",
        reason: `${named(found.plan.changes)} changed, which needs a new task: remove \`import\` from the resource's options to have one made`,
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
  const now = decodeDeclared(news);
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
      host.live.set(owner ?? id, id);
      return { changes: found.plan._tag === "Update" };
    }),
  );
};
