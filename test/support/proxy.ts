import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { listening, portOf } from "./listening";

/** A proxy as companies have them: `CONNECT`, with a user and a password. */
export class TestProxy {
  /** What it was asked for, and what it answered: `CONNECT localhost:443 200`. */
  readonly asked: string[] = [];
  /** In place of opening the way. */
  refusal: number | undefined;
  private readonly server: Server;

  private constructor(private readonly credentials: string) {
    this.server = createServer((_, response) => response.writeHead(405).end());
    this.server.on("connect", ({ url = "", headers }, socket, head) => {
      const known = headers["proxy-authorization"] === `Basic ${Buffer.from(credentials).toString("base64")}`;
      const status = this.refusal ?? (known ? 200 : 407);
      this.asked.push(`CONNECT ${url} ${status}`);
      socket.on("error", () => socket.destroy());
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Type: text/html\r\n\r\n<p>The proxy says no.</p>`);
        return;
      }
      const [host = "", port] = url.split(":");
      const there = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        there.write(head);
        socket.pipe(there).pipe(socket);
      });
      there.on("error", () => socket.destroy());
      there.once("close", () => socket.destroy());
      socket.once("close", () => there.destroy());
    });
  }

  static readonly start = async (credentials: string): Promise<TestProxy> => {
    const proxy = new TestProxy(credentials);
    await listening(proxy.server);
    return proxy;
  };

  /** For HTTPS_PROXY. */
  readonly url = (credentials = this.credentials): string =>
    `http://${credentials}@127.0.0.1:${portOf(this.server)}`;

  readonly close = (): Promise<void> =>
    new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
}
