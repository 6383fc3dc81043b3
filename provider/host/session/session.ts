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
import {
  type Client,
  type ClientOptions,
  clientOf,
  defaultTimeout,
  newBudgets,
  newHabits,
} from "../../api/transport/http";
import { memoize } from "../../api/transport/memoize";
import { defaultPolicy, type RetryPolicy } from "../../api/transport/retry";
import { type Checks, readChecks } from "../../config/checking";
import { readCredentials } from "../../config/credentials";
import { connectionsTo } from "../../config/fallbackFor";
import { newFallbackTokens } from "../../config/fallbackTokens";
import { type OrphanSearch, readOrphanSearch } from "../../config/finding";
import type { SettingsProblem } from "../../config/platforms";
import { type ReplaceFinished, readReplaceFinished } from "../../config/replaceFinished";
import { type Connection, readConnection, type Sources } from "../../config/settings";
import { hasRevision } from "../../model/codecs/ids";
import type { RunUses } from "../../model/run/runRequests";
import type { AttemptTag } from "../../model/tags/attemptTag";
import { type OwnerTag, ownerTagIn } from "../../model/tags/ownerTag";
import type { TaggedTask } from "../../model/tags/tag";
import type { DeclaredTask } from "../../model/task/draftTask";
import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import type { Batching } from "../../model/values/batching";
import { textClearer } from "../../model/values/secrets";
import type { ApiError, HostError } from "../../shared/errors";
import { noOpenSessions, type OpenSessions } from "../../shared/openSessions";
import { formatLine } from "../../shared/printedLine";
import { resourceNameIn } from "../../shared/resourceName";
import { safeText } from "../../shared/safeText";
import { timeIn } from "../../shared/timeIn";
import { isUnknown, type Unknown } from "../../shared/unknown";
import type { Properties } from "../properties";
import { defaultPauses } from "../recovery/lookAgain";
import { type BestEffort, newBestEffort } from "./bestEffort";
import { type Files, newFiles } from "./files";
import { defaultPace, newPoller, type Pace, type Poller } from "./poller";
import { noPreviewRecords, type PreviewRecords } from "./previewRecords";
import { secretTextsIn } from "./secrecy";

/** A task that is replaced. */
export interface ReplacedTask {
  readonly id: string;
  readonly createdTime: unknown;
  /** It surely is: what changed is known. */
  readonly isSure: boolean;
  /** A line has said so, with what it had cost. */
  readonly isToldWithCost: boolean;
}

/** What a run takes from its DraftTask. */
export interface DeclaredBeside {
  readonly connection: string | Unknown | undefined;
  /** Missing where it is not known: a task that is imported may be a batch without the program's saying so. */
  readonly batching?: Batching | Unknown;
}

/**
 * What one provider process knows. The engine starts one process for a preview and another for the update, and
 * each serves all resources of the stack.
 */
