import type { Row } from "../row";
import { type Answer, type Asked, type Json, jsonOf, type StandIn, withJson } from "../standIn";

type Items = readonly Json[];

const isBulk = ({ path }: Asked): boolean => /^\/bulk\/\w+\/get$/.test(path);

/** A stand-in whose bulk reads answer otherwise. */
const bulk = (
  name: string,
  change: (items: Items, asked: Asked) => Items,
  queried: (query: URLSearchParams) => void = () => undefined,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    if (!isBulk(asked)) return forward(asked);
    const query = new URLSearchParams(asked.query);
    queried(query);
    const answer: Answer = await forward({ ...asked, query });
    const { items } = jsonOf(answer);
    return Array.isArray(items) ? withJson(answer, { items: change(items, asked) }) : answer;
  },
});

const withoutFields = bulk(
  "bulk get ignores `fields`",
  (items) => items,
  (query) => query.delete("fields"),
);

const isRecordOf = (value: unknown): value is Json => typeof value === "object" && value !== null;

const shortItems = bulk("bulk get answers items without the asked keys", (items) =>
  items.map(({ resource, ...item }) =>
    isRecordOf(resource)
      ? { ...item, resource: { href: resource.href, id: resource.id, name: resource.name } }
      : item,
  ),
);

const leftOut = bulk("bulk get leaves an id out", (items) => items.slice(1));

const otherOrder = bulk("bulk get answers in another order", (items) => [...items].reverse());

const meets = "what the answer does not show is read one by one";

export const bulkRows: readonly Row[] = [
  { standIn: withoutFields, meets: "works", demanded: {} },
  { standIn: shortItems, meets, demanded: {} },
  { standIn: leftOut, meets, demanded: {} },
  { standIn: otherOrder, meets: "works", demanded: {} },
];
