import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { checkAccess } from "./gate";
import { pathPattern } from "./pathPattern";
import type { Tokens } from "./tokens";
import { headerOf, sendJson, withLocation } from "./wire";

/** What lies outside `/v2`, the emulator's own: who comes in, what there is, and what there is not. */

export interface OwnRoute {
  readonly method: string;
  readonly path: string;
}

/** Fills itself with the routes that are registered from now on. */
export const ownRoutes = (app: FastifyInstance): readonly OwnRoute[] => {
  const routes: OwnRoute[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    if (!url.startsWith("/v2")) routes.push(...[method].flat().map((it) => ({ method: it, path: url })));
  });
  return routes;
};

export const guardRoute = (
  tokens: Tokens,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined => {
  // No other site shows the page within its own, and lets somebody click there.
  reply.headers({ "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin" });
  const path = request.routeOptions.url ?? withLocation(request).path;
  const closed = checkAccess({ path, header: (name) => headerOf(request, name) }, tokens);
  if (closed === undefined) return undefined;
  if (closed.status === 401) reply.header("WWW-Authenticate", 'Basic realm="Seven Bridges emulator"');
  return sendJson(reply, closed.status, { message: closed.message });
};

export const absentOwn = (
  routes: readonly OwnRoute[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const { path } = withLocation(request);
  const allowed = routes.filter((it) => pathPattern(it.path).test(path)).map((it) => it.method);
  if (allowed.length === 0)
    return sendJson(reply, 404, { message: `There is no ${path}; GET /_emulator/ lists what there is.` });
  reply.header("Allow", allowed.join(", "));
  return sendJson(reply, 405, { message: `${path} has ${allowed.join(", ")}, and no ${request.method}.` });
};