export interface Session {
  /** The connection that the settings give, or the one of that name; read again until there is one. */
  readonly connection: (name?: string) => E.Either<SettingsProblem, Connection>;
  /** Any connection to an endpoint, where the one that was used has left it, or is not there any more. */
  readonly connectionTo: (endpoint: string) => Connection | undefined;
  /** The connection to use now: this one, or its fallback. */
  readonly present: (connection: Connection) => Connection;
  /** What to use in place of a token that was refused, if there is another one for its endpoint; said once. */
  readonly insteadOf: (refused: Connection) => Connection | undefined;
  /** Prints safe text. It appears under the stack, in previews too. */
  readonly say: (line: string) => void;
  /** Owner → the id that is its task now. A delete of an id that somebody lives on must do nothing. */
  readonly live: Map<string, string>;
  /** The same for runs: a run has the id of its task, and each of the two is deleted for itself. */
  readonly liveRuns: Map<string, string>;
  /** Owner → what `check` has seen of a DraftTask, with what transforms supply: for the `check` of its run. */
  readonly declaredTasks: Map<string, DeclaredBeside>;
  /** Owner → the args that `check` has let through, the app with its revision: what a draft must be when it is started. */
  readonly declaredArgs: Map<string, DeclaredTask>;
  /** Owner → what the program takes from a run, for the `create` that follows a `check`: no state holds it. */
  readonly uses: Map<string, RunUses>;
  /** Reruns requested by changed `triggers`: written by diff, read by the replacement's create. Key: owner. */
  readonly again: Map<string, Pick<AttemptTag, "which" | "of">>;
  /** How this stack's tasks are found again, by the settings. */
  readonly finding: () => E.Either<SettingsProblem, OrphanSearch>;
  /** What the settings do about a change that repeats finished work. */
  readonly replaceFinished: () => E.Either<SettingsProblem, ReplaceFinished>;
  /** Owner → why a `diff` has refused to replace finished work in a preview, for the `check` that follows. */
  readonly refusals: Map<string, string>;
  /** How much is checked on the platform before a task is made, by the settings. */
  readonly checks: () => E.Either<SettingsProblem, Checks>;
  /** How a check asks. */
  readonly ask: BestEffort;
  /** Whether the engine previews, where a mistake is no failure yet: programs tell that to `check`, which comes before everything else. */
  readonly mode: { preview: boolean };
  /** The apps that the API has refused to show to a check, by connection and id. */
  readonly denied: Map<string, ApiError>;
  /** Why tokens were refused that a preview has asked with. */
  readonly refusedTokens: Set<string>;
  /** What checks have said that is the same for many tasks, or would be said again at a second look. */
  readonly told: Set<string>;
  /** Owner → the task that a `diff` has seen replaced: the new one must be another. */
  readonly replaced: Map<string, ReplacedTask>;
  /** The endpoints that have not kept the tag of a task. */
  readonly tagless: Set<string>;
  /** What this process has deleted, or is deleting. */
  readonly deleted: Set<string>;
  /** Who the token's user is, and what time it is there; asked once per process and endpoint. */
  readonly user: (client: Client) => TE.TaskEither<ApiError, Me>;
  /** When the newest task of a project was created, asked once per process and project: see `lookBack.ts`. */
  readonly newest: (client: Client, project: string) => TE.TaskEither<ApiError, number | undefined>;
  /** The tasks of a project since a day (`sinceDay`), listed once per process, by what tells whose they are. */
  readonly since: (client: Client, projectAndDay: string) => TE.TaskEither<ApiError, readonly ListedTask[]>;
  /** The same with what they have cost, for a preview; or why the platform refuses to list them. */
  readonly recent: (
    client: Client,
    projectAndDay: string,
  ) => TE.TaskEither<ApiError, E.Either<ApiError, Timed<RecentTask>>>;
  /** What is in a folder, by its id: listed once per process, and of a large one only the beginning. */
  readonly folder: (client: Client, id: string) => TE.TaskEither<ApiError, Beginning<FileItem>>;
  /** The owners whose resources the state has: `check` was given what it holds. */
  readonly inState: Set<string>;
  /** Owner → the resource's id in tags, for all that the program declares, as far as `check` has seen it. */
  readonly ids: Map<string, string>;
  /** Owner → the session of its task in the state, if it is of a version with sessions: with the id it names one task. */
  readonly heldSessions: Map<string, string | undefined>;
  /** The tasks that this process has created as drafts, as their answers were: nobody has looked at them since. */
  readonly created: Map<string, Task>;
  /** The tasks that the state holds as drafts, and that this process has not started: how one of them ran, no update has watched. */
  readonly draftsOfState: Set<string>;
  /** The tasks that this process has marked as further attempts, by their ids: a list may be older. */
  readonly marks: Map<string, ListedTask>;
  /** Attempts that this process has begun, by what they run again: two runs of one task share them. */
  readonly attempts: Map<string, Promise<E.Either<HostError, Task>>>;
  /** The id of a failed task → the run whose next attempt a preview has announced. */
  readonly announcedAttempts: Map<string, string>;
  readonly poller: Poller;
  /** Who the program declares, as far as `check` has seen it: `check` is called for these only. */
  readonly declared: Set<string>;
  /** Owner → the app as written, its pin and where, for the second `check` of a replacement, which is given no olds. */
  readonly pins: Map<
    string,
    { readonly written: string; readonly pinned: string; readonly endpoint: string }
  >;
  /** The pins of the last preview, which another process has made. */
  readonly previewRecords: PreviewRecords;
  readonly openSessions: OpenSessions;
  /** `GET /apps/{id}`, once per process and app. */
  readonly app: (client: Client, id: string) => TE.TaskEither<ApiError, App>;
  /** `GET /projects/{id}`, once per process and project. */
  readonly project: (client: Client, id: string) => TE.TaskEither<ApiError, Project>;
  /** The files that checks look at, each once per process. */
  readonly files: Files;
  /** A project's drafts with their tags, by their ids. Listed once per process and project. */
  readonly drafts: (
    client: Client,
    project: string,
  ) => TE.TaskEither<ApiError, ReadonlyMap<string, OwnerTag | undefined>>;
  /** `GET /tasks/{id}` of a task that the program imports, once per process: for `check`, which changes nothing. */
  readonly imported: (client: Client, id: string) => TE.TaskEither<ApiError, Task>;
  /** What the program imports: kind and id → the owner of the importing resource. */
  readonly importers: Map<string, string>;
  /** What waits for the platform looks again after this many milliseconds. */
  readonly pollInterval: number;
  /** The pauses between looks for a task whose creation had no clear answer: see `lookAgain.ts`. */
  readonly pauses: readonly number[];
  readonly retry: RetryPolicy;
  /** How long one call may take, in milliseconds. */
  readonly timeout: number;
  /** Called before each call that may change something. */
  readonly beforeWrite: ClientOptions["beforeWrite"];
  /** The rate limit's budget of each connection, shared by all calls of the process. */
  readonly budgetOf: ClientOptions["budgetOf"];
  /** How the platform of each connection answers, as far as this process has learned it. */
  readonly habitsOf: ClientOptions["habitsOf"];
}

