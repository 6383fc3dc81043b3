import type { Answer, Call } from "./call";

/**
 * What the API says elsewhere: 307 without a body, as `GET /user` was recorded, and with it the lists of a project (API
 * digest, section 12). The request is counted, and so is the one that follows. That the query goes along is our choice.
 */
export const redirectTo = (call: Pick<Call, "base" | "query">, path: string, more = {}): Answer => {
  const query = new URLSearchParams(call.query);
  for (const [key, value] of Object.entries<string>(more)) query.set(key, value);
  const text = query.toString();
  return { status: 307, headers: { Location: `${call.base}${path}${text === "" ? "" : `?${text}`}` } };
};
