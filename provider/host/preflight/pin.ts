import * as E from "fp-ts/Either";
import type { App, Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { hasRevision, revisionOf, taskId, unversioned } from "../../model/codecs/ids";
import { pinFor } from "../../model/previewRecord";
import { secretArgsOf } from "../../model/task/secretArgs";
import { type InternalInputs, internalInputsOf } from "../../model/task/taskState";
import type { HostError } from "../../shared/errors";
import { isUnknown } from "../../shared/unknown";
import type { Properties } from "../properties";
import type { Skipped } from "../session/bestEffort";
import type { Session } from "../session/session";

/** The app with the revision that the state has, while the program's text is the same. */
export const pinBefore = (written: string, { app: before, ...olds }: Properties): string | undefined =>
  internalInputsOf(olds).__app === written && typeof before === "string" && unversioned(before) === written
    ? before
    : undefined;

/** What is known without a call. Another platform has other revisions of an app of the same name. */
const pinKnown = (
  session: Session,
  endpoint: string,
  written: string,
  hidden: InternalInputs,
  olds: Properties,
): string | undefined => {
  if (isUnknown(written) || hasRevision(written)) return written;
  const before = pinBefore(written, olds);
  if (before !== undefined && (internalInputsOf(olds).__endpoint ?? endpoint) === endpoint) return before;
  // For a replacement the engine checks a second time, without olds: the same task must not move to a newer app.
  const remembered = session.handoff.pins.get(hidden.__owner ?? "");
  return remembered?.written === written && remembered.endpoint === endpoint ? remembered.pinned : undefined;
};

/** How the platform is asked for a pin. */
export interface Calls {
  readonly endpoint: string;
  readonly app: () => Promise<E.Either<Skipped | HostError, App>>;
  readonly task: (id: string) => Promise<E.Either<Skipped | HostError, Task | undefined>>;
}

/** An app with its revision. */
export interface Pin {
  readonly app: string;
  /** The newest revision, where nothing in this process or the state had pinned the app. */
  readonly newest?: string;
}

/** The app with a revision: the one that the state has while the program's text is the same, else the previewed or the newest. */
export const pinRevision = async (
  session: Session,
  { endpoint, app: readApp, task: readTask }: Calls,
  written: string,
  hidden: InternalInputs,
  olds: Properties,
): Promise<E.Either<Skipped | HostError, Pin>> => {
  const before = pinKnown(session, endpoint, written, hidden, olds);
  if (before !== undefined) return E.right({ app: before });
  const { __import: imported } = hidden;
  if (taskId.is(imported)) {
    const task = await readTask(imported);
    if (E.isLeft(task)) return task;
    // An imported task keeps its revision.
    if (task.right !== undefined && unversioned(task.right.app) === written)
      return E.right({ app: task.right.app });
  }
  const app = await readApp();
  if (E.isLeft(app)) return app;
  const newest = `${written}/${app.right.revision}`;
  return E.right({ app: previewedPin(session, endpoint, written, hidden) ?? newest, newest });
};

/** What the preview of this update has pinned. A preview itself always shows the newest revision. */
const previewedPin = (
  { handoff: { mode, previewRecords } }: Session,
  endpoint: string,
  written: string,
  { __owner: owner }: InternalInputs,
): string | undefined =>
  mode.preview || owner === undefined ? undefined : pinFor(previewRecords.find(owner), written, endpoint);

/** Lets the update create the task from the revision that its preview shows. Secrets are written to no file. */
export const recordPin = (
  { handoff: { previewRecords } }: Session,
  { clear, connection: { endpoint } }: Client,
  written: string,
  { app, newest }: Pin,
  hidden: InternalInputs,
): void => {
  const { __owner: owner } = hidden;
  const isSecret = secretArgsOf(hidden).includes("app") || clear(app) !== app;
  if (owner === undefined || newest === undefined || isSecret) return;
  previewRecords.record({ owner, written, endpoint, pinned: app, time: Date.now() });
};

/** What an update says where the preview's revision is no longer the newest one. */
export const outdatedText = ({ app, newest }: Pin): string | undefined =>
  newest === undefined || newest === app
    ? undefined
    : `the newest revision of app ${unversioned(app)} is now ${revisionOf(newest)}. New tasks are created from revision ${revisionOf(app)}, as the preview showed. To use revision ${revisionOf(newest)}, write app: ${JSON.stringify(newest)} in the program and run pulumi up again`;
