import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { errorBody } from "./answers";
import type { Route } from "./call";
import { pageRoutes } from "./page";
import { BAD_REQUEST, NOT_EMULATED, UNEXPECTED, UNSUPPORTED } from "./refusals";
import { appRoutes } from "./routes/apps";
import { billingRoutes } from "./routes/billing";
import { bulkRoutes } from "./routes/bulk";
import { bulkFileRoutes } from "./routes/bulkFiles";
import { controlRoutes } from "./routes/control";
import { fileActionRoutes } from "./routes/fileActions";
import { fileListRoutes } from "./routes/fileLists";
import { fileRoutes } from "./routes/files";
import { projectRoutes } from "./routes/projects";
import { taskActionRoutes } from "./routes/taskActions";
import { taskRoutes } from "./routes/tasks";
import { userRoutes } from "./routes/users";
import { type Incoming, type Service, serve } from "./serve";

/** An app's CWL can be megabytes; more than this is a mistake (our choice). */
const BODY_LIMIT = 32 * 1024 * 1024;

/** Everything that knows the HTTP framework: routes in, bytes out. */
export const buildServer = (service: Service): FastifyInstance => {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    // Clients keep connections open; close() must not wait for them.
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, _request, reply) => void sendError(reply, error),
  });
  // Bodies come with any content type, with none, and as `null` (API digest 2.2): they are parsed further in.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  // Any type, so an empty or malformed one as well: the framework would refuse it before it looks for a parser.
  app.addHook("onRequest", async (request) => {
    if (request.headers["content-type"] !== undefined) request.headers = { "content-type": "any/type" };
  });
  const { world } = service;
  const routes: readonly Route[] = [
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
    ...userRoutes(world, service.rate),
  ];
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `/v2${route.path}`,
      handler: (request, reply) => respond(service, route, request, reply),
    });
  }
  controlRoutes(app, service);
  pageRoutes(app, service);
  app.setNotFoundHandler((request, reply) => respond(service, undefined, request, reply));
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  return app;
};

const respond = async (
  service: Service,
  route: Route | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const incoming = read(request);
  const outgoing = await serve(service, route, incoming);
  if (outgoing === undefined) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  if (outgoing.status === NOT_EMULATED.status)
    console.error(`not emulated: ${incoming.method} ${request.url}`);
  reply.code(outgoing.status).headers(outgoing.headers);
  if (outgoing.text !== "") reply.type("application/json; charset=utf-8");
  return reply.send(outgoing.text === "" ? undefined : outgoing.text);
};

const read = (request: FastifyRequest): Incoming => {
  const [path = "", query = ""] = split(request.url);
  const params = typeof request.params === "object" && request.params !== null ? request.params : {};
  return {
    method: request.method,
    path,
    query: new URLSearchParams(query),
    text: typeof request.body === "string" ? request.body : "",
    contentType: request.raw.headers["content-type"] ?? "",
    params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])),
    base: `http://${request.host}/v2`,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
  };
};

const split = (url: string): readonly string[] => {
  const at = url.indexOf("?");
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
};

/** What is no HTTP that Node's parser takes never gets as far as a route: answered with the API's body too. */
const refuseConnection = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal =
    error.code === "HPE_HEADER_OVERFLOW"
      ? { ...BAD_REQUEST, status: 431, message: "The URL and the headers are too long." }
      : BAD_REQUEST;
  const body = JSON.stringify(errorBody(refusal));
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
};

/** What the framework refuses by itself (a bad URL, a body too large) has the API's body too (API digest 11). */
const sendError = (reply: FastifyReply, error: unknown): FastifyReply => {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  const refusal =
    status >= 400 && status < 500 && error instanceof Error
      ? { status, code: status === 415 ? UNSUPPORTED.code : BAD_REQUEST.code, message: error.message }
      : UNEXPECTED;
  return reply
    .code(refusal.status)
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(errorBody(refusal)));
};