/** The stack's configuration, as `configure` hands it over. */
export type Config = (key: string) => string | undefined;

export interface SessionOptions {
  readonly config: () => Config;
  readonly env?: Sources["env"];
  readonly credentials?: Sources["credentials"];
  readonly say?: (line: string) => void;
  readonly pollInterval?: number;
  readonly pauses?: readonly number[];
  readonly retry?: RetryPolicy;
  readonly timeout?: number;
  readonly beforeWrite?: Session["beforeWrite"];
  readonly pace?: Pace;
  readonly ask?: BestEffort;
  readonly previewRecords?: PreviewRecords;
  readonly openSessions?: OpenSessions;
}

/** The `DraftTask` of the program whose task it is. */
export const ownerOfTask = (host: Session, task: string): string | undefined =>
  [...host.live].find(([, id]) => id === task)?.[0];

/** The resource that a task names as its own; nobody where the tag was copied from another task. */
export const tagOwnerOf = (task: TaggedTask): string | undefined => ownTagOf(task)?.id;

/** The tag of a task; none where it was copied from another one. */
const ownTagOf = (task: TaggedTask): OwnerTag | undefined => {
  const tag = ownerTagIn(task);
  return tag?.proof === "Copied" ? undefined : tag;
};

const draftsOf = (
  client: Client,
  project: string,
): TE.TaskEither<ApiError, ReadonlyMap<string, OwnerTag | undefined>> =>
  pipe(
    listDrafts(client, project),
    TE.map((drafts) => new Map(drafts.map((draft) => [draft.id, ownTagOf(draft)]))),
  );

/** Before all tasks of all platforms. */
const firstDay = "1970-01-01";

/**
 * Which list of a project's tasks: to the day, as every form of the API's filter takes it (API digest, 2.5), so that many share
 * one. All of them where the time is not known.
 */
export const sinceDay = (project: string, time: string | null | undefined): string =>
  `${project} ${Number.isFinite(timeIn(time)) ? new Date(timeIn(time)).toISOString().slice(0, 10) : firstDay}`;

/** The list of `since`, as it is now. */
export const tasksSince = (
  client: Client,
  projectAndDay: string,
): TE.TaskEither<ApiError, readonly ListedTask[]> => {
  const [project = "", day = ""] = projectAndDay.split(" ");
  return listSince(client, project, day);
};

/** A folder of more files is not read whole to learn whether some are in it: 1,000 are as many calls as names cost. */
const folderPages = 10;

