import { connect } from "node:net";

/** Bytes as they are, and all that comes back until the emulator ends the connection. */
export const exchange = (
  url: string,
  bytes: string | Buffer,
  { hangUp = false } = {},
): Promise<{ head: string; body: string; reset: boolean }> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => (hangUp ? socket.end(bytes) : socket.write(bytes)));
    let text = "";
    let reset = false;
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => {
      reset = true;
    });
    socket.on("close", () => {
      const at = text.indexOf("\r\n\r\n");
      resolve({ head: text.slice(0, at), body: at < 0 ? "" : text.slice(at + 4), reset });
    });
  });
