/*
 * The emulator's page: projects, tasks with their children, and files, at `/`, for people. It reads the state and changes
 * nothing; what it asks for is in no journal and no rate limit. Everything is rendered here, and works without JavaScript;
 * with it, an open page follows the state. It shows everything of every owner, and no token: our choice.
 *
 * index.ts (HTTP) → overview, project, task, file (pages) → parts, values, words (pieces) → state.ts (what is asked of
 * the store); layout, style and live are what every page has around it.
 */
import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../http/serve";
import { isBelow, withLocation } from "../http/wire";
import { advanceClock } from "../rules/settle";
import type { Store } from "../store/store";
import { filePage } from "./file";
import { documentOf, mainOf, type Page, partOf } from "./layout";
import type { PageContext } from "./look";
import { missingPage } from "./missing";
import { overviewPage } from "./overview";
import { projectPage } from "./project";
import { taskPage } from "./task";

/** Undefined: there is no such thing. */
type Render = (look: PageContext, params: Readonly<Record<string, string>>) => Page | undefined;

const pages: readonly (readonly [path: string, render: Render])[] = [
  ["/", (look) => overviewPage(look)],
  ["/projects/:owner/:name", (look, { owner, name }) => projectPage(look, `${owner}/${name}`)],
  ["/tasks/:id", (look, { id }) => taskPage(look, id ?? "")],
  // As the platforms' web interfaces have it: the provider's `url` points here.
  ["/u/:owner/:name/tasks/:id", (look, { owner, name, id }) => taskPage(look, id ?? "", `${owner}/${name}`)],
  ["/files/:id", (look, { id }) => filePage(look, id ?? "")],
];

export const pageRoutes = (app: FastifyInstance, { world }: Service): void => {
  for (const [path, render] of pages) {
    app.get<{ Params: Record<string, string> }>(path, async (request, reply) => {
      const now = world.now();
      advanceClock(world.store, now);
      const look = {
        store: world.store,
        now,
        query: new URLSearchParams(request.url.split("?")[1]),
        origin: `http://${request.host}`,
      };
      return send(world.store, request, reply, render(look, request.params));
    });
  }
  // What is no page: a browser gets one that says so, anybody else what the API answers.
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404 && request.method === "GET" && isForPeople(request))
      return send(world.store, request, reply, undefined);
  });
};

const isForPeople = (request: FastifyRequest): boolean =>
  !isBelow(request, "/v2") &&
  !isBelow(request, "/_emulator") &&
  /\btext\/html\b/i.test(request.headers.accept ?? "");

/** As a link within this site: `//a.example/` would be another site. */
const hereOf = (request: FastifyRequest): string => {
  const { path, query } = withLocation(request);
  return `/${path.replace(/^[/\\]+/, "")}${query === "" ? "" : `?${query}`}`;
};

const send = (
  store: Store,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page | undefined,
): FastifyReply => {
  const main = mainOf(page ?? missingPage, store.clockOffset);
  const tag = `"${main.version}"`;
  const nonce = randomBytes(16).toString("base64url");
  reply.headers({ ...headers, ETag: tag, "Content-Security-Policy": policy(nonce) });
  if (request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply
    .code(page === undefined ? 404 : 200)
    .type("text/html; charset=utf-8")
    .send(request.headers["x-part"] === "main" ? partOf(main) : documentOf(main, nonce, hereOf(request)));
};

/** No browser keeps a page: its nonce is for once. The script asks with the ETag itself. */
const headers = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Names and metadata are anybody's text: should one get out of its place all the same, it can do nothing. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
