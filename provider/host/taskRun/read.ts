import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { taskId } from "../../model/codecs/ids";
import { failedItems, type RunSnapshot } from "../../model/run/runSnapshot";
import { encodeLostRun } from "../../model/run/runState";
import { type RunHidden, runHiddenOf, type StoredRun } from "../../model/run/runStored";
import { type DeclaredRun, runArgNames } from "../../model/run/taskRun";
import { idOf } from "../../model/tags/resourceId";
import { secretNotesIn } from "../../model/task/secretArgs";
import { hasEnded, priceFrom } from "../../model/task/taskState";
import { type HostError, isDenied } from "../../shared/errors";
import { findRun, readWholeRun } from "../apply/findRun";
import { encodeRunOutputs, readRunDetails } from "../apply/runResult";
import { attempt, fail, rightOrThrow } from "../failure";
import { isStored, type Properties } from "../properties";
import { missedAttempts } from "../recovery/taggedAttempts";
import type { ReadResult } from "../results";
import { requireClientFor } from "../session/clients";
import { clientFor, connectionIn } from "../session/connections";
import { getPresence, sayHidden } from "../session/presence";
import type { Session } from "../session/session";
import { sayDeleted } from "../session/tasks";
import { endedWhileAway, sayEnded } from "./ended";
import { storedRunFrom } from "./properties";
import { readAllAttempts } from "./runWorkflow";

/** Args are only the program's to change: a refresh gives them back as they are stored. */
const toRunReadResult = (id: string, props: Properties): ReadResult => {
  const ours: readonly string[] = [...runArgNames, "__endpoint"];
  const inputs = Object.entries(props).filter(([key]) => ours.includes(key));
  return { id, props, inputs: { ...runHiddenOf(props), ...Object.fromEntries(inputs) } };
};

const encodeRead = async (
  session: Session,
  client: Client,
  run: RunSnapshot,
  declared: DeclaredRun,
  hidden: RunHidden,
): Promise<ReadResult> => {
  const known = await readRunDetails(session, client, run, hidden);
  return toRunReadResult(run.first.id, encodeRunOutputs(client, run, declared, hidden, known));
};

const noDeclaration = (task: string, connection: string | undefined): DeclaredRun => ({
  task,
  ...(connection === undefined ? {} : { connection }),
  wait: true,
  allowFailures: false,
  maxAttempts: 1,
  triggers: [],
});

const declineRead = (reason: string): HostError => ({ _tag: "Declined", reason });

/** `TaskRun.get`: any task that has been started. */
const readRunById = async (session: Session, id: string, olds: Properties): Promise<ReadResult> => {
  const client = rightOrThrow(clientFor(session, id, olds));
  if (!taskId.is(id))
    return fail(declineRead("the id given to TaskRun.get must be the id of a task (a UUID)"));
  const run = await findRun(session, client, id, []);
  if (run === undefined)
    return fail(
      declineRead(`there is no task ${id} at ${client.connection.endpoint}: check the id and the platform`),
    );
  const declared = noDeclaration(id, connectionIn(olds));
  return encodeRead(session, client, run, declared, secretNotesIn(runHiddenOf(olds)));
};

const goneResult = (client: Client, id: string, stored: StoredRun, olds: Properties): ReadResult => {
  sayDeleted(client, id, stored.status);
  return toRunReadResult(id, encodeLostRun(olds, stored.declared, stored.hidden));
};

/** Whether all that the state knows of it is there, and only the state can change it: nothing to read again. */
const isSettled = ({ status, unread, retries, missing }: StoredRun): boolean =>
  hasEnded(status) && status !== "DELETED" && !unread && retries.length === 0 && missing.length === 0;

/** Whether the platform may know more of what it has cost: a price may come minutes after the end, or grow (API digest, 12). */
const mayHavePrice = (first: Task, { price, children }: StoredRun): boolean => {
  const now = priceFrom(first.price)?.amount;
  return (
    (now !== undefined && now !== price?.amount) ||
    children.some((child) => hasEnded(child.status) && child.price === undefined)
  );
};

/** It has failed, as far as the state knows: an interrupted update may have run it again. */
const mayHaveAttempts = ({ status }: StoredRun): boolean =>
  hasEnded(status) && status !== "DELETED" && status !== "COMPLETED";

/** The run with all its attempts, those included that the state does not know of. */
const wholeOf = async (
  session: Session,
  client: Client,
  first: Task,
  { retries, hidden }: StoredRun,
): Promise<RunSnapshot> => {
  const own = idOf(hidden);
  const run = await readWholeRun(session, client, first, retries);
  // What somebody has deleted was no attempt that is missing in the state.
  if (own === undefined || failedItems(run).length === 0 || run.retries.length < retries.length) return run;
  const whole = await readAllAttempts(session, client, [own], run);
  return whole.run;
};

/** What had ended is read again for what may have come late; what cannot be read any more stays as it was. */
const readAgain = async (
  session: Session,
  client: Client,
  first: Task,
  stored: StoredRun,
  kept: ReadResult,
): Promise<ReadResult> => {
  const hadEnded = hasEnded(stored.status) && stored.status !== "DELETED";
  const whole = await attempt(() => wholeOf(session, client, first, stored));
  if (E.isLeft(whole)) {
    const { left: error } = whole;
    // Children of it are not there any more, or its attempts answer as what is deleted may.
    const isLost = isDenied(error) || (error._tag === "Unreadable" && error.isShort === true);
    return hadEnded && isLost ? kept : fail(error);
  }
  const run = whole.right;
  if (hadEnded && run.retries.length < stored.retries.length) return kept;
  const isNews = !hasEnded(stored.status) || run.retries.length > stored.retries.length;
  const line = isNews ? endedWhileAway(run) : undefined;
  return sayEnded(client, line, () => encodeRead(session, client, run, stored.declared, stored.hidden));
};

/** What has ended stays as it was; what has not is looked at. A run was started, so its record is never forgotten. */
export const read = async (session: Session, id: string, olds: Properties): Promise<ReadResult> => {
  if (!isStored(olds)) return readRunById(session, id, olds);
  const { __provider: _, ...outputs } = olds;
  const stored = rightOrThrow(storedRunFrom(id, olds));
  const client = await requireClientFor(session, id, stored, olds);
  const presence = await getPresence(session, client, id, stored.project);
  const kept = toRunReadResult(id, outputs);
  if (presence._tag === "Gone") return goneResult(client, id, stored, olds);
  if (presence._tag === "Hidden") {
    sayHidden(client, id, stored.status, presence.error);
    return kept;
  }
  const { task: first } = presence;
  const missed =
    mayHaveAttempts(stored) && isSettled(stored) ? await missedAttempts(session, client, first, stored) : [];
  return isSettled(stored) && missed.length === 0 && !mayHavePrice(first, stored)
    ? kept
    : readAgain(session, client, first, stored, kept);
};
