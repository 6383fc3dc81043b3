import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { errorBody } from "../calls/answers";
import type { Refusal } from "../calls/codes";
import { BAD_REQUEST, METHOD_NOT_ALLOWED } from "../calls/refusals";

/** How long a connection may take; all in milliseconds, all our choice. */
export interface Timeouts {
  /** For its first bytes, up to the end of a request's headers. */
  readonly headers: number;
  /** For a whole request: 32 MiB over a slow line. */
  readonly request: number;
  /** Between requests: longer than any client keeps a connection, so that none is closed under a request. */
  readonly idle: number;
  /** How often the first two are looked at. */
  readonly check: number;
}

export const TIMEOUTS: Timeouts = { headers: 60_000, request: 300_000, idle: 3_600_000, check: 30_000 };

/** For the HTTP server: peers that are gone without a word are found by TCP's own probes. */
export const connectionOptions = ({ headers, request, idle, check }: Timeouts) => ({
  requestTimeout: request,
  keepAliveTimeout: idle,
  http: {
    headersTimeout: headers,
    connectionsCheckingInterval: check,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
    // It would be refused with an empty body; `lacksHost` has it refused with the API's.
    requireHostHeader: false,
  },
});

/** HTTP/1.1 wants the header; HTTP/1.0 does not know it. */
export const lacksHost = (request: IncomingMessage): boolean =>
  request.headers.host === undefined && request.httpVersion !== "1.0";

const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { ...BAD_REQUEST, status: 431, message: "The URL and the headers are too long." },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    ...BAD_REQUEST,
    status: 413,
    message: "The chunks' extensions are too long.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { ...BAD_REQUEST, status: 408, message: "The request took too long to arrive." },
};

/** What is no HTTP that Node's parser takes never gets as far as a route: answered with the API's body too. */
export const refuseConnection = (
  error: Error & { code?: string },
  socket: Socket,
  log: (status: number) => void,
): void => {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal = refusals[error.code ?? ""] ?? BAD_REQUEST;
  log(refusal.status);
  socket.end(raw(refusal));
};

/** What Node answers by itself, without a body, or not at all. */
export const refuseProtocols = (server: Server, log: (...parts: readonly string[]) => void): void => {
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
    log(`${request.method} ${request.url}`, "417");
    const refusal = { ...BAD_REQUEST, status: 417, message: "There is no such expectation." };
    response.writeHead(417, headers(refusal)).end(JSON.stringify(errorBody(refusal)));
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) => {
    log(`${request.method} ${request.url}`, String(METHOD_NOT_ALLOWED.status));
    socket.on("error", () => socket.destroy());
    socket.end(raw(METHOD_NOT_ALLOWED));
  });
};

const headers = (refusal: Refusal): Readonly<Record<string, string>> => ({
  "content-type": "application/json",
  "content-length": String(Buffer.byteLength(JSON.stringify(errorBody(refusal)))),
  "x-content-type-options": "nosniff",
  connection: "close",
});

const raw = (refusal: Refusal): string => {
  const lines = Object.entries(headers(refusal)).map(([name, value]) => `${name}: ${value}`);
  const first = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`;
  return `${[first, ...lines].join("\r\n")}\r\n\r\n${JSON.stringify(errorBody(refusal))}`;
};
