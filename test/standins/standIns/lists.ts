import { showing, without } from "../change";
import { inOrder, isOfProject, listing, ownList, relisting } from "../lists";
import type { Row } from "../row";
import { type Asked, type Forward, isCreation, type Json, type StandIn, together } from "../standIn";

export const listsWithoutDescription: StandIn = showing("lists never show `description`", (task, place) =>
  place === "list" ? without("description")(task) : task,
);

const childrenOf = async (
  tops: readonly Json[],
  asked: Asked,
  forward: Forward,
): Promise<readonly Json[]> => {
  const batches = tops.filter(({ batch }) => batch === true);
  const lists = await Promise.all(batches.map(({ id }) => ownList(asked, forward, { parent: String(id) })));
  return lists.flatMap(({ items }) => items);
};

/** Children in lists of their projects, as the filters choose. */
export const childrenInLists: StandIn = listing(
  "project lists contain children",
  async (items, asked, forward) => {
    if (!isOfProject(asked)) return items;
    const { status: _, ...query } = Object.fromEntries(asked.query);
    const { items: tops } = await ownList(asked, forward, query);
    const children = await childrenOf(tops, asked, forward);
    const status = asked.query.get("status");
    return inOrder(
      [...items, ...children.filter((child) => status === null || child.status === status)],
      asked,
    );
  },
);

/** A list of children has all tasks, and all children of all batches. */
export const parentIgnored: StandIn = listing("lists that ignore `parent`", async (items, asked, forward) => {
  if (isOfProject(asked)) return items;
  const { items: tops } = await ownList(asked, forward);
  return inOrder([...tops, ...(await childrenOf(tops, asked, forward))], asked);
});

/** A new task is in no list of its project for so long. */
const laggingLists = (seconds: number): StandIn => ({
  name: `a new task shows in lists only after ${seconds} s`,
  behavior: () => {
    const created = new Map<unknown, number>();
    const isShown = ({ id }: Json): boolean => Date.now() - (created.get(id) ?? 0) >= seconds * 1000;
    const hideNew = relisting((items, asked) => (isOfProject(asked) ? items.filter(isShown) : items));
    // The answer to a creation may be lost: what is new, the list itself tells.
    const noteNew = async (asked: Asked, forward: Forward, time: number): Promise<void> => {
      for (const { id } of (await ownList(asked, forward)).items) if (!created.has(id)) created.set(id, time);
    };
    return (asked, forward) =>
      hideNew(asked, async (next) => {
        if (!isCreation(next)) return forward(next);
        const time = Date.now();
        try {
          return await forward(next);
        } finally {
          await noteNew(next, forward, time);
        }
      });
  },
});

/** `GET /user` was recorded so on a real platform: API digest, 12. */
const userRedirects: StandIn = {
  name: "`GET /user` redirects",
  behavior: () => async (asked, forward) =>
    asked.path === "/user" && !asked.query.has("redirected")
      ? { status: 307, headers: { location: "/v2/user?redirected=1" }, text: "" }
      : forward(asked),
};

/** All that is likely at once: chaos and the fault matrix run through it. A new task is in no list for so many seconds. */
export const atOnce = (seconds: number): StandIn =>
  together(userRedirects, childrenInLists, listsWithoutDescription, laggingLists(seconds));

export const listRows: readonly Row[] = [
  { standIn: listsWithoutDescription, meets: "each description is read in bulk", demanded: {} },
  { standIn: childrenInLists, meets: "children are left out", demanded: {} },
  { standIn: parentIgnored, meets: "no other task is taken for a child", demanded: {} },
  { standIn: laggingLists(60), meets: "looks again after an unclear answer, for two minutes", demanded: {} },
];
