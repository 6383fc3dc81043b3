import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import * as t from "io-ts";
import type { ApiError, Refused } from "../errors";
import { type Client, readByPost } from "./http";
import { chunks } from "./pieces";
import type { Part } from "./wire";

/** The most ids that a bulk call takes: API digest, 5.11 and 9.3. */
const most = 100;

/** What a bulk call says of one id. */
export type Bulk<A> =
  | { readonly _tag: "Found"; readonly resource: A }
  | {
      readonly _tag: "Missing";
      readonly status: number;
      readonly code: number | undefined;
      readonly message: string;
    };

const ItemError = t.intersection(
  [t.type({ status: t.number }), t.partial({ code: t.number, message: t.string })],
  "BulkError",
);

type Missing = Extract<Bulk<never>, { _tag: "Missing" }>;

/** The API's own word that a task does not exist: API digest, 9.2. */
export const isGoneItem = ({ status, code }: Missing): boolean => status === 404 && code === 7002;

/** An item's error as one of a call. */
export const refusedItem = (client: Client, path: string, { status, code, message }: Missing): Refused => ({
  _tag: "Refused",
  asked: { method: "GET", path, endpoint: client.connection.endpoint },
  status,
  code,
  message: client.clear(message),
});

const unnamed: Missing = {
  _tag: "Missing",
  status: 0,
  code: undefined,
  message: "the answer does not name it",
};

/** The answer says nothing of it: neither that it is there, nor that it is not. */
export const isUnnamed = (item: Missing): boolean => item === unnamed;

/** One call for at most 100 ids. The order of the answers is not promised: resources are told by their ids, errors by their places. */
const oneCall = <A extends { readonly id: string }>(
  client: Client,
  kind: "tasks" | "files",
  { codec: resource, fields }: Part<A>,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly Bulk<A>[]> => {
  const items = t.type({ items: t.array(t.partial({ resource, error: ItemError })) }, "Bulk");
  return pipe(
    readByPost(client)(
      items,
      `/bulk/${kind}/get`,
      { fields },
      { [kind === "tasks" ? "task_ids" : "file_ids"]: ids },
    ),
    TE.map((answer) => {
      const found = new Map(
        answer.items.flatMap((it) => (it.resource ? [[it.resource.id, it.resource]] : [])),
      );
      return ids.map((id, index): Bulk<A> => {
        const one = found.get(id);
        if (one !== undefined) return { _tag: "Found", resource: one };
        const error = answer.items[index]?.error;
        return error === undefined
          ? unnamed
          : {
              _tag: "Missing",
              status: error.status,
              code: error.code,
              message: error.message ?? "no message",
            };
      });
    }),
  );
};

/** `POST /bulk/tasks/get` and `/bulk/files/get`: these fields of each, an answer per id, in the order asked (API digest, 5.11 and 8.2). */
export const bulkGet = <A extends { readonly id: string }>(
  client: Client,
  kind: "tasks" | "files",
  part: Part<A>,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly Bulk<A>[]> =>
  pipe(
    chunks(ids, most),
    TE.traverseSeqArray((some) => oneCall(client, kind, part, some)),
    TE.map((answers) => answers.flat()),
  );
