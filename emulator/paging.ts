import type { Answer, Call } from "./call";
import { select } from "./fields";
import type { JsonObject } from "./json";
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
  const limit = Math.min(whole(call.query, "limit", 1, DEFAULT_LIMIT), MAX_LIMIT);
  const at = (from: number): string => {
    const query = new URLSearchParams(call.query);
    query.set("offset", String(from));
    query.set("limit", String(limit));
    return `${call.base}${path}?${query.toString().replaceAll("%2F", "/")}`;
  };
  const links = [
    ...(offset + limit < all.length ? [{ href: at(offset + limit), rel: "next", method: "GET" }] : []),
    ...(offset > 0 ? [{ href: at(Math.max(0, offset - limit)), rel: "prev", method: "GET" }] : []),
  ];
  const items = all
    .slice(offset, offset + limit)
    .map((it) => select(view(it), call.query.get("fields"), defaults));
  return {
    status: 200,
    body: { href: at(offset), items, links },
    headers: {
      "X-Total-Matching-Query": String(all.length),
      ...(links.length === 0 ? {} : { Link: links.map((it) => `<${it.href}>; rel="${it.rel}"`).join(", ") }),
    },
  };
};

const whole = (query: URLSearchParams, name: string, least: number, byDefault: number): number => {
  const text = query.get(name);
  if (text === null || text === "") return byDefault;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  return refuse(BAD_REQUEST, `Query parameter ${name} must be a whole number of at least ${least}.`);
};
