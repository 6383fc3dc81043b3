import { isUuid } from "../ids";
import { isObject, type JsonObject } from "../json";
import { readTime } from "../times";
import { BAD_REQUEST, INVALID_JSON, refuse, TASK_ID } from "./refusals";

/** `True`, `TRUE` and `true` are all sent (API digest 2.2). */
export const booleanQuery = (query: URLSearchParams, name: string): boolean | undefined => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return refuse(BAD_REQUEST, `Query parameter ${name} must be true or false.`);
};

export const timeQuery = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  return readTime(text) ?? refuse(BAD_REQUEST, `Query parameter ${name} must be a date or a time.`);
};

/** `action=run`, in either case; `run=true` means the same (API digest 5.1). */
export const runsAtOnce = (query: URLSearchParams): boolean => {
  const action = query.get("action");
  if (action !== null && action !== "" && !/^run$/i.test(action)) {
    return refuse(BAD_REQUEST, "Query parameter action must be run.");
  }
  return action !== null && action !== "" ? true : booleanQuery(query, "run") === true;
};

/** No body, `null` and `{}` are the same; an array is refused (API digest 2.2). */
export const bodyObject = (body: unknown): JsonObject => {
  if (body === undefined || body === null) return {};
  return isObject(body) ? body : refuse(INVALID_JSON);
};

export const taskId = (id: string | undefined): string =>
  id !== undefined && isUuid(id) ? id.toLowerCase() : refuse(TASK_ID);
