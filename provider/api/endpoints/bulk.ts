import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import * as t from "io-ts";
import { isRecord } from "../../shared/codec";
import type { ApiError, Refused } from "../../shared/errors";
import { type Client, call, inPath, readByPost } from "../transport/http";
import { chunks } from "../transport/splitQuery";
import type { Part } from "./schemas";

/** The most ids that a bulk call takes: API digest, 5.11 and 9.3. */
const maxItems = 100;

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
export const refusalOfItem = (client: Client, path: string, { status, code, message }: Missing): Refused => ({
  _tag: "Refused",
  asked: { method: "GET", path, endpoint: client.connection.endpoint },
  status,
  code,
  message: client.clear(message),
});

/** Nothing where the answer does not name an id, or does not show of it what was asked for. */
type Named<A> = Bulk<A> | undefined;

type Kind = "tasks" | "files";

/** The item as what was asked for: it has all that is always there. */
const shownError = <A>({ codec, always = [] }: Part<A>, resource: unknown): A | undefined => {
  if (!isRecord(resource) || !always.every((key) => key in resource)) return undefined;
  const decoded = codec.decode(resource);
  return E.isRight(decoded) ? decoded.right : undefined;
};

const items = t.type({ items: t.array(t.partial({ resource: t.unknown, error: t.unknown })) }, "Bulk");

/** One call for at most 100 ids. The order of the answers is not promised: resources are matched by their ids. */
const oneCall = <A extends { readonly id: string }>(
  client: Client,
  kind: Kind,
  part: Part<A>,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly Named<A>[]> => {
  const habits = client.habitsOf(client.connection);
  const asksFields = habits.shortBulks[kind] < maxShortAnswers;
  return pipe(
    readByPost(client)(
      items,
      `/bulk/${kind}/get`,
      { fields: asksFields ? part.fields : undefined },
      { [kind === "tasks" ? "task_ids" : "file_ids"]: ids },
    ),
    TE.map((answer) => {
      const all = answer.items.map(({ resource, error }) => ({
        resource: shownError(part, resource),
        error,
      }));
      const found = new Map(all.flatMap(({ resource }) => (resource ? [[resource.id, resource]] : [])));
      // An error names no id: its place tells, where every resource has its own.
      const isInOrder =
        all.length === ids.length &&
        all.every(({ resource }, index) => resource === undefined || resource.id === ids[index]);
      return ids.map((id, index): Named<A> => {
        const resource = found.get(id);
        if (resource !== undefined) return { _tag: "Found", resource };
        const error = isInOrder ? ItemError.decode(all[index]?.error) : undefined;
        if (error === undefined || E.isLeft(error)) return undefined;
        const { status, code, message = "no message" } = error.right;
        return { _tag: "Missing", status, code, message };
      });
    }),
  );
};

/** What a bulk call does not show, by itself. */
const getOne = <A>(
  client: Client,
  kind: Kind,
  { codec, fields }: Part<A>,
  id: string,
): TE.TaskEither<ApiError, Bulk<A>> =>
  pipe(
    call(client)(codec, "GET", `/${kind}/${inPath(id)}`, fields === "_all" ? {} : { fields }),
    TE.map((resource): Bulk<A> => ({ _tag: "Found", resource })),
    TE.orElse((error) =>
      error._tag === "Refused" && [403, 404].includes(error.status)
        ? TE.right({ _tag: "Missing", status: error.status, code: error.code, message: error.message })
        : TE.left(error),
    ),
  );

/** After so many calls that did not show what `fields` asks for, none asks for fields. */
const maxShortAnswers = 2;

/** Counts the calls that did not show tasks that are there. */
const noteShortAnswer = (client: Client, kind: Kind): void => {
  const { shortBulks } = client.habitsOf(client.connection);
  shortBulks[kind] += 1;
  if (shortBulks[kind] === maxShortAnswers)
    client.say(
      `bulk reads of ${kind} at ${client.connection.endpoint} do not show all that \`fields\` asks for: they ask without it, and what is missing is read one by one`,
    );
};

/**
 * `POST /bulk/tasks/get` and `/bulk/files/get`: these fields of each, an answer per id, in the order asked (API digest, 5.11 and
 * 8.2). Whether `fields` applies in there, and whether each id is named, is not established (12): what is missing is read alone.
 */
export const bulkGet = <A extends { readonly id: string }>(
  client: Client,
  kind: Kind,
  part: Part<A>,
  ids: readonly string[],
): TE.TaskEither<ApiError, readonly Bulk<A>[]> =>
  pipe(
    chunks(ids, maxItems),
    TE.traverseSeqArray((some) =>
      pipe(
        oneCall(client, kind, part, some),
        TE.flatMap((named) =>
          pipe(
            named,
            TE.traverseSeqArrayWithIndex((index, one) =>
              one === undefined ? getOne(client, kind, part, some[index] ?? "") : TE.right(one),
            ),
            TE.tapIO((all) => () => {
              const isShort = all.some(
                (one, index) =>
                  one._tag === "Found" && named[index] === undefined && shownError(part, one.resource),
              );
              if (isShort) noteShortAnswer(client, kind);
            }),
          ),
        ),
      ),
    ),
    TE.map((answers) => answers.flat()),
  );
