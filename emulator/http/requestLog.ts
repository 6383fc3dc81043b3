import type { Server, ServerResponse } from "node:http";

/** What only the service knows of an answer. */
export interface Note {
  readonly code?: number | undefined;
  readonly fault?: string | undefined;
  /** Of the body; where a fault has cut it, of what went out. */
  readonly bytes?: number | undefined;
}

interface Settings {
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly tokens: () => readonly string[];
}

/**
 * `--verbose`: one line for each request, when its answer has gone out or its connection has ended. An open page asks
 * once a second: that nothing has changed (304) is no news here either.
 */
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
        const { code, fault, bytes = 0 } = this.notes.get(response) ?? {};
        if (response.statusCode === 304 && fault === undefined) return;
        const answered = response.headersSent ? response.statusCode : "-";
        this.line(
          `${request.method} ${request.url}`,
          `${answered}${code === undefined ? "" : ` (${code})`}`,
          `${Math.round(performance.now() - from)} ms`,
          `${bytes} bytes`,
          ...(fault === undefined ? [] : [`fault: ${fault}`]),
        );
      });
    });
  }

  note(response: ServerResponse, note: Note): void {
    if (this.settings !== undefined) this.notes.set(response, { ...this.notes.get(response), ...note });
  }

  line(...parts: readonly string[]): void {
    const { settings } = this;
    if (settings === undefined) return;
    const time = new Date(settings.now()).toISOString();
    settings.write(printable([time, ...parts].join(" "), settings.tokens()));
  }
}

const LONGEST = 1000;

/**
 * A line for a terminal: without tokens, without what would move the cursor, and no longer than somebody reads. Tokens
 * are left out as they are and as they are in a URL, the longest first: one may begin with another.
 */
export const printable = (line: string, tokens: readonly string[]): string => {
  const secrets = tokens.flatMap((it) => [it, encodeURIComponent(it)]).sort((a, b) => b.length - a.length);
  const shown = secrets.reduce((text, secret) => text.replaceAll(secret, "***"), line);
  const plain = shown.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (it) => encodeURIComponent(it));
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
};