/** A list that is refused for what it asks (403, 404) stays refused: every task of the project would ask again. */
const recentlyIn = (
  client: Client,
  projectAndDay: string,
): TE.TaskEither<ApiError, E.Either<ApiError, Timed<RecentTask>>> => {
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

export const newSession = ({
  config,
  env = process.env,
  credentials = readCredentials,
  say: print = console.log,
  pollInterval = 1_000,
  pauses = defaultPauses,
  retry = defaultPolicy,
  timeout = defaultTimeout,
  beforeWrite = async () => undefined,
  pace = defaultPace,
  ask = newBestEffort(),
  previewRecords = noPreviewRecords,
  openSessions = noOpenSessions,
}: SessionOptions): Session => {
  const say = (line: string): void => print(safeText(line));
  const sources = (): Sources => ({ config: config(), env, credentials });
  const standIns = newFallbackTokens(sources, say);
  const users = memoize((client) => getUser(client));
  const connections = new Map<string | undefined, E.Either<SettingsProblem, Connection>>();
  return {
    ...standIns,
    connection: (name) => {
      // A settings problem is judged again at each call: `configure` may still be under way at the first.
      const known = connections.get(name);
      const connection = known !== undefined && E.isRight(known) ? known : readConnection(sources(), name);
      connections.set(name, connection);
      return pipe(connection, E.map(standIns.present));
    },
    connectionTo: (endpoint) => connectionsTo(endpoint, sources()).map(standIns.present)[0],
    say,
    live: new Map(),
    liveRuns: new Map(),
    declaredTasks: new Map(),
    declaredArgs: new Map(),
    uses: new Map(),
    again: new Map(),
    finding: () => readOrphanSearch(config()),
    replaceFinished: () => readReplaceFinished(config()),
    refusals: new Map(),
    checks: () => readChecks(config()),
    ask,
    mode: { preview: false },
    denied: new Map(),
    refusedTokens: new Set(),
    told: new Set(),
    replaced: new Map(),
    tagless: new Set(),
    deleted: new Set(),
    user: (client) => users(client, "me"),
    newest: memoize(newestTime),
    since: memoize(tasksSince),
    recent: memoize(recentlyIn),
    folder: memoize((client, parent) => firstOfLevel(client, { parent }, folderPages)),
    inState: new Set(),
    ids: new Map(),
    heldSessions: new Map(),
    created: new Map(),
    draftsOfState: new Set(),
    marks: new Map(),
    attempts: new Map(),
    announcedAttempts: new Map(),
    poller: newPoller(pace),
    declared: new Set(),
    pins: new Map(),
    previewRecords,
    openSessions,
    app: memoize(getApp, (id, { revision }) => (hasRevision(id) ? id : `${id}/${revision}`)),
    project: memoize(getProject),
    files: newFiles(),
    drafts: memoize(draftsOf),
    imported: memoize(getTask),
    importers: new Map(),
    pollInterval,
    pauses,
    retry,
    timeout,
    beforeWrite,
    budgetOf: newBudgets(),
    habitsOf: newHabits(),
  };
};

/** The resource's name, out of its owner (a URN with the organization). */
const resourceIn = (hidden: readonly InternalInputs[]): string | undefined =>
  hidden.flatMap(({ __owner }) => (__owner === undefined ? [] : [resourceNameIn(__owner)]))[0];

/** The name of a resource's connection; where a preview does not know it, the previous one. */
export const connectionIn = (...properties: readonly Properties[]): string | undefined => {
  const name = properties.map(({ connection }) => connection).find((one) => !isUnknown(one));
  return typeof name === "string" ? name : undefined;
};

/**
 * The client for one operation on a resource. Its lines start with the resource's name, or its id where it has none;
 * they, and what the API says, are cleared of the secrets in its args.
 */
export const clientFor = (
  host: Session,
  id: string,
  ...properties: readonly Properties[]
): E.Either<SettingsProblem, Client> =>
  pipe(
    host.connection(connectionIn(...properties)),
    E.map((connection) => clientOver(host, connection, id, ...properties)),
  );

/** The same over a connection that is not the resource's own. */
export const clientOver = (
  host: Session,
  connection: Connection,
  id: string,
  ...properties: readonly Properties[]
): Client => {
  const resource = resourceIn(properties.map(internalInputsOf)) ?? id;
  const clear = textClearer(secretTextsIn(properties, true));
  const clearOurs = textClearer(secretTextsIn(properties, false));
  return clientOf(connection, {
    policy: host.retry,
    timeout: host.timeout,
    beforeWrite: host.beforeWrite,
    budgetOf: host.budgetOf,
    habitsOf: host.habitsOf,
    say: (text, note) => host.say(formatLine({ resource, text: clearOurs(text), note })),
    clear,
    present: host.present,
    insteadOf: host.insteadOf,
  });
};
