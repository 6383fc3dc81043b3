import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { App, Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { defaultBatching, outputPorts } from "../../cwl/ports";
import { type RunRequest, type RunShape, RunUses, requestMistake } from "../../model/run/runRequests";
import type { DeclaredRun, KnownRun } from "../../model/run/taskRun";
import { inOneLine } from "../../model/tags/resourceId";
import { formatParts, isRecord } from "../../shared/codec";
import { resourceNameIn } from "../../shared/resourceName";
import { isUnknown } from "../../shared/unknown";
import { fail } from "../failure";
import type { Properties } from "../properties";
import { inSeconds, preflightCall } from "../session/callPolicies";
import type { DeclaredBeside } from "../session/handoff";
import type { Session } from "../session/session";

/*
 * What a program takes from a run, against what the run will have: before hours of paid work. In a preview the program's
 * own process compares, for it knows what is asked for late, too; in an update this process does, before it starts the task.
 */

export const usesIn = ({ __uses }: Properties): RunUses => formatParts(RunUses.props, __uses);

/** What `check` has seen of the run's DraftTask; `undefined` of one that is only read, or not part of this update. */
export const draftOf = (session: Session, { draft }: RunUses): DeclaredBeside | undefined =>
  draft?.owner === undefined ? undefined : session.handoff.declaredTasks.get(inOneLine(draft.owner));

const isBatch = (
  { batch: own }: DeclaredRun,
  batching: DeclaredBeside["batching"],
  { expectedChildren }: RunUses,
  raw: unknown,
): boolean | undefined => {
  if (own === false) return false;
  if (batching === undefined || isUnknown(batching) || isUnknown(own)) return undefined;
  if (batching._tag !== "AppDefault") return batching._tag === "Override";
  if (raw === undefined) return undefined;
  // Whether the app's own batching comes into play depends on the list.
  if (defaultBatching(raw) === undefined) return false;
  return expectedChildren === undefined ? undefined : true;
};

const shapeFrom = (
  declared: DeclaredRun,
  batching: DeclaredBeside["batching"],
  uses: RunUses,
  raw: unknown,
): RunShape => {
  const batch = isBatch(declared, batching, uses, raw);
  return {
    ...(batch === undefined ? {} : { isBatch: batch }),
    ...(raw === undefined ? {} : { ports: outputPorts(raw).map(({ id }) => id) }),
    ...(uses.expectedChildren === undefined ? {} : { groups: uses.expectedChildren.groups }),
  };
};

/** The app's CWL; `undefined` where it is unknown, which is no reason to stop. */
const rawOf = async (app: TE.TaskEither<unknown, App>): Promise<unknown> => {
  const found = await app();
  return E.isRight(found) && isRecord(found.right.raw) ? found.right.raw : undefined;
};

/** For a preview. Of a run that is there and stays what it is no app is asked for: an unchanged preview makes no call. */
export const shapeOf = async (
  session: Session,
  client: Client,
  olds: Properties,
  news: Properties,
  declared: DeclaredRun,
): Promise<RunShape> => {
  const uses = usesIn(news);
  const isThere = olds.task === declared.task && olds.__endpoint === client.connection.endpoint;
  const { app } = uses;
  const raw =
    app === undefined || isUnknown(app) || isThere
      ? undefined
      : await rawOf(preflightCall(session, client)((asking) => session.cache.app(asking, app)));
  return shapeFrom(declared, draftOf(session, uses)?.batching, uses, raw);
};

const mistakesIn = (run: string, shape: RunShape, requests: readonly RunRequest[]): readonly string[] => [
  ...new Set(requests.flatMap((request) => requestMistake(run, shape, request) ?? [])),
];

/** For an update, before a draft is started: its app is read at its end in any case. */
export const refuseMistakes = async (
  session: Session,
  client: Client,
  owner: string,
  { batch: own }: KnownRun,
  task: Task,
): Promise<void> => {
  const { requests = [], expectedChildren } = session.handoff.runUses.get(owner) ?? {};
  if (requests.length === 0) return;
  const raw = await rawOf(inSeconds(session, client)((asking) => session.cache.app(asking, task.app)));
  const batch = own === false ? false : task.batch;
  const shape: RunShape = {
    ...(typeof batch === "boolean" ? { isBatch: batch } : {}),
    ...(raw === undefined ? {} : { ports: outputPorts(raw).map(({ id }) => id) }),
    ...(expectedChildren === undefined ? {} : { groups: expectedChildren.groups }),
  };
  const mistakes = mistakesIn(resourceNameIn(owner), shape, requests);
  if (mistakes.length > 0)
    return fail({ _tag: "Declined", reason: `${mistakes.join("; ")}; task ${task.id} was not started` });
};
