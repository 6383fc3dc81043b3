import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import { type Bulk, bulkGet } from "../../api/endpoints/bulk";
import { FileFacts } from "../../api/endpoints/schemas";
import { type Client, seenBy } from "../../api/transport/http";
import { chunks } from "../../api/transport/splitQuery";
import type { ApiError } from "../../shared/errors";

/** The most ids that a bulk call takes: API digest, 8.2 and 9.3. */
const maxFiles = 100;

/** The files of the platform as far as one process has looked at them, each once. */
export interface Files {
  /**
   * What the platform says of these files, by their ids: 100 in a call. `together` are blocks of ids of which some belong to
   * other tasks: one that holds a wanted id is asked for as a whole, for `check` looks at one task after the other.
   */
  readonly read: (
    client: Client,
    ids: readonly string[],
    together?: readonly (readonly string[])[],
  ) => TE.TaskEither<ApiError, ReadonlyMap<string, Bulk<FileFacts>>>;
}

type Answers = Promise<E.Either<ApiError, ReadonlyMap<string, Bulk<FileFacts>>>>;

const askFor = async (client: Client, ids: readonly string[]): Answers => {
  const answers = await bulkGet(client, "files", FileFacts, ids)();
  return E.map((all: readonly Bulk<FileFacts>[]) => new Map(all.map((one, n) => [ids[n] ?? "", one])))(
    answers,
  );
};

/** What to ask for: whole blocks where there are some, and all that is in none. */
const fileCallsFor = (
  wanted: readonly string[],
  together: readonly (readonly string[])[],
): readonly (readonly string[])[] => {
  const blockOf = new Map(together.flatMap((block) => block.map((id) => [id, block] as const)));
  const blocks = new Set(wanted.flatMap((id) => [blockOf.get(id) ?? []]));
  const others = wanted.filter((id) => !blockOf.has(id));
  return [...blocks, others].flatMap((ids) => chunks(ids, maxFiles));
};

export const newFiles = (): Files => {
  const answers = new Map<string, Answers>();
  const keyOf = (client: Client, id: string): string => `${seenBy(client)} ${id}`;

  const ask = (client: Client, ids: readonly string[]): void => {
    const answer = askFor(client, ids);
    for (const id of ids) answers.set(keyOf(client, id), answer);
    void answer.then((came) => {
      // A failure is not kept.
      if (E.isLeft(came)) for (const id of ids) answers.delete(keyOf(client, id));
    });
  };

  return {
    read:
      (client, ids, together = []) =>
      async () => {
        const isNew = (id: string): boolean => !answers.has(keyOf(client, id));
        const wanted = [...new Set(ids)];
        for (const some of fileCallsFor(wanted.filter(isNew), together)) {
          const unread = some.filter(isNew);
          if (unread.length > 0) ask(client, unread);
        }
        const coming = wanted.map((id) => [id, answers.get(keyOf(client, id))] as const);
        const found = new Map<string, Bulk<FileFacts>>();
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
