import { gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Outgoing } from "../calls/answers";
import { errorBody } from "../calls/answers";
import type { Refusal } from "../calls/codes";
import { genericCode } from "../calls/codes";
import { Refused, refuse, UNDECODABLE, UNEXPECTED } from "../calls/refusals";
import { isObject, type JsonObject, reason } from "../json";
import type { Incoming } from "./serve";

/** Between the HTTP framework's requests and replies and the emulator's own. */

/** Without a charset (API digest, section 12); bodies go out as bytes, for to a text's type the framework adds one. */
const JSON_TYPE = "application/json";

export const readIncoming = (request: FastifyRequest): Incoming => {
  const { path, query } = withLocation(request);
  const params = typeof request.params === "object" && request.params !== null ? request.params : {};
  return {
    method: request.method,
    path,
    query: new URLSearchParams(query),
    text: typeof request.body === "string" ? request.body : "",
    contentType: request.raw.headers["content-type"] ?? "",
    params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])),
    base: `http://${request.host || localAddress(request)}/v2`,
    header: (name) => headerOf(request, name),
  };
};

export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.raw.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** HTTP/1.0 need not say how it spells the emulator. */
const localAddress = ({ raw }: FastifyRequest): string =>
  `${raw.socket.localFamily === "IPv6" ? `[${raw.socket.localAddress}]` : raw.socket.localAddress}:${raw.socket.localPort}`;

/** A URL with a host in it, as proxies get them, means the same place. */
export const withLocation = ({ url }: FastifyRequest): { readonly path: string; readonly query: string } => {
  const local = url.replace(/^https?:\/\/[^/?]*/i, "");
  const at = local.indexOf("?");
  return at < 0 ? { path: local, query: "" } : { path: local.slice(0, at), query: local.slice(at + 1) };
};

/** Where a request is, whatever its spelling: by its route, if there is one. */
export const isBelow = (request: FastifyRequest, folder: string): boolean =>
  `${request.routeOptions.url ?? withLocation(request).path}/`.startsWith(`${folder}/`);

/** JSON is UTF-8: bytes that are none would be stored as something else. */
export const decodeBody = (body: Buffer): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return refuse(UNDECODABLE, "The body is not UTF-8.");
  }
};

export const send = (reply: FastifyReply, { status, text, headers, ending }: Outgoing): FastifyReply => {
  const { socket } = reply.raw;
  switch (ending) {
    case "drop":
      reply.hijack();
      socket?.destroy();
      return reply;
    case "reset":
      reply.hijack();
      reply.request.raw.socket.resetAndDestroy();
      return reply;
    case "truncated": {
      const whole = lowerCase({
        "content-type": JSON_TYPE,
        ...headers,
        "content-length": String(Buffer.byteLength(text)),
      });
      reply.hijack();
      reply.raw.writeHead(status, whole);
      reply.raw.write(halfOf(text), () => socket?.destroySoon());
      return reply;
    }
    default:
      reply.code(status).headers({ ...(text === "" ? {} : { "Content-Type": JSON_TYPE }), ...headers });
      if (text === "") return reply.send();
      return isWorthZipping(text) && takesGzip(reply.request)
        ? reply.headers({ "Content-Encoding": "gzip", Vary: "Accept-Encoding" }).send(gzipSync(text, FAST))
        : reply.send(Buffer.from(text));
  }
};

/** In lower case, as recorded (API digest, section 12); of most headers the framework sees to it. */
const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Smaller bodies go out as they are: our choice. */
const isWorthZipping = (text: string): boolean => Buffer.byteLength(text) > 1024;

const FAST = { level: 1 };

/** The platforms zip for clients that accept it (API digest, section 12): named, or by `*`, and not with `q=0`. */
const takesGzip = (request: FastifyRequest): boolean => {
  const accepted = new Map(
    (headerOf(request, "accept-encoding") ?? "").split(",").map((it) => {
      const [coding = "", ...parameters] = it.split(";").map((part) => part.trim().toLowerCase());
      return [coding, parameters.some((part) => /^q=0(\.0*)?$/.test(part))];
    }),
  );
  const isRefused = accepted.get("gzip") ?? accepted.get("*");
  return isRefused === false;
};

/** What goes out of a body that a fault cuts. */
export const halfOf = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
};

/** What the framework refuses by itself (a bad URL, a body too large) has the API's body too (API digest 11). */
export const refusalOfError = (error: unknown): Refusal => {
  if (error instanceof Refused) return error.refusal;
  const status = isObject(error) ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return { status, code: genericCode(status), message: reason(error) };
  console.error(error);
  return UNEXPECTED;
};

/** The control routes, which are not of the API, say it in a sentence alone. */
export const refusalBody = (request: FastifyRequest, refusal: Refusal): JsonObject =>
  isBelow(request, "/_emulator") ? { message: refusal.message } : errorBody(refusal);

export const sendJson = (reply: FastifyReply, status: number, body: unknown): FastifyReply =>
  reply
    .code(status)
    .headers({ "Content-Type": JSON_TYPE, "X-Content-Type-Options": "nosniff" })
    .send(Buffer.from(JSON.stringify(body)));
