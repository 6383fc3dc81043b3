import { type TaskAnswer, taskIn } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { ownerTagIn } from "../../model/tags/ownerTag";
import type { InternalInputs } from "../../model/task/taskState";
import type { Session } from "../session/session";

/*
 * Whether the platform keeps the tag that was sent: its own answer shows that. Without the tag, a task whose state is lost cannot be
 * found.
 */

/** Whether an answer shows the description without the tag of this resource; an answer that shows no description tells nothing. */
const lacksTag = (answer: TaskAnswer, id: string): boolean =>
  (answer.description !== undefined || taskIn(answer) !== undefined) && ownerTagIn(answer)?.id !== id;

/** Notes for the state whether a task shows the tag that was sent with it; says so where it does not. */
export const noteTag = (
  session: Session,
  client: Client,
  answer: TaskAnswer,
  id: string | undefined,
  { __tagLost: was, ...hidden }: InternalInputs,
): InternalInputs => {
  if (id === undefined || !lacksTag(answer, id)) return hidden;
  session.connections.tagless.add(client.connection.endpoint);
  if (was !== true)
    client.say(
      `warning: the platform has not kept the tag in the description of task ${answer.id}: recovery is off for this task. If its state is lost, add the resource option import: ${JSON.stringify(answer.id)}, or pulumi up creates a second task`,
    );
  return { ...hidden, __tagLost: true };
};
