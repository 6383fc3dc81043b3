import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { HttpsProxyAgent, type HttpsProxyAgentOptions } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/** The code of what a proxy has said in place of opening the way: `EPROXY407`. */
const refusal = /^EPROXY(\d{3})$/;

/** With which status a proxy has refused; nothing for any other code. */
export const proxyStatus = (code: string): number | undefined => {
  const [, status] = refusal.exec(code) ?? [];
  return status === undefined ? undefined : Number(status);
};

/**
 * The agent hands over what a proxy says that lets nothing through as if the API had said it. Nothing of ours has reached the
 * API then, and a page of the proxy's is none of its answers.
 */
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(
    request: ClientRequest,
    options: Parameters<HttpsProxyAgent<string>["connect"]>[1],
  ): Promise<Socket> {
    let status = 200;
    request.once("proxyConnect", ({ statusCode = 0 }: IncomingMessage) => {
      status = statusCode;
    });
    const socket = await super.connect(request, options);
    if (status === 200) return socket;
    socket.destroy();
    throw Object.assign(new Error("refused by the proxy"), { code: `EPROXY${status}` });
  }
}

const agents = new Map<string, Agent>();
const options: HttpsProxyAgentOptions<string> = { keepAlive: true };

/**
 * The agent for `HTTPS_PROXY` / `NO_PROXY`, or none. One agent per proxy, so that connections are shared. Plain
 * http is for loopback addresses only, and no proxy is asked for those.
 */
export const agentFor = (url: string): Agent | undefined => {
  const proxy = url.startsWith("https:") ? getProxyForUrl(url) : "";
  if (proxy === "") return undefined;
  const known = agents.get(proxy) ?? new Tunnel(proxy, options);
  agents.set(proxy, known);
  return known;
};
