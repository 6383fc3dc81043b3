import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isRecord } from "../../provider/shared/codec";
import { listening, portOf } from "../support/listening";
import { answerHeaders, requestHeaders, textOf } from "../support/passing";
import { byHand } from "../support/platform";

/*
 * A stand-in is a thin proxy before the emulator that behaves as the real platform may, where the public record leaves it open.
 * What it changes is one assumption of the provider's; everything else passes as it is.
 */

/** A request to the API, as a stand-in sees it. */
export interface Asked {
  readonly method: string;
  /** Below the endpoint: `/tasks/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; `undefined` where nothing is sent. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Asks the emulator. A behavior may ask more than once, and other things than it was asked. */
export type Forward = (asked: Asked) => Promise<Answer>;

/** What a stand-in does with a request. */
export type Behavior = (asked: Asked, forward: Forward) => Promise<Answer>;

/** One behavior of a platform that is not the emulator's. */
export interface StandIn {
  /** As the table of results names it. */
  readonly name: string;
  /** A new behavior for each run: it may remember what it has seen. */
  readonly behavior: () => Behavior;
}

export type Json = Readonly<Record<string, unknown>>;

/** The body of an answer; an empty object where it is no JSON object. */
export const jsonOf = ({ text }: Answer): Json => {
  if (text === "") return {};
  const json: unknown = JSON.parse(text);
  return isRecord(json) ? json : {};
};

/** Whether an answer is JSON. The emulator can be ordered to answer something else. */
const isReadable = ({ text }: Answer): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export const withJson = (answer: Answer, body: unknown): Answer => ({
  ...answer,
  text: JSON.stringify(body),
});

/** An error of the API's: API digest, 9.1. */
export const refusal = (status: number, code: number, message: string): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  text: JSON.stringify({ status, code, message, more_info: "" }),
});

/** Where a task is in an answer. */
export type Place = "task" | "list" | "bulk";

const isTaskPath = (path: string): boolean => /^\/tasks(\/[^/]+(\/actions\/\w+)?)?$/.test(path);

/** Whether a task comes into being by it. */
export const isCreation = ({ method, path }: Asked): boolean =>
  method === "POST" && /^\/tasks(\/[^/]+\/actions\/clone)?\/?$/.test(path);

/** The answer with each of its tasks changed; one for which `change` gives `undefined` is left out of lists and bulk answers. */
export const withTasks = (
  { method, path }: Asked,
  answer: Answer,
  change: (task: Json, place: Place) => Json | undefined,
): Answer => {
  if (answer.status >= 300 || !isReadable(answer)) return answer;
  const body = jsonOf(answer);
  if (path === "/bulk/tasks/get" && Array.isArray(body.items)) {
    const items = body.items.flatMap((item: unknown) => {
      if (!isRecord(item) || !isRecord(item.resource)) return [item];
      const resource = change(item.resource, "bulk");
      return resource === undefined ? [] : [{ ...item, resource }];
    });
    return withJson(answer, { ...body, items });
  }
  if (method === "GET" && path === "/tasks" && Array.isArray(body.items)) {
    const items = body.items.flatMap((item: unknown) =>
      isRecord(item) ? (change(item, "list") ?? []) : [item],
    );
    return withJson(answer, { ...body, items });
  }
  return isTaskPath(path) && "id" in body ? withJson(answer, change(body, "task") ?? body) : answer;
};

/** Several behaviors at once: the first is the outermost. */
export const together = (...standIns: readonly StandIn[]): StandIn => ({
  name: standIns.map(({ name }) => name).join(" + "),
  behavior: () =>
    standIns
      .map(({ behavior }) => behavior())
      .reduceRight<Behavior>(
        (inner, outer) => (asked, forward) => outer(asked, (next) => inner(next, forward)),
        (asked, forward) => forward(asked),
      ),
});

/** A stand-in that runs. */
export class StandInServer {
  private readonly server: Server;
  private readonly behavior: Behavior;
  /** The requests to the API, but for those that tests make by hand. */
  readonly asked: Pick<Asked, "method" | "path">[] = [];

  private constructor(
    private readonly target: URL,
    standIn: StandIn,
  ) {
    this.behavior = standIn.behavior();
    this.server = createServer(
      // The connection ends without an answer where the emulator has been killed.
      (request, response) => void this.pass(request, response).catch(() => response.destroy()),
    );
  }

  /** `target`: the emulator's base URL, with `/v2`. */
  static readonly start = async (standIn: StandIn, target: string): Promise<StandInServer> => {
    const server = new StandInServer(new URL(target), standIn);
    await listening(server.server);
    return server;
  };

  /** The base URL of the API, as the emulator's. What tests order of the emulator is below `/_emulator` here, too. */
  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}/v2`;
  }

  readonly close = (): Promise<void> =>
    new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = request;
    const headers = requestHeaders(request);
    const text = await textOf(request);
    const { pathname, searchParams } = new URL(url, this.target);
    if (pathname.startsWith("/v2/") && !searchParams.has(byHand))
      this.asked.push({ method, path: pathname.slice("/v2".length) });
    const answer = pathname.startsWith("/v2/")
      ? await this.behavior(
          {
            method,
            path: pathname.slice("/v2".length),
            query: searchParams,
            headers,
            body: text === "" ? undefined : JSON.parse(text),
          },
          this.forward,
        )
      : await this.ask(method, url, headers, text);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.text);
  }

  private readonly forward: Forward = ({ method, path, query, headers, body }) => {
    const search = query.toString();
    return this.ask(
      method,
      `/v2${path}${search === "" ? "" : `?${search}`}`,
      headers,
      body === undefined ? "" : JSON.stringify(body),
    );
  };

  private async ask(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    text: string,
  ): Promise<Answer> {
    const answer = await fetch(new URL(url, this.target), {
      method,
      headers,
      redirect: "manual",
      ...(text === "" ? {} : { body: text }),
    });
    const here = (content: string): string =>
      content.replaceAll(this.target.origin, new URL(this.url).origin);
    return {
      status: answer.status,
      // The emulator writes its own address into answers.
      headers: Object.fromEntries(
        Object.entries(answerHeaders(answer)).map(([name, value]) => [name, here(value)]),
      ),
      text: here(await answer.text()),
    };
  }
}
