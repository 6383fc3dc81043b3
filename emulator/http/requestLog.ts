import type { Server, ServerResponse } from "node:http";

/** What only the service knows of an answer. */
export interface Note {
  readonly code?: number | undefined;
  readonly fault?: string | undefined;
  /** Of the body, where a fault has cut it. */
  readonly bytes?: number | undefined;
}

interface Settings {
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly tokens: () => readonly string[];
}

/** `--verbose`: one line for each request, when its answer has gone out or its connection has ended. */
export class RequestLog {
  private readonly notes = new WeakMap<ServerResponse, Note>();

  constructor(private readonly settings: Settings | undefined) {}

  /** Before the framework, which may have answered by the time that the next listener is called. */
  attach(server: Server): void {
    const { settings } = this;
    if (settings === undefined) return;
    server.prependListener("request", (request, response) => {
      const from = performance.now();
      response.once("close", () => {
        const { code, fault, bytes } = this.notes.get(response) ?? {};
        const answered = response.headersSent ? response.statusCode : "-";
        this.line(
          `${request.method} ${request.url}`,
          `${answered}${code === undefined ? "" : ` (${code})`}`,
          `${Math.round(performance.now() - from)} ms`,
          `${bytes ?? response.getHeader("content-length") ?? 0} bytes`,
          ...(fault === undefined ? [] : [`fault: ${fault}`]),
        );
      });
    });
  }

  note(response: ServerResponse, note: Note): void {
    if (this.settings !== undefined) this.notes.set(response, note);
  }

  line(...parts: readonly string[]): void {
    const { settings } = this;
    if (settings === undefined) return;
    const time = new Date(settings.now()).toISOString();
    settings.write(printable([time, ...parts].join(" "), settings.tokens()));
  }
}

const LONGEST = 1000;

/** A line for a terminal: without tokens, without what would move the cursor, and no longer than somebody reads. */
export const printable = (line: string, tokens: readonly string[]): string => {
  const shown = tokens.reduce((text, token) => text.replaceAll(token, "***"), line);
  const plain = shown.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (it) => encodeURIComponent(it));
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
};
