import { type ClientRequest, type RequestOptions as HttpOptions, request as httpRequest } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import type { Duplex } from "node:stream";
import { errorCode } from "../../shared/text";
import { authorization, proxyAddress, proxyFor } from "./proxySettings";

/** A failure of the proxy, as the code of a system error: the client passes nothing else on. */
const failureCode = (what: string): string => `EPROXY ${what}`;

/** What went wrong with the proxy: a status, or a code. Nothing for an error that is none of the proxy's. */
export const proxyFailure = (code: string): string | undefined => /^EPROXY (.*)$/.exec(code)?.[1];

/** No answer in all this time. */
export const isSilent = "no answer in time";

const answerTime = 30_000;

const failure = (what: string): Error =>
  Object.assign(new Error("the proxy failed"), { code: failureCode(what) });

type Opened = (error: Error | null, socket?: Duplex) => void;

/** Asks the proxy for a way to `target`. Whatever the proxy does, `opened` is called, and nothing is thrown. */
const openWay = (proxy: URL, target: string, opened: Opened): void => {
  const asking: HttpOptions = {
    method: "CONNECT",
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    path: target,
    headers: { Host: target, ...authorization(proxy) },
    agent: false,
    timeout: answerTime,
  };
  const request: ClientRequest = proxy.protocol === "https:" ? httpsRequest(asking) : httpRequest(asking);
  // A proxy that never answers must not keep alive a process that has given up on it.
  request.once("socket", (socket) => socket.unref());
  request.once("timeout", () => request.destroy(failure(isSilent)));
  request.on("error", (error) => {
    const code = errorCode(error) ?? "unknown error";
    opened(proxyFailure(code) === undefined ? failure(code) : error);
  });
  request.once("connect", ({ statusCode = 0 }, socket, head) => {
    if (statusCode === 200) {
      socket.ref();
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      opened(null, socket);
      return;
    }
    // Its page is no answer of the API's.
    socket.on("error", () => undefined);
    socket.destroy();
    opened(failure(String(statusCode)));
  });
  request.end();
};

/** Reaches `https:` addresses through a proxy. */
class Tunnel extends Agent {
  constructor(private readonly proxy: URL) {
    super({ keepAlive: true });
  }

  override createConnection(options: RequestOptions, opened: Opened): undefined {
    const { host, port } = options;
    const target = `${host?.includes(":") ? `[${host}]` : host}:${port}`;
    openWay(this.proxy, target, (error, socket) => {
      const secured = socket && super.createConnection(Object.assign({ socket }, options));
      opened(error, secured ?? undefined);
    });
  }
}

const tunnels = new Map<string, Tunnel>();

/** One for each proxy, so that connections are shared. */
const tunnelTo = (proxy: URL): Tunnel => {
  const tunnel = tunnels.get(proxy.href) ?? new Tunnel(proxy);
  tunnels.set(proxy.href, tunnel);
  return tunnel;
};

/** The way of one call to the API: directly, through a proxy, or none, for the proxy's setting is wrong. */
export interface Way {
  /** The variable of the environment that names the proxy. */
  readonly variable?: string;
  readonly agent?: Agent;
}

/** Plain http is for loopback addresses only, and no proxy is asked for those. */
export const wayTo = (url: string): Way => {
  const address = new URL(url);
  const proxy = address.protocol === "https:" ? proxyFor(address, process.env) : undefined;
  if (proxy === undefined) return {};
  const at = proxyAddress(proxy.value);
  return { variable: proxy.name, ...(at === undefined ? {} : { agent: tunnelTo(at) }) };
};
