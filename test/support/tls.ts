import { connect } from "node:net";
import { Transform } from "node:stream";
import { createServer, type Server } from "node:tls";
import { generate } from "selfsigned";
import { listening, portOf } from "./listening";

/** What is behind does not know that it is reached over https: it redirects to plain http. */
const secureLocations = (): Transform =>
  new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      done(
        null,
        Buffer.from(chunk.toString("latin1").replace(/(\r\nlocation: )http:/i, "$1https:"), "latin1"),
      ),
  });

/** An API over https on this machine: with its own certificate, in front of a server of plain http. */
export class Secure {
  private constructor(
    private readonly server: Server,
    /** For NODE_EXTRA_CA_CERTS. */
    readonly certificate: string,
  ) {}

  static readonly before = async (plain: string): Promise<Secure> => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    const { hostname, port } = new URL(plain);
    const server = createServer({ key, cert }, (socket) => {
      const behind = connect(Number(port), hostname);
      socket.pipe(behind).pipe(secureLocations()).pipe(socket);
      for (const end of [socket, behind]) {
        end.once("close", () => (end === socket ? behind : socket).destroy());
        end.on("error", () => end.destroy());
      }
    });
    await listening(server);
    return new Secure(server, cert);
  };

  get url(): string {
    return `https://localhost:${portOf(this.server)}/v2`;
  }

  readonly close = (): Promise<void> => new Promise((done) => void this.server.close(() => done()));
}
