import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server answers: a JSON body, and how many items it says that there are. */
export interface Answer {
  readonly body: unknown;
  readonly total?: number;
  readonly status?: number;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};

/** A server that answers as a test says: for what the emulator does not do, such as lists that change while they are read. */
export class Scripted {
  readonly asked: string[] = [];
  readonly bodies: unknown[] = [];
  private readonly server: Server;

  private constructor(answer: (url: URL, body: unknown) => Answer) {
    this.server = createServer(async (request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      const body = await bodyOf(request);
      this.asked.push(`${request.method} ${url.pathname}${url.search}`);
      this.bodies.push(body);
      const { body: answered, total, status = 200 } = answer(url, body);
      response.writeHead(status, {
        "Content-Type": "application/json",
        ...(total === undefined ? {} : { "X-Total-Matching-Query": String(total) }),
      });
      response.end(JSON.stringify(answered));
    });
  }

  static readonly start = async (answer: (url: URL, body: unknown) => Answer): Promise<Scripted> => {
    const scripted = new Scripted(answer);
    await new Promise<void>((done) => scripted.server.listen(0, "127.0.0.1", done));
    return scripted;
  };

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // it listens on a port
  }

  readonly close = (): Promise<void> =>
    new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
}
