import type { JsonObject } from "../json";
import type { Change } from "../store/model";
import { each } from "./entries";
import type { Present } from "./present";

/** The users of a seed. A token is a header's value, and belongs to one of them. */
export const userChanges = (seed: JsonObject, present: Present): Change<"user">[] => {
  const tokens = new Map([...present.users.values()].map((it) => [it.username, it.token]));
  return each(seed, "users", ["username", "token"], (user): Change<"user">[] => {
    const username = user.text("username");
    const token = user.text("token");
    if (!/^[\x21-\x7e]+$/.test(token)) return user.fail("token", "must be of plain characters, no spaces");
    const [other] = [...tokens].find(([name, theirs]) => name !== username && theirs === token) ?? [];
    if (other !== undefined) return user.fail("token", `is the token of ${other} already`);
    tokens.set(username, token);
    return [["user", username, { username, token }]];
  });
};
