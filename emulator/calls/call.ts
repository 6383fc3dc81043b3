import type { User } from "../store/model";

/** A request as routes see it, and their answer: no route knows the HTTP framework. */
export interface Call {
  readonly user: User;
  /** The named parts of the route's path. */
  readonly params: Readonly<Record<string, string>>;
  /** What a route's `*` matched, split at the slashes, encoded or not. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
  /** The body before parsing, and its type: an app may come as YAML. */
  readonly text: string;
  readonly contentType: string;
  readonly header: (name: string) => string | undefined;
  /** `http://127.0.0.1:43117/v2` as this client spells it: hrefs must point back here (API digest 2.4). */
  readonly base: string;
  readonly now: number;
}

export interface Answer {
  readonly status: number;
  /** Undefined for an empty body. */
  readonly body?: unknown;
  /** A body that is text already. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Answer;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/v2`, in the framework's notation: `/tasks/:id`, `/apps/*`. */
  readonly path: string;
  readonly handler: Handler;
  /** `GET /` needs no token (API digest 1.2). */
  readonly open?: true;
  /** `GET /rate_limit` does not count (API digest 9.3). */
  readonly free?: true;
  /** Bodies that are no JSON are the route's own business. */
  readonly anyBody?: true;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
