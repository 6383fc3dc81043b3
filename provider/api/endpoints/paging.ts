import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type * as t from "io-ts";
import type { ApiError } from "../../shared/errors";
import { type Client, getPage, type Query } from "../transport/http";
import { pageOf } from "./schemas";

/** The longest page that the API gives: API digest, section 2.4. */
export const pageSize = 100;

/** How often a list is read that changes while it is read. */
const maxPasses = 5;

interface Listed {
  readonly id: string;
}

/** One reading of a list, page by page. */
interface Pass<A> {
  readonly items: readonly A[];
  /** What the last page says; undefined where the API names none. */
  readonly total: number | undefined;
  /** Every page has said the same. */
  readonly steady: boolean;
  /** The server's time at the first page, where our own clock agrees with it. */
  readonly now: number | undefined;
}

const readPass = <A>(
  client: Client,
  path: string,
  item: t.Type<A, unknown>,
  query: Query,
  offset = 0,
): TE.TaskEither<ApiError, Pass<A>> =>
  pipe(
    getPage(client)(pageOf(item), path, { ...query, offset, limit: pageSize }),
    TE.flatMap(({ body: { items }, total, now }) => {
      const end = offset + items.length;
      const last = items.length === 0 || (total === undefined ? items.length < pageSize : end >= total);
      return last
        ? TE.right({ items, total, steady: true, now })
        : pipe(
            readPass(client, path, item, query, end),
            TE.map((rest) => ({
              items: [...items, ...rest.items],
              total: rest.total,
              steady: rest.steady && rest.total === total,
              now,
            })),
          );
    }),
  );

const unsteadyError = (client: Client, path: string): ApiError => ({
  _tag: "Unreadable",
  asked: { method: "GET", path, endpoint: client.connection.endpoint },
  status: 200,
  reason: `the list changed while its pages were read, ${maxPasses} times in a row`,
});

/** All items of a list, and what time it was. */
export interface Timed<A> {
  readonly items: readonly A[];
  /** The server's time, in milliseconds, where our own clock agrees with it. */
  readonly now: number | undefined;
}

/**
 * All items of a list, each once. The API promises no order, and pages of a list that moves repeat or miss items (API
 * digest, 2.4): what was read is held against the number of items that it names, and read again where that differs.
 */
export const listTimed = <A extends Listed>(
  client: Client,
  path: string,
  item: t.Type<A, unknown>,
  query: Query,
  left = maxPasses,
  known: ReadonlyMap<string, A> = new Map(),
): TE.TaskEither<ApiError, Timed<A>> =>
  pipe(
    readPass(client, path, item, query),
    TE.flatMap(({ items, total, steady, now }) => {
      const ofThis = new Map(items.map((one) => [one.id, one]));
      const ofAll = new Map([...known, ...ofThis]);
      if (total === undefined || (steady && ofThis.size === total))
        return TE.right({ items: [...ofThis.values()], now });
      // Pages that overlap differently each time still show every item in the end.
      if (steady && ofAll.size === total) return TE.right({ items: [...ofAll.values()], now });
      return left > 1
        ? listTimed(client, path, item, query, left - 1, steady ? ofAll : new Map())
        : TE.left(unsteadyError(client, path));
    }),
  );

/** The same without the time. */
export const listAll = <A extends Listed>(
  client: Client,
  path: string,
  item: t.Type<A, unknown>,
  query: Query,
): TE.TaskEither<ApiError, readonly A[]> =>
  pipe(
    listTimed(client, path, item, query),
    TE.map(({ items }) => items),
  );

/** The beginning of a list. */
export interface Beginning<A> {
  readonly items: readonly A[];
  /** That was all. */
  readonly isWhole: boolean;
}

/** The first pages of a list that may be long: for hints, so a list that changes meanwhile does no harm. */
export const listFirst = <A>(
  client: Client,
  path: string,
  item: t.Type<A, unknown>,
  query: Query,
  pages: number,
  offset = 0,
): TE.TaskEither<ApiError, Beginning<A>> =>
  pipe(
    getPage(client)(pageOf(item), path, { ...query, offset, limit: pageSize }),
    TE.flatMap(({ body: { items }, total }) => {
      const end = offset + items.length;
      const isWhole = items.length === 0 || (total === undefined ? items.length < pageSize : end >= total);
      return isWhole || pages <= 1
        ? TE.right({ items, isWhole })
        : pipe(
            listFirst(client, path, item, query, pages - 1, end),
            TE.map((rest) => ({ items: [...items, ...rest.items], isWhole: rest.isWhole })),
          );
    }),
  );
