import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { ApiError, HostError } from "../../errors";
import type { DeclaredTask } from "../../model/draftTask";
import { computedFrom, type Hidden } from "../../model/taskState";
import type { Host } from "../host";
import { importedFor } from "../imports";
import { findBy } from "../live";
import { isDraft } from "../plan";
import type { Properties } from "../properties";
import { type Adoption, adoption, adoptionNote } from "./adopt";
import { withChildren } from "./outcome";

/** Whether the task will be after the update what it is now. */
const staysAsItIs = ({ task, changes }: Adoption, now: DeclaredTask): boolean =>
  !isDraft(task.status) || (changes.length === 0 && now.run !== true);

/**
 * What the task has made, for the preview: the engine shows as outputs what `check` adds, and what is made of them is
 * known then, too (the engine does not call `create` in previews). The update itself stores none of this.
 */
const made = (
  host: Host,
  client: Client,
  found: Adoption,
  now: DeclaredTask,
  { __importView: view }: Hidden,
): TE.TaskEither<ApiError, Properties> => {
  const { task } = found;
  if (view?.preview !== true || view.veiled !== false || !staysAsItIs(found, now)) return TE.right({});
  return pipe(
    task.status === "CREATING" ? TE.right(undefined) : childrenOf(host, client, found),
    TE.map((childIds) => {
      const { __endpoint, __schema, ...computed } = computedFrom(task, client.connection.endpoint, childIds);
      return computed;
    }),
  );
};

const childrenOf = (
  host: Host,
  client: Client,
  { task }: Adoption,
): TE.TaskEither<ApiError, readonly string[] | undefined> =>
  pipe(
    withChildren(host, client, task, 0),
    TE.map(([, childIds]) => childIds),
  );

const withThem = ({ childIds }: Properties): string =>
  Array.isArray(childIds)
    ? `; its ${childIds.length === 1 ? "child comes" : `${childIds.length} children come`} with it`
    : "";

/** The id to take over stays visible in the preview. It is looked at once, before the resource is in the state. */
export const adopted = (
  host: Host,
  client: Client,
  olds: Properties,
  hidden: Hidden,
  now: DeclaredTask,
): TE.TaskEither<HostError, Properties> => {
  const { __import: id, __owner: owner = "", __importView: view } = hidden;
  if (id === undefined) return TE.right({});
  const known = pipe(
    TE.fromEither(importedFor(host, "task", id, owner)),
    TE.map(() => ({ adopts: id })),
  );
  if (Object.keys(olds).length > 0) return known;
  return pipe(
    TE.Do,
    TE.bind("known", () => known),
    TE.bind("found", () => adoption(host, client, id, now, hidden, findBy(host.imported))),
    TE.bindW("made", ({ found }) => made(host, client, found, now, hidden)),
    TE.tapIO(
      (it) => () => client.say(`${adoptionNote(it.found, now, view?.veiled !== false)}${withThem(it.made)}`),
    ),
    TE.map((it) => ({ ...it.made, ...it.known })),
  );
};
