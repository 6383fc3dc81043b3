import { type JsonObject, strings } from "../json";
import { errorBody } from "./answers";
import { type Answer, type Call, ok } from "./call";
import { select } from "./fields";
import { bodyObject } from "./query";
import { BAD_REQUEST, Refused, refuse } from "./refusals";

/** What bulk calls have in common (API digest 5.11, 8.2): one item per entry, `resource` or `error`, in the order asked. */

/** At most 100 entries; more is refused, our choice (API digest 5.11). */
export const bulkEntries = (call: Call, key: string): readonly unknown[] => {
  const entries = bodyObject(call.body)[key];
  if (!Array.isArray(entries) || entries.length === 0)
    return refuse(BAD_REQUEST, `${key} must be a list that is not empty.`);
  if (entries.length > 100)
    return refuse(BAD_REQUEST, `${key} must hold at most 100 entries, not ${entries.length}.`);
  return entries;
};

export const bulkIds = (call: Call, key: string): readonly string[] => {
  const ids = bulkEntries(call, key);
  return strings(ids) ? ids : refuse(BAD_REQUEST, `${key} must be a list of ids.`);
};

export const bulkAnswer = <T>(
  call: Call,
  entries: readonly T[],
  resource: (entry: T) => JsonObject,
): Answer => {
  const fields = call.query.get("fields");
  const items = entries.map((entry) =>
    attempt(
      () => ({ resource: select(resource(entry), fields) }),
      (error) => ({ error }),
    ),
  );
  return ok({ items });
};

/** What is refused of one entry does not concern the others. */
export const attempt = (work: () => JsonObject, refused: (error: JsonObject) => JsonObject): JsonObject => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return refused(errorBody(error.refusal));
    throw error;
  }
};
