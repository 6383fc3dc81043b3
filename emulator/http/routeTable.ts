import { methodNotAllowed } from "../calls/answers";
import type { Handler, Route } from "../calls/call";
import { NOT_EMULATED, refuse } from "../calls/refusals";
import { appRef, isProjectId } from "../ids";
import { appRoutes } from "../routes/apps";
import { billingRoutes } from "../routes/billing";
import { bulkRoutes } from "../routes/bulk";
import { bulkFileRoutes } from "../routes/bulkFiles";
import { fileActionRoutes } from "../routes/fileActions";
import { fileListRoutes } from "../routes/fileLists";
import { fileRoutes } from "../routes/files";
import { projectRoutes } from "../routes/projects";
import { taskActionRoutes } from "../routes/taskActions";
import { taskRoutes } from "../routes/tasks";
import { userRoutes } from "../routes/users";
import type { Context } from "../world";
import { missingReason } from "./missing";
import { pathPattern } from "./pathPattern";
import type { RateLimit } from "./rateLimit";

/** Every call of the API that the emulator has. */
export const apiRoutes = (world: Context, rate: RateLimit): readonly Route[] => [
  ...taskRoutes(world),
  ...taskActionRoutes(world),
  ...bulkRoutes(world),
  ...appRoutes(world),
  ...fileListRoutes(world),
  ...fileRoutes(world),
  ...fileActionRoutes(world),
  ...bulkFileRoutes(world),
  ...projectRoutes(world),
  ...billingRoutes(world),
  ...userRoutes(world, rate),
];

/** What serves a request: a route of the table, or what says that there is none. */
export type Served = Pick<Route, "handler" | "open" | "free" | "anyBody">;

/**
 * What answers where no route does. A path that other methods have is 405; anything else is 501, for the API may have it.
 * `path` is below `/v2`.
 */
export const absent = (routes: readonly Route[]): ((method: string, path: string) => Served) => {
  const patterns = routes.map((it) => ({ ...it, pattern: pathPattern(it.path) }));
  return (method, path) => {
    const reason = missingReason(method, path);
    const allowed = patterns
      .filter((it) => it.pattern.test(path) && (!it.path.endsWith("/*") || isResource(it, path)))
      .map((it) => it.method);
    const handler: Handler =
      reason === undefined && allowed.length > 0
        ? () => methodNotAllowed(allowed)
        : () => refuse(NOT_EMULATED, reason && `${NOT_EMULATED.message} ${reason}`);
    return { handler, open: true, free: true, anyBody: true };
  };
};

/** Whether a `*` matches an id: below it may be anything. No POST goes to an id itself. */
const isResource = ({ path: route, method }: Route, path: string): boolean => {
  const id = decodeParams(path.slice(route.length - 1)).replace(/\/$/, "");
  const known = route === "/apps/*" ? appRef(id) !== undefined : route === "/projects/*" && isProjectId(id);
  return known && method !== "POST";
};

const decodeParams = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
