import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { getApp } from "../../api/endpoints/apps";
import { firstOfLevel } from "../../api/endpoints/files";
import type { Beginning, Timed } from "../../api/endpoints/paging";
import { getProject } from "../../api/endpoints/projects";
import type { App, FileItem, ListedTask, Project, RecentTask, Task } from "../../api/endpoints/schemas";
import { getTask, listDrafts, listRecent, listSince, newestTime } from "../../api/endpoints/tasks";
import { getUser, type Me } from "../../api/endpoints/users";
import type { Client } from "../../api/transport/http";
import { memoize } from "../../api/transport/memoize";
import { hasRevision } from "../../model/codecs/ids";
import type { OwnerTag } from "../../model/tags/ownerTag";
import type { ApiError } from "../../shared/errors";
import { timeIn } from "../../shared/timeIn";
import { type Files, newFiles } from "./files";
import { ownTagOf } from "./ownership";

/** Asks once per process, connection and key; calls in flight are shared. A failure is asked again. */
type Cached<A> = (client: Client, key: string) => TE.TaskEither<ApiError, A>;

/** What one process has read from the platform. Nothing in it is read for a decision that must be of this moment. */
export interface Cache {
  /** `GET /apps/{id}`. */
  readonly app: Cached<App>;
  /** Connection and app id → why the API refuses to show the app to a check. */
  readonly deniedApps: Map<string, ApiError>;
  /** `GET /projects/{id}`. */
  readonly project: Cached<Project>;
  /** Who the token's user is, and what time it is there. */
  readonly user: (client: Client) => TE.TaskEither<ApiError, Me>;
  /** The files that checks look at. */
  readonly files: Files;
  /** What is in a folder, by its id; of a large one only the beginning. */
  readonly folder: Cached<Beginning<FileItem>>;
  /** A project's drafts with their tags, by their ids. */
  readonly drafts: Cached<ReadonlyMap<string, OwnerTag | undefined>>;
  /** When the newest task of a project was created: see `lookBack.ts`. */
  readonly newestTime: Cached<number | undefined>;
  /** The tasks of a project since a day, with what tells whose they are. The key is of `sinceDay`. */
  readonly tasksSince: Cached<readonly ListedTask[]>;
  /** The same with what they have cost, for a preview; or why the platform refuses to list them. */
  readonly pricedTasksSince: Cached<E.Either<ApiError, Timed<RecentTask>>>;
  /** `GET /tasks/{id}` of a task that the program imports: for `check`, which changes nothing. */
  readonly importedTask: Cached<Task>;
}

/** Before all tasks of all platforms. */
const firstDay = "1970-01-01";

/**
 * The key of a list of a project's tasks: to the day, as every form of the API's filter takes it (API digest, 2.5), so that many share
 * one. All of them where the time is not known.
 */
export const sinceDay = (project: string, time: string | null | undefined): string =>
  `${project} ${Number.isFinite(timeIn(time)) ? new Date(timeIn(time)).toISOString().slice(0, 10) : firstDay}`;

/** The list of `Cache.tasksSince`, as it is now. */
export const listTasksSince: Cached<readonly ListedTask[]> = (client, projectAndDay) => {
  const [project = "", day = ""] = projectAndDay.split(" ");
  return listSince(client, project, day);
};

/** A list that is refused for what it asks (403, 404) stays refused: every task of the project would ask again. */
const listPricedTasksSince: Cached<E.Either<ApiError, Timed<RecentTask>>> = (client, projectAndDay) => {
  const [project = "", day = ""] = projectAndDay.split(" ");
  return pipe(
    listRecent(client, project, day),
    TE.map(E.right<ApiError, Timed<RecentTask>>),
    TE.orElse((error) =>
      error._tag === "Refused" && [400, 403, 404].includes(error.status)
        ? TE.right(E.left(error))
        : TE.left(error),
    ),
  );
};

const listTaggedDrafts: Cached<ReadonlyMap<string, OwnerTag | undefined>> = (client, project) =>
  pipe(
    listDrafts(client, project),
    TE.map((drafts) => new Map(drafts.map((draft) => [draft.id, ownTagOf(draft)]))),
  );

/** A folder of more files is not read whole to learn whether some are in it: 1,000 are as many calls as names cost. */
const folderPages = 10;

export const newCache = (): Cache => {
  const users = memoize((client) => getUser(client));
  return {
    app: memoize(getApp, (id, { revision }) => (hasRevision(id) ? id : `${id}/${revision}`)),
    deniedApps: new Map(),
    project: memoize(getProject),
    user: (client) => users(client, "me"),
    files: newFiles(),
    folder: memoize((client, parent) => firstOfLevel(client, { parent }, folderPages)),
    drafts: memoize(listTaggedDrafts),
    newestTime: memoize(newestTime),
    tasksSince: memoize(listTasksSince),
    pricedTasksSince: memoize(listPricedTasksSince),
    importedTask: memoize(getTask),
  };
};
