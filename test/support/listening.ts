import type { AddressInfo, Server } from "node:net";

/** On loopback, at a port of the system's choice. */
export const listening = (server: Server): Promise<void> =>
  new Promise((done) => void server.listen(0, "127.0.0.1", done));

export const portOf = (server: Server): number => (server.address() as AddressInfo).port; // it listens on a port
