import type { Answer, Call, Route } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { page } from "../calls/paging";
import { redirectTo } from "../calls/redirect";
import { NO_DIVISION, NO_USER, NOT_FOUND, refuse } from "../calls/refusals";
import type { RateLimit } from "../http/rateLimit";
import { ownerOf } from "../rules/permissions";
import type { User } from "../store/model";
import { userView } from "../views/user";
import type { Context } from "../world";

/** The person, the limits and the list of paths (API digest 1.2, 8.3, 9.3). */
export const userRoutes = (world: Context, rate: RateLimit): readonly Route[] => [
  {
    method: "GET",
    path: "/user",
    handler: (call) => redirectTo(call, `/users/${encodeURIComponent(call.user.username)}`),
  },
  { method: "GET", path: "/users", handler: (call) => listUsers(world, call) },
  {
    method: "GET",
    path: "/users/:username",
    handler: (call) => {
      const user = world.store.users.get(call.params.username ?? "") ?? refuse(NO_USER);
      return ok(select(userView(user, call.base), call.query.get("fields")));
    },
  },
  {
    method: "GET",
    path: "/rate_limit",
    free: true,
    handler: ({ user, query, now }) => {
      const limits = {
        rate: rate.of(user.username, now),
        // As recorded (API digest, section 12).
        instance_limit: { limit: 25, remaining: 25 },
      };
      return ok(select(limits, query.get("fields")));
    },
  },
  {
    method: "GET",
    path: "/",
    open: true,
    handler: ({ base, query }) => ok(select(paths(base), query.get("fields"))),
  },
];

const paths = (base: string) => ({
  rate_limit_url: `${base}/rate_limit`,
  user_url: `${base}/user`,
  users_url: `${base}/users`,
  billing_url: `${base}/billing`,
  projects_url: `${base}/projects`,
  files_url: `${base}/files`,
  tasks_url: `${base}/tasks`,
  apps_url: `${base}/apps`,
  action_url: `${base}/action`,
  upload_url: `${base}/upload`,
  storage_url: `${base}/storage`,
  markers_url: `${base}/markers`,
});

/**
 * The members of a division, as the Python client asks for them. A division is an owner of projects that is no user
 * here; everybody is a member of it, and nobody its admin: our choice.
 */
const listUsers = ({ store }: Context, call: Call): Answer => {
  const division = call.query.get("division");
  if (division === null || division === "") return refuse(NO_DIVISION);
  const owns = [...store.projects.keys()].some((it) => ownerOf(it) === division);
  if (!owns || store.users.has(division)) return refuse(NOT_FOUND, "Requested division does not exist.");
  const role = call.query.get("role")?.toLowerCase() || "member";
  const users = role === "member" ? [...store.users.values()] : [];
  const view = (user: User) => userView(user, call.base);
  return page(call, "/users", users, view, ["href", "username", "email", "role"]);
};
