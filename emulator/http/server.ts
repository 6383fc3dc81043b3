import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { BAD_REQUEST, NOT_EMULATED, Refused, refuse, UNAUTHORIZED } from "../calls/refusals";
import { MAX_BYTES } from "../json";
import { pageRoutes } from "../page";
import { controlRoutes } from "../routes/control";
import { connectionOptions, lacksHost, refuseConnection, refuseProtocols, TIMEOUTS } from "./connections";
import { absentOwn, guardRoute, ownRoutes } from "./guard";
import { missingReason } from "./missing";
import { printable, RequestLog } from "./requestLog";
import { absent, apiRoutes, type Served } from "./routeTable";
import { type Service, serve } from "./serve";
import { sentToken, type Tokens } from "./tokens";
import {
  decodeBody,
  halfOf,
  headerOf,
  isBelow,
  readIncoming,
  refusalBody,
  refusalOfError,
  send,
  sendJson,
  withLocation,
} from "./wire";

/** Everything that knows the HTTP framework: routes in, bytes out. */
export const buildServer = (service: Service, timeouts = TIMEOUTS): FastifyInstance => {
  const { world, tokens, rate } = service;
  const log = new RequestLog(service.log && { write: service.log, now: world.now, tokens: () => tokens.all });
  const refused = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    const refusal = refusalOfError(error);
    const body = refusalBody(request, refusal);
    // The bytes here as well: what the framework refuses does not get as far as the hook below.
    const bytes = Buffer.byteLength(JSON.stringify(body));
    log.note(reply.raw, { code: "code" in body ? refusal.code : undefined, bytes });
    return sendJson(reply, refusal.status, body);
  };
  const app = fastify({
    bodyLimit: MAX_BYTES,
    exposeHeadRoutes: false,
    // Clients keep connections open; close() must not wait for them.
    forceCloseConnections: true,
    // Longer than a URL can be, or what is too long would count as not found.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 20_000 },
    clientErrorHandler: (error, socket) =>
      refuseConnection(error, socket, (status) => log.line("no HTTP request", String(status))),
    frameworkErrors: (error, request, reply) => void refused(request, reply, error),
    ...connectionOptions(timeouts),
  });
  log.attach(app.server);
  if (service.log !== undefined) {
    app.addHook("onSend", async (request, reply, payload) => {
      log.note(reply.raw, { bytes: request.method === "HEAD" ? 0 : sizeOf(payload, reply) });
      return payload;
    });
  }
  refuseProtocols(app.server, (...parts) => log.line(...parts));
  // Bodies come with any content type, with none, and as `null` (API digest 2.2): they are parsed further in.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, async (_request: FastifyRequest, body: Buffer) =>
    decodeBody(body),
  );
  app.addHook("onRequest", async (request, reply) => {
    // Any type, so an empty or malformed one as well: the framework would refuse it before it looks for a parser.
    if (request.headers["content-type"] !== undefined) request.headers = { "content-type": "any/type" };
    reply.header("X-Content-Type-Options", "nosniff");
    // The platform's clock, which tests set forward: clients count days by it.
    reply.header("Date", new Date(world.now()).toUTCString());
    if (lacksHost(request.raw)) return refuse(BAD_REQUEST, "The header Host is missing.");
    if (!isBelow(request, "/v2")) return guardRoute(tokens, request, reply);
    return isStranger(tokens, request) ? served(stranger, request, reply) : undefined;
  });
  app.setErrorHandler((error, request, reply) => refused(request, reply, error));

  const served = async (
    route: Served,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const outgoing = await serve(service, route, readIncoming(request));
    const { code, fault, ending, text } = outgoing;
    log.note(reply.raw, { code, fault, bytes: ending === "truncated" ? halfOf(text).length : undefined });
    if (outgoing.status === NOT_EMULATED.status) notEmulated(service, request);
    return send(reply, outgoing);
  };
  const own = ownRoutes(app);
  const routes = apiRoutes(world, rate);
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `/v2${route.path}`,
      handler: (request, reply) => served(route, request, reply),
    });
  }
  controlRoutes(app, service, own);
  pageRoutes(app, service);
  const absentRoute = absent(routes);
  app.setNotFoundHandler((request, reply) => {
    const { path } = withLocation(request);
    if (isBelow(request, "/v2")) return served(absentRoute(request.method, path.slice(3)), request, reply);
    if (isBelow(request, "/_emulator")) return absentOwn(own, request, reply);
    notEmulated(service, request);
    return refused(
      request,
      reply,
      new Refused(NOT_EMULATED, `${NOT_EMULATED.message} The API is below /v2.`),
    );
  });
  return app;
};

/** Where others reach it, the body of one who has no token is not waited for: 32 MiB times many would be too much. */
const isStranger = (tokens: Tokens, request: FastifyRequest): boolean =>
  tokens.only !== undefined &&
  (request.raw.headers["content-length"] ?? request.raw.headers["transfer-encoding"]) !== undefined &&
  tokens.userOf(sentToken((name) => headerOf(request, name)) ?? "") === undefined;

const stranger: Served = { handler: () => refuse(UNAUTHORIZED) };

const sizeOf = (payload: unknown, reply: FastifyReply): number => {
  if (typeof payload === "string" || Buffer.isBuffer(payload)) return Buffer.byteLength(payload);
  return payload === undefined || payload === null ? 0 : Number(reply.getHeader("content-length") ?? 0);
};

/** For the person at the terminal: somebody counts on what is not there. */
const notEmulated = ({ tokens }: Service, request: FastifyRequest): void => {
  const { path } = withLocation(request);
  const reason = missingReason(request.method, path.replace(/^\/v2/, ""));
  const line = `not emulated: ${request.method} ${request.url}`;
  console.error(printable(reason === undefined ? line : `${line} (${reason})`, tokens.all));
};
