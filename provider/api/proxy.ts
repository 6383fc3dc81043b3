import type { Agent } from "node:http";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

const agents = new Map<string, Agent>();

/**
 * The agent for `HTTPS_PROXY` / `NO_PROXY`, or none. One agent per proxy, so that connections are shared. Plain
 * http is for loopback addresses only, and no proxy is asked for those.
 */
export const agentFor = (url: string): Agent | undefined => {
  const proxy = url.startsWith("https:") ? getProxyForUrl(url) : "";
  if (proxy === "") return undefined;
  const known = agents.get(proxy) ?? new HttpsProxyAgent(proxy, { keepAlive: true });
  agents.set(proxy, known);
  return known;
};
