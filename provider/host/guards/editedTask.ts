import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { type DeclaredTask, knownInputs } from "../../model/task/draftTask";
import { partsWhere } from "../../model/task/fields";
import { type SecretNotes, secretArgsOf } from "../../model/task/secretArgs";
import { hasBegun, isDraft, priceFrom } from "../../model/task/taskState";
import { formatPrice, joinWithAnd, paidAgainText } from "../../shared/text";
import { hasUnknown } from "../../shared/unknown";
import { appDefaults, noAppDefaults } from "../drift/appDefaults";
import { changedSinceStart, liveArgs, otherInputs } from "../drift/drift";
import { formatDifferences } from "../drift/formatDifferences";
import { type Change, changesOf } from "../drift/plan";
import { attempt, fail } from "../failure";
import { isOffline } from "../session/callPolicies";
import { ownerOfTask } from "../session/ownership";
import type { Session } from "../session/session";

/*
 * The last look at a task before it is started, or its results are taken for the program's. Anybody with write access may edit a
 * draft on its page, and start it. Pulumi compares with its state only: without this look a task would run with other values than
 * those that the program and the preview show.
 */

/** What a run computes or costs depends on these. A name or a description that a person gives may stay. */
const guardEdit: readonly Change["part"][] = partsWhere(({ isWork }) => isWork);

/** In what a draft differs from the program, where a start would run it so: `inputs.threads (9 on the platform, 8 here)`. */
const editsIn = async (
  session: Session,
  client: Client,
  task: Task,
  now: DeclaredTask,
  notes: SecretNotes,
): Promise<readonly string[]> => {
  const defaults = await attempt(() => appDefaults(session, client, now, task));
  // What an app that cannot be read sets by itself nobody can tell from an edit.
  const isKnown = E.isRight(defaults);
  const live = liveArgs(now, task, isKnown ? defaults.right : noAppDefaults);
  const was = { declared: live, endpoint: client.connection.endpoint, status: task.status, errors: [] };
  const said = knownInputs(now);
  const edits = changesOf(was, now).filter(
    ({ part, port }) =>
      guardEdit.includes(part) &&
      (isKnown || (part !== "batching" && (port === undefined || Object.hasOwn(said, port)))),
  );
  return formatDifferences(live, now, edits, {
    veiled: secretArgsOf(notes).length > 0,
    between: (there, here) => `${there} on the platform, ${here} in the program`,
  });
};

/**
 * Fails where a task differs from the program. With checks offline it only says so: the way out where the platform itself keeps a
 * value in another form.
 */
const refuseUnlessOffline = (
  session: Session,
  client: Client,
  what: string,
  edits: readonly string[],
  options: string,
): void => {
  if (edits.length === 0) return;
  const reason = `${what} ${joinWithAnd(edits)}`;
  if (!isOffline(session))
    fail({
      _tag: "Declined",
      reason: `Refusing ${reason}. Somebody edited it outside Pulumi, or the platform keeps the value in another form. Options: ${options}`,
    });
  client.say(`warning: sevenbridges:checks is offline, or pulumi would refuse ${reason}`);
};

/** Refuses to start a draft that somebody has edited since this program wrote it. */
export const refuseEditedDraft = async (
  session: Session,
  client: Client,
  task: Task,
  now: DeclaredTask,
  notes: SecretNotes,
): Promise<void> => {
  if (hasUnknown(now)) return;
  refuseUnlessOffline(
    session,
    client,
    `to start task ${task.id}, which differs from the program in`,
    await editsIn(session, client, task, now, notes),
    "run `pulumi up --refresh`, which reads the draft again and brings it to the program; change the program; run `pulumi config set sevenbridges:checks offline` to start it as it is",
  );
};

/** Refuses the results of a task that somebody has started with other inputs than the program's: what follows would use them. */
const refuseEditedRun = (session: Session, client: Client, task: Task, now: DeclaredTask): void => {
  const price = formatPrice(priceFrom(task.price));
  refuseUnlessOffline(
    session,
    client,
    `to use task ${task.id} (${task.status}${price}), which was started with other values than the program's for`,
    changedSinceStart(now, task).map((port) => `inputs.${port}`),
    `change the program to what the task ran with; change \`triggers\` of its DraftTask to create another task, ${paidAgainText(priceFrom(task.price))}; run \`pulumi config set sevenbridges:checks offline\` to use it as it is`,
  );
};

/** The same for the task of a run. One that no `DraftTask` of this update declares is the program's as it is. */
export const refuseEditedTask = async (
  session: Session,
  client: Client,
  task: Task,
  notes: SecretNotes,
): Promise<void> => {
  const owner = ownerOfTask(session.ownership, task.id);
  const now = owner === undefined ? undefined : session.handoff.declaredArgs.get(owner);
  if (now === undefined) return;
  if (isDraft(task.status)) await refuseEditedDraft(session, client, task, now, notes);
  else if (hasBegun(task.status)) refuseEditedRun(session, client, task, now);
};

/**
 * The same for a further attempt that is found by its tag: somebody may have edited the draft before it was started. To start or to
 * use it would take other values for the program's; to make another attempt might pay twice.
 */
export const refuseEditedAttempt = async (
  session: Session,
  client: Client,
  source: Pick<Task, "id" | "app" | "inputs">,
  again: Task,
): Promise<void> => {
  const { id, status, app } = again;
  const verb = isDraft(status) ? "start" : "use";
  const way = isDraft(status)
    ? `delete task ${id}, and run \`pulumi up\` again to have another attempt created; `
    : "";
  refuseUnlessOffline(
    session,
    client,
    `to ${verb} task ${id} (${status}), which runs task ${source.id} again, and differs from it in`,
    [...(app === source.app ? [] : ["app"]), ...otherInputs(source, again).map((port) => `inputs.${port}`)],
    `${way}run \`pulumi config set sevenbridges:checks offline\` to ${verb} it as it is`,
  );
};
