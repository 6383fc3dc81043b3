import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import { getTask, patchTask, wholeOf } from "../../api/endpoints/tasks";
import type { Client } from "../../api/transport/http";
import { isKeptFrom } from "../../model/tags/keptText";
import { ownerTagIn, ownerTagText } from "../../model/tags/ownerTag";
import { type Bound, retag, withTag } from "../../model/tags/tag";
import { bodyHash } from "../../model/task/bodyHash";
import { hasBegun } from "../../model/task/taskState";
import { isSettledByLook } from "../../shared/errors";
import { isResolved } from "../../shared/unknown";
import { attempt, fail, orThrow } from "../failure";
import { storesAtEndOnly } from "../session/checkpoints";
import { ownerOfTask } from "../session/ownership";
import type { Session } from "../session/session";

/*
 * Before a `TaskRun` starts a draft, it writes into the draft's tag that this stack starts it. One PATCH, in place of the last GET:
 * its answer shows the task as it will run. It tells later who has started the task, also where this process dies in between; and
 * that a state holds it, so that no other stack of the same name adopts it.
 */

/** The tag that the draft gets; nothing where it is another program's, carries none, or says so already. */
const startTag = (session: Session, task: Task): string | undefined => {
  const [owner, tag, finding] = [
    ownerOfTask(session.ownership, task.id),
    ownerTagIn(task),
    session.options.orphanSearch(),
  ];
  if (owner === undefined || tag === undefined || E.isLeft(finding) || !finding.right.on) return undefined;
  if (tag.id !== session.ownership.resourceIds.get(owner) || ["Started", "Copied"].includes(tag.proof))
    return undefined;
  if (storesAtEndOnly()) return undefined;
  const now = session.handoff.declaredArgs.get(owner);
  const bound: Bound = { proof: "Started", taskId: task.id, isWitness: tag.isWitness };
  if (tag.proof !== "Old") return ownerTagText(tag, bound);
  return now === undefined || !isResolved(now)
    ? undefined
    : ownerTagText({ id: tag.id, hash: bodyHash(now) }, bound);
};

/** The description with the tag. What the platform has made of the program's text is not sent back to it. */
const descriptionWith = (session: Session, { id, description }: Task, tag: string): string => {
  const { description: said } =
    session.handoff.declaredArgs.get(ownerOfTask(session.ownership, id) ?? "") ?? {};
  return typeof said === "string" && isKeptFrom(said, description)
    ? withTag(said, tag)
    : retag(description, tag);
};

const patchDescription = async (client: Client, id: string, description: string): Promise<Task> => {
  const answer = await orThrow(patchTask(client, id, { description }));
  return orThrow(wholeOf(client, answer));
};

/** The task as it is before its start. `seen`: how this process has created it, or has just read it. */
export const announceStart = async (
  session: Session,
  client: Client,
  seen: Task,
  isRead: boolean,
): Promise<Task> => {
  // A status that is not known here may be a draft's.
  const tag = hasBegun(seen.status) ? undefined : startTag(session, seen);
  if (tag === undefined) return isRead ? seen : orThrow(getTask(client, seen.id));
  const description = descriptionWith(session, seen, tag);
  const announced = await attempt(() => patchDescription(client, seen.id, description));
  if (E.isRight(announced)) return announced.right;
  if (!isSettledByLook(announced.left)) return fail(announced.left);
  // Somebody has started or deleted it meanwhile: what it is, a look tells. A draft whose tag is not written is not started.
  const now = await orThrow(getTask(client, seen.id));
  return hasBegun(now.status) || startTag(session, now) === undefined ? now : fail(announced.left);
};
