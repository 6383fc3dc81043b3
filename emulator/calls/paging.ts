import type { JsonObject } from "../json";
import type { Answer, Call } from "./call";
import { select } from "./fields";
import { BAD_REQUEST, refuse } from "./refusals";
import type { Rows } from "./rows";

/** 25 in the documentation, 50 in the R clients: 50 is our choice; above 100 is clamped (API digest 2.4). */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/**
 * A page of a collection: `href` with the effective offset and limit, which the Java client pages by; `links`, which
 * the Python client follows; the `Link` header, which the Go client reads; and the total (API digest 2.4, 11).
 */
export const page = <T>(
  call: Call,
  path: string,
  all: Rows<T>,
  view: (item: T) => JsonObject,
  defaults: readonly string[],
): Answer => {
  const offset = whole(call.query, "offset", 0, 0);
  const limit = limitOf(call.query);
  const at = (from: number): string => hrefOf(call, path, { offset: String(from), limit: String(limit) });
  const links = [
    ...(offset + limit < all.length ? [{ href: at(offset + limit), rel: "next", method: "GET" }] : []),
    ...(offset > 0 ? [{ href: at(Math.max(0, offset - limit)), rel: "prev", method: "GET" }] : []),
  ];
  return collection({
    href: at(offset),
    links,
    total: all.length,
    items: all
      .slice(offset, offset + limit)
      .map((it) => select(view(it), call.query.get("fields"), defaults)),
  });
};

export const limitOf = (query: URLSearchParams): number =>
  Math.min(whole(query, "limit", 1, DEFAULT_LIMIT), MAX_LIMIT);

/** The call's own query, with some of it set. */
export const hrefOf = (call: Call, path: string, set: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(set)) query.set(name, value);
  return `${call.base}${path}?${query.toString().replaceAll("%2F", "/")}`;
};

interface Page {
  readonly href: string;
  readonly items: readonly JsonObject[];
  readonly links: readonly { readonly href: string; readonly rel: string; readonly method: string }[];
  readonly total: number;
}

export const collection = ({ href, items, links, total }: Page): Answer => ({
  status: 200,
  body: { href, items, links },
  headers: {
    "X-Total-Matching-Query": String(total),
    ...(links.length === 0 ? {} : { Link: links.map((it) => `<${it.href}>; rel="${it.rel}"`).join(", ") }),
  },
});

const whole = (query: URLSearchParams, name: string, least: number, byDefault: number): number => {
  const text = query.get(name);
  if (text === null || text === "") return byDefault;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  return refuse(BAD_REQUEST, `Query parameter ${name} must be a whole number of at least ${least}.`);
};
