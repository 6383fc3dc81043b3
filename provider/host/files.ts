import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { type Bulk, bulkGet } from "../api/bulk";
import type { Client } from "../api/http";
import { chunks } from "../api/pieces";
import { FileItem } from "../api/wire";
import type { ApiError } from "../errors";

/** The most ids that a bulk call takes: API digest, 8.2 and 9.3. */
const most = 100;

const fields = "id,name,type,project,metadata";

/** The files of the platform as far as one process has looked at them, each once. */
export interface Files {
  /** Ids that other resources may need: a call that is not full takes some of them along, for `check` is serial. */
  readonly foretell: (ids: readonly string[]) => void;
  /** What the platform says of these files, by their ids: 100 in a call. */
  readonly read: (
    client: Client,
    ids: readonly string[],
  ) => TE.TaskEither<ApiError, ReadonlyMap<string, Bulk<FileItem>>>;
}

type Answers = Promise<E.Either<ApiError, ReadonlyMap<string, Bulk<FileItem>>>>;

const asked = async (client: Client, ids: readonly string[]): Answers => {
  const answers = await bulkGet(client, "files", FileItem, ids, fields)();
  return E.map((all: readonly Bulk<FileItem>[]) => new Map(all.map((one, n) => [ids[n] ?? "", one])))(
    answers,
  );
};

export const newFiles = (): Files => {
  const foretold = new Set<string>();
  const answers = new Map<string, Answers>();
  const keyOf = (client: Client, id: string): string => `${client.connection.endpoint} ${id}`;

  const ask = (client: Client, ids: readonly string[]): void => {
    const answer = asked(client, ids);
    for (const id of ids) {
      foretold.delete(id);
      answers.set(keyOf(client, id), answer);
    }
    void answer.then((came) => {
      // A failure is not kept.
      if (E.isLeft(came)) for (const id of ids) answers.delete(keyOf(client, id));
    });
  };

  return {
    foretell: (ids) => {
      for (const id of ids) foretold.add(id);
    },
    read: (client, ids) => async () => {
      const isNew = (id: string): boolean => !answers.has(keyOf(client, id));
      const wanted = [...new Set(ids)];
      const unread = wanted.filter(isNew);
      const room = (most - (unread.length % most)) % most;
      const others = [...foretold].filter((id) => isNew(id) && !unread.includes(id)).slice(0, room);
      for (const some of chunks([...unread, ...others], most)) ask(client, some);
      const coming = wanted.map((id) => [id, answers.get(keyOf(client, id))] as const);
      const found = new Map<string, Bulk<FileItem>>();
      for (const [id, answer] of coming) {
        const came = await answer;
        if (came !== undefined && E.isLeft(came)) return came;
        const one = came?.right.get(id);
        if (one !== undefined) found.set(id, one);
      }
      return E.right(found);
    },
  };
};
