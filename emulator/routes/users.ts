import type { Route } from "../call";
import { ok } from "../call";
import { select } from "../fields";
import type { RateLimit } from "../rateLimit";
import { NO_USER, refuse } from "../refusals";
import { userView } from "../views/others";
import type { World } from "../world";

/** The person, the limits and the list of paths (API digest 1.2, 8.3, 9.3). */
export const userRoutes = (world: World, rate: RateLimit): readonly Route[] => [
  {
    method: "GET",
    path: "/user",
    handler: (call) => ok(select(userView(call.user, call), call.query.get("fields"))),
  },
  {
    method: "GET",
    path: "/users/:username",
    handler: (call) => {
      const user = world.store.users.get(call.params.username ?? "") ?? refuse(NO_USER);
      return ok(select(userView(user, call), call.query.get("fields")));
    },
  },
  {
    method: "GET",
    path: "/rate_limit",
    free: true,
    handler: (call) => ({
      status: 200,
      // 2^63 - 1: JSON.stringify would round it to what the Java client cannot read (API digest 11).
      text: `{"rate":${JSON.stringify(rate.of(call.user.username, call.now))},"instance_limit":{"limit":-1,"remaining":9223372036854775807}}`,
    }),
  },
  {
    method: "GET",
    path: "/",
    open: true,
    handler: ({ base }) =>
      ok({
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
      }),
  },
];
