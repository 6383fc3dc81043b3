import { isRecord } from "../../../provider/shared/codec";
import { type Asked, type Json, jsonOf, refusal, type StandIn, withJson } from "../standIn";

/* How the stand-ins that only `doctor` meets change requests and answers. */

export const isTaskPath = (path: string): boolean => /^\/tasks\/[^/]+$/.test(path);

/** The bodies of some answers are other ones. */
export const changingBody = (
  name: string,
  matches: (asked: Asked) => boolean,
  change: (body: Json) => unknown,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    return matches(asked) && answer.status < 300 ? withJson(answer, change(jsonOf(answer))) : answer;
  },
});

export const refusing = (
  name: string,
  status: number,
  code: number,
  matches: (asked: Asked) => boolean,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) =>
    matches(asked) ? refusal(status, code, "Refused.") : forward(asked),
});

/** What is sent arrives otherwise. */
export const sending = (name: string, change: (asked: Asked) => Asked): StandIn => ({
  name,
  behavior: () => (asked, forward) => forward(change(asked)),
});

export const withBody = (asked: Asked, change: (body: Json) => Json): Asked =>
  isRecord(asked.body) ? { ...asked, body: change(asked.body) } : asked;

export const withoutQuery = (asked: Asked, ...keys: readonly string[]): Asked => {
  const query = new URLSearchParams(asked.query);
  for (const key of keys) query.delete(key);
  return { ...asked, query };
};

export const isList = ({ method, path }: Asked): boolean => method === "GET" && path === "/tasks";
export const isBulk = ({ path }: Asked): boolean => path === "/bulk/tasks/get";
export const isCreate = ({ method, path }: Asked): boolean => method === "POST" && path === "/tasks";
export const isClone = ({ path }: Asked): boolean => path.endsWith("/actions/clone");
export const isPatch = ({ method, path }: Asked): boolean => method === "PATCH" && isTaskPath(path);

export const items = (body: Json): readonly unknown[] => (Array.isArray(body.items) ? body.items : []);

export const withHeaders = (
  name: string,
  change: (headers: Readonly<Record<string, string>>) => Json,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    const headers = Object.entries(change(answer.headers)).map(([key, value]) => [key, String(value)]);
    return { ...answer, headers: Object.fromEntries(headers) };
  },
});
