import type { FastifyInstance } from "fastify";
import { errorBody } from "../calls/answers";
import { NO_FILE } from "../calls/refusals";
import { contentOf, readRange } from "../rules/fileContent";
import type { Store } from "../store/store";

/**
 * Where the URLs of `download_info` lead (API digest 8.2). They need no token, as the platform's signed ones. The
 * official Python client reads the length of a first answer and asks for the content in ranges.
 */
export const contentRoutes = (app: FastifyInstance, store: Store): void => {
  app.route<{ Params: { id: string } }>({
    method: ["GET", "HEAD"],
    url: "/_emulator/content/:id",
    handler: async (request, reply) => {
      const file = store.files.get(request.params.id);
      if (file === undefined || file.type === "folder") {
        return reply.code(NO_FILE.status).type("application/json").send(errorBody(NO_FILE));
      }
      const { size } = file;
      const asked = request.method === "GET" ? readRange(request.headers.range, size) : undefined;
      reply.header("Accept-Ranges", "bytes");
      if (asked === "outside") return reply.code(416).header("Content-Range", `bytes */${size}`).send();
      const range = asked ?? { first: 0, last: size - 1 };
      if (asked !== undefined)
        reply.code(206).header("Content-Range", `bytes ${range.first}-${range.last}/${size}`);
      reply.type("application/octet-stream").header("Content-Length", range.last - range.first + 1);
      return reply.send(request.method === "HEAD" ? undefined : contentOf(range));
    },
  });
};
