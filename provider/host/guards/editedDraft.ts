import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { Task } from "../../api/wire";
import type { HostError } from "../../errors";
import type { DeclaredTask } from "../../model/draftTask";
import { containsUnknown } from "../../unknown";
import { listed } from "../../words";
import { appDefaults } from "../draftTask/defaults";
import { differing } from "../draftTask/differing";
import type { Host } from "../host";
import { observed } from "../observe";
import { type Change, changesOf, isDraft } from "../plan";

/*
 * The last look before a draft is started. Anybody with write access may edit a draft on its page, and Pulumi compares with
 * its state only: without this look the task would run with other values than those that the program and the preview show.
 */

/** What a run computes or costs depends on these. A name or a description that a person gives may stay. */
const guarded: readonly Change["part"][] = [
  "project",
  "app",
  "inputs",
  "batching",
  "useInterruptibleInstances",
  "executionSettings",
  "outputLocation",
];

/** In what a draft differs from the program, where a start would run it so: `inputs.threads (9 on the platform, 8 here)`. */
const editsIn = (
  host: Host,
  client: Client,
  task: Task,
  now: DeclaredTask,
  isSecret: boolean,
): TE.TaskEither<HostError, readonly string[]> =>
  pipe(
    appDefaults(host, client, now, task),
    TE.map((defaults) => {
      const live: DeclaredTask = { ...observed(now, task, defaults), project: task.project, app: task.app };
      const was = { declared: live, endpoint: client.connection.endpoint, status: task.status, errors: [] };
      const edits = changesOf(was, now).filter(({ part }) => guarded.includes(part));
      return differing(live, now, edits, {
        veiled: isSecret,
        between: (there, here) => `${there} on the platform, ${here} in the program`,
      });
    }),
  );

const edited = (id: string, edits: readonly string[]): HostError => ({
  _tag: "Declined",
  reason: `Refusing to start task ${id}: it differs from the program in ${listed(edits)}. Somebody edited it outside Pulumi, or the platform keeps the value in another form. Nothing was started. Options: run \`pulumi up --refresh\`, which gives the draft the program's values again; change the program; run \`pulumi config set sevenbridges:checks offline\` to start it as it is`,
});

/** The way out where the platform itself writes a value in another form, as with all checks. */
const isOffline = (host: Host): boolean => {
  const level = host.checks();
  return E.isRight(level) && level.right === "offline";
};

/** Refuses to start a draft that somebody has edited since this program wrote it. */
export const refuseEditedDraft = (
  host: Host,
  client: Client,
  task: Task,
  now: DeclaredTask,
  isSecret: boolean,
): TE.TaskEither<HostError, void> =>
  containsUnknown(now)
    ? TE.right(undefined)
    : pipe(
        editsIn(host, client, task, now, isSecret),
        TE.flatMap((edits): TE.TaskEither<HostError, void> => {
          if (edits.length === 0) return TE.right(undefined);
          if (!isOffline(host)) return TE.left(edited(task.id, edits));
          client.say(
            `warning: task ${task.id} is started with other values than the program's: ${listed(edits)}`,
          );
          return TE.right(undefined);
        }),
      );

/** The same before a `TaskRun` starts it. A task that no `DraftTask` of this update declares is the program's as it is. */
export const refuseEditedRunDraft = (
  host: Host,
  client: Client,
  task: Task,
  isSecret: boolean,
): TE.TaskEither<HostError, void> => {
  const owner = [...host.live].find(([, id]) => id === task.id)?.[0];
  const now = owner === undefined ? undefined : host.declaredArgs.get(owner);
  return now === undefined || !isDraft(task.status)
    ? TE.right(undefined)
    : refuseEditedDraft(host, client, task, now, isSecret);
};
