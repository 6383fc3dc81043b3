import { byHand } from "../support/platform";
import {
  type Answer,
  type Asked,
  type Behavior,
  type Forward,
  type Json,
  jsonOf,
  type StandIn,
  withJson,
} from "./standIn";

/*
 * Stand-ins that list tasks otherwise than the emulator. They read the whole list, change it, and cut it into pages again, so that
 * pages, totals and links agree.
 */

const isList = ({ method, path }: Asked): boolean => method === "GET" && path.replace(/\/$/, "") === "/tasks";

const withQuery = (asked: Asked, change: (query: URLSearchParams) => void): Asked => {
  const query = new URLSearchParams(asked.query);
  change(query);
  return { ...asked, query };
};

/** A list that the stand-in itself reads. It is not in the log of what the provider asks. */
export const ownList = (
  { headers }: Pick<Asked, "headers">,
  forward: Forward,
  query: Readonly<Record<string, string>> = {},
): ReturnType<typeof wholeList> =>
  wholeList(
    {
      method: "GET",
      path: "/tasks",
      query: new URLSearchParams({ ...query, [byHand]: "1" }),
      headers,
      body: undefined,
    },
    forward,
  );

/** What the emulator has answered, and the tasks in it. */
interface Read {
  readonly answer: Answer;
  readonly items: readonly Json[];
  /** It is a list: not an error, and not something unreadable. */
  readonly isList: boolean;
}

const readList = (answer: Answer): Read => {
  if (answer.status >= 300) return { answer, items: [], isList: false };
  try {
    const { items } = jsonOf(answer);
    return Array.isArray(items) ? { answer, items, isList: true } : { answer, items: [], isList: false };
  } catch {
    return { answer, items: [], isList: false };
  }
};

/** All tasks of a list, with all their keys; or the answer that is none. */
export const wholeList = async (asked: Asked, forward: Forward, offset = 0): Promise<Read> => {
  const answer = await forward(
    withQuery(asked, (query) => {
      query.set("fields", "_all");
      query.set("limit", "100");
      query.set("offset", String(offset));
    }),
  );
  const page = readList(answer);
  if (page.items.length < 100) return page;
  const rest = await wholeList(asked, forward, offset + 100);
  return { ...rest, items: [...page.items, ...rest.items] };
};

/** Only the keys that are asked for. */
const withFields = (task: Json, fields: string | null): Json =>
  fields === null || fields === "_all"
    ? task
    : Object.fromEntries(Object.entries(task).filter(([key]) => fields.split(",").includes(key)));

const pageOf = ({ query }: Asked, answer: Answer, items: readonly Json[]): Answer => {
  const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? 50)];
  const page = items.slice(offset, offset + limit).map((task) => withFields(task, query.get("fields")));
  return {
    ...withJson(answer, { ...jsonOf(answer), items: page, links: [] }),
    headers: { ...answer.headers, "x-total-matching-query": String(items.length) },
  };
};

/** What a stand-in makes of a list's tasks. */
export type Relist = (
  items: readonly Json[],
  asked: Asked,
  forward: Forward,
) => readonly Json[] | Promise<readonly Json[]>;

/** A stand-in whose lists differ. `queried`: what the emulator is asked in place of the provider's query. */
export const listing = (
  name: string,
  relist: Relist,
  queried: (query: URLSearchParams) => void = () => undefined,
): StandIn => ({ name, behavior: () => relisting(relist, queried) });

export const relisting =
  (relist: Relist, queried: (query: URLSearchParams) => void = () => undefined): Behavior =>
  async (asked, forward) => {
    if (!isList(asked)) return forward(asked);
    const read = await wholeList(withQuery(asked, queried), forward);
    // What is no list goes on as it is: trouble stays trouble.
    return read.isList ? pageOf(asked, read.answer, await relist(read.items, asked, forward)) : read.answer;
  };

/** Whether a list is one of a project's tasks, not of a batch's children. */
export const isOfProject = ({ query }: Asked): boolean => query.get("parent") === null;

/** In the order that was asked for. */
export const inOrder = (items: readonly Json[], { query }: Asked): readonly Json[] => {
  const by = query.get("order_by") ?? "created_time";
  const sorted = [...items].sort((a, b) => String(a[by]).localeCompare(String(b[by])));
  return query.get("order") === "asc" ? sorted : sorted.reverse();
};
