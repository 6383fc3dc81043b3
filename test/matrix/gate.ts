import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isRecord } from "../../provider/shared/codec";
import { errorCode } from "../../provider/shared/text";
import { answerHeaders, requestHeaders, textOf } from "../support/passing";
import { until } from "../support/until";
import { type Before, isPoll } from "./calls";

/**
 * A gate in front of an emulator for what the emulator cannot do to itself: refuse connections, and alter answers at any
 * depth. It counts the calls of one operation, so that the trouble meets a chosen one.
 */
export class Gate {
  private server: Server | undefined;
  private port = 0;
  private seen = 0;
  private refusing: Before | undefined;
  private alteration: Alteration | undefined;

  private constructor(private readonly target: string) {}

  static async start(target: string): Promise<Gate> {
    const gate = new Gate(target);
    await gate.listen();
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/v2`;
  }

  /** Once these calls have been answered, nobody listens any more. */
  async refuse(after: Before): Promise<void> {
    this.seen = 0;
    this.refusing = after;
    if (after.calls === 0) await this.shut();
  }

  alter(alteration: Alteration): void {
    this.alteration = alteration;
  }

  /** All well again. */
  async open(): Promise<void> {
    this.refusing = undefined;
    this.alteration = undefined;
    if (this.server === undefined) await this.listen();
  }

  async close(): Promise<void> {
    await this.shut();
  }

  /** While nobody listened, the system may have lent the port to a connection of another process. */
  private listen(): Promise<void> {
    return until(() => this.hasListened());
  }

  private hasListened(): Promise<boolean> {
    const server = createServer(
      (request, response) => void this.passed(request, response).catch(() => response.destroy()),
    );
    return new Promise((done, failed) => {
      server.once("error", (error) => {
        if (errorCode(error) === "EADDRINUSE") done(false);
        else failed(error);
      });
      server.listen(this.port, "127.0.0.1", () => {
        const address = server.address();
        if (typeof address === "object" && address !== null) this.port = address.port;
        this.server = server;
        done(true);
      });
    });
  }

  /** The listener is gone at once; answers that are under way still arrive. */
  private shut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    return new Promise((closed) => {
      if (server === undefined) return closed();
      server.close(() => closed());
      server.closeIdleConnections();
    });
  }

  /** Fails where the platform is closed meanwhile: a process that was given up may still be asking. */
  private async passed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = request;
    const sent = await textOf(request);
    const answer = await fetch(`${this.target.replace(/\/v2$/, "")}${url}`, {
      method,
      headers: requestHeaders(request),
      ...(sent === "" ? {} : { body: sent }),
    });
    // The emulator writes its own address into answers; what is asked through the gate gets the gate's.
    const text = (await answer.text()).replaceAll(new URL(this.target).origin, new URL(this.url).origin);
    const last = this.isLast(url, text);
    if (last) void this.shut();
    response.writeHead(answer.status, {
      ...answerHeaders(answer),
      ...(last ? { connection: "close" } : {}),
    });
    response.end(this.altered(method, url, text));
  }

  /** The last round of the poller is the one in which all has ended. */
  private isLast(url: string, text: string): boolean {
    const { pathname, searchParams } = new URL(url, this.target);
    const poll = isPoll(pathname, searchParams.get("fields"));
    if (!poll) this.seen += 1;
    const { refusing } = this;
    if (refusing === undefined || this.seen !== refusing.calls || poll !== refusing.polled) return false;
    return !poll || !goesOn.test(text);
  }

  private altered(method: string, url: string, text: string): string {
    const { alteration } = this;
    if (alteration === undefined || text === "" || !alteration.meets(method, url)) return text;
    return JSON.stringify(alteration.change(JSON.parse(text)));
  }
}

const goesOn = /"status":"(CREATING|QUEUED|RUNNING|ABORTING)"/;

/** What becomes of the answers to some calls. */
export interface Alteration {
  readonly meets: (method: string, url: string) => boolean;
  readonly change: (body: unknown) => unknown;
}

/** Keys under these are the app's or the user's: what is added there would be a value, not an unknown field. */
const dictionaries: readonly string[] = ["inputs", "outputs", "metadata", "fields", "raw", "breakdown"];

/** Fields that no document names, in every object of an answer. */
export const withUnknownFields = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (!isRecord(value)) return value;
  const known = Object.entries(value).map(([key, item]) => [
    key,
    dictionaries.includes(key) ? item : withUnknownFields(item),
  ]);
  return { ...Object.fromEntries(known), surprise: { deep: [1, null] }, surprises: ["x"] };
};

/** A status that no document names, in every task of an answer. */
const unknownStatus = "PONDERING";
export const withUnknownStatus = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withUnknownStatus);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === "status" && "id" in value
      ? unknownStatus
      : dictionaries.includes(key)
        ? item
        : withUnknownStatus(item),
  ]);
  return Object.fromEntries(entries);
};
