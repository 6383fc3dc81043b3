import * as E from "fp-ts/Either";
import { bulkGet } from "../api/endpoints/bulk";
import { type Task, TaskAnswer } from "../api/endpoints/taskSchemas";
import { getTask, wholeOf } from "../api/endpoints/tasks";
import type { Client } from "../api/transport/http";
import { chunks } from "../api/transport/splitQuery";
import type { ApiError } from "../shared/errors";
import { newGathering, type Waiting } from "./gathering";
import type { Moments } from "./moments";

/** Tasks that are asked for at nearly the same time go into one call for each 100. */

type Answer = E.Either<ApiError, Task>;

/** The most ids that a bulk call takes: API digest, 5.11. */
const most = 100;

const getAlone = async (client: Client, { question, answer }: Waiting<string, Answer>): Promise<void> =>
  answer(await getTask(client, question)());

const getTogether = async (client: Client, asked: readonly Waiting<string, Answer>[]): Promise<void> => {
  const [first] = asked;
  if (first !== undefined && asked.length === 1) return getAlone(client, first);
  const ids = asked.map(({ question }) => question);
  const found = await bulkGet(client, "tasks", { codec: TaskAnswer, fields: "_all" }, ids)();
  for (const [index, one] of asked.entries()) {
    if (E.isLeft(found)) one.answer(found);
    else {
      const item = found.right[index];
      // What is not there is asked for by itself: its own call has its own error.
      if (item?._tag === "Found") one.answer(await wholeOf(client, item.resource)());
      else await getAlone(client, one);
    }
  }
};

/** Asks for one task by its id. Nobody asks for the same twice in a moment. */
export const newTasks = (client: Client, moments: Moments): ((id: string) => Promise<Answer>) =>
  newGathering<string, Answer>(moments, async (all) => {
    for (const some of chunks(all, most)) await getTogether(client, some);
  });
