import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server answers: a JSON body, and how many items it says that there are. */
export interface Answer {
  readonly body: unknown;
  readonly total?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What was asked, as far as the path and the body do not say it. */
export interface Asking {
  readonly method: string;
  readonly token: string;
}

type Answering = (url: URL, body: unknown, asking: Asking) => Answer | Promise<Answer>;

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

  private constructor(answer: Answering) {
    this.server = createServer(async (request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      const body = await bodyOf(request);
      this.asked.push(`${request.method} ${url.pathname}${url.search}`);
      this.bodies.push(body);
      const asking = { method: request.method ?? "GET", token: String(request.headers["x-sbg-auth-token"]) };
      const { body: answered, total, status = 200, headers = {} } = await answer(url, body, asking);
      response.writeHead(status, {
        "Content-Type": "application/json",
        ...(total === undefined ? {} : { "X-Total-Matching-Query": String(total) }),
        ...headers,
      });
      response.end(answered === undefined ? "" : JSON.stringify(answered));
    });
  }

  static readonly start = async (answer: Answering): Promise<Scripted> => {
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

/** A proxy between a provider and an emulator, which changes what passes: for answers that the emulator never gives. */
export const between = (
  emulator: string,
  change: (url: URL, answer: Answer, asking: Asking) => Answer,
): Promise<Scripted> =>
  Scripted.start(async (url, body, asking) => {
    const response = await fetch(`${new URL(emulator).origin}${url.pathname}${url.search}`, {
      method: asking.method,
      headers: { "X-SBG-Auth-Token": asking.token, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const total = response.headers.get("x-total-matching-query");
    const answer = {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      ...(total === null ? {} : { total: Number(total) }),
    };
    return change(url, answer, asking);
  });
