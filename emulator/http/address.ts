import { lookup } from "node:dns/promises";
import { isIPv4 } from "node:net";
import { reason } from "../json";

/** Where the emulator listens, and how that is said. */

/** Addresses and names that only this machine reaches; any other name counts as reachable from elsewhere. */
export const isLoopback = (name: string): boolean =>
  name === "::1" || /^(.+\.)?localhost$/i.test(name) || (isIPv4(name) && name.startsWith("127."));

/** What is wrong with where the emulator is to listen. */
export const hostTrouble = (host: string, token: string | undefined): string | undefined => {
  if (!/^[\w.:%-]+$/.test(host)) return "must be an address or a name";
  return isLoopback(host) || token !== undefined ? undefined : "needs a token: other machines can reach it";
};

/** The one address of a name. What it resolves to decides who reaches the emulator, whatever it is called. */
export const addressOf = async (host: string, token: string | undefined): Promise<string> => {
  const { address } = await lookup(host, { order: "ipv4first" }).catch((error: unknown) => {
    throw new Error(`--host ${host} does not resolve: ${reason(error)}.`);
  });
  if (token === undefined && !isLoopback(address))
    throw new Error(
      `--host ${host} needs a token: it resolves to ${address}, which other machines can reach.`,
    );
  return address;
};

/** `http://[::1]:43117`; what listens everywhere is shown by the address that always reaches it. */
export const shownAddress = (
  host: string,
  { address, port }: { readonly address: string; readonly port: number },
): string => {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host.replace("%", "%25")}]` : host}:${port}`;
};
