import { isObject, isString } from "../json";
import { impliedPermissions, ownerOf, readPermissions } from "../rules/permissions";
import type { Permissions } from "../store/model";
import type { Entry } from "./entries";

/** The members of a seed's project, who must be among the users. */
export const seedMembers = (project: Entry, users: ReadonlySet<string>): Record<string, Permissions> => {
  const { members } = project.value;
  if (!Array.isArray(members)) return project.fail("members", "must be a list");
  const read = members.map((member: unknown, index): [string, Permissions] => {
    const fail = (reason: string): never => project.fail(`members[${index}]`, reason);
    if (!isObject(member) || !isString(member.username))
      return fail("must be an object with username, permissions");
    const { username, permissions = {}, ...more } = member;
    const [odd] = Object.keys(more);
    if (odd !== undefined) return fail(`has ${odd}, which is unknown: known are username, permissions`);
    if (!users.has(username)) return fail(`is ${username}, who is not among the users`);
    if (username === ownerOf(project.text("id"))) return fail(`is ${username}, who owns the project`);
    const sent = readPermissions(permissions);
    return typeof sent === "string" ? fail(`is wrong: ${sent}`) : [username, impliedPermissions(sent)];
  });
  return Object.fromEntries(read);
};
