import type { IncomingMessage } from "node:http";

/* What the proxies of the tests pass on, and what is theirs alone. */

/** Of one connection. What `fetch` has read is no longer compressed, nor as long. */
const hopByHop: readonly string[] = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
];

export const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

/** The headers of a request that is sent on: `Host` is another one there. */
export const requestHeaders = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && name !== "host" && !hopByHop.includes(name) ? [[name, value]] : [],
    ),
  );

/** The headers of an answer that is sent back. */
export const answerHeaders = ({ headers }: Response): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].filter(([name]) => !hopByHop.includes(name)));
