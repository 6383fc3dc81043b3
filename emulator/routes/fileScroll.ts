import type { Answer, Call } from "../calls/call";
import { select } from "../calls/fields";
import { collection, hrefOf, limitOf } from "../calls/paging";
import { ADVANCE_ACCESS, FILE_REQUEST, refuse } from "../calls/refusals";
import { type JsonObject, strings } from "../json";
import { filteredFiles, metadataFilters } from "../rules/fileFilters";
import type { FileEntry } from "../store/model";
import type { Store } from "../store/store";

/**
 * A page by continuation token, `init` for the first (API digest 2.4). A token names the file after which it goes on,
 * so what is there all the time is met exactly once, whatever comes and goes meanwhile, restarts included. By the
 * Python client's guide it is an advance-access call, and goes neither with an offset nor with metadata.
 */
export const scroll = (
  store: Store,
  call: Call,
  path: string,
  folder: string,
  view: (file: FileEntry) => JsonObject,
  defaults: readonly string[],
): Answer => {
  const { query } = call;
  if (call.header("x-sbg-advance-access")?.toLowerCase() !== "advance") return refuse(ADVANCE_ACCESS);
  // The client takes an offset of 0 for none.
  if (!["", "0"].includes(query.get("offset") ?? ""))
    return refuse(FILE_REQUEST, "offset can not be combined with a continuation token.");
  if (metadataFilters(query).length > 0)
    return refuse(FILE_REQUEST, "Metadata can not be combined with a continuation token.");
  const limit = limitOf(query);
  const sent = query.get("token") ?? "";
  const left = filteredFiles(store, folder, query, afterToken(sent, folder, store));
  const shown = left.slice(0, limit);
  const last = shown.at(-1);
  const at = (token: string): string => hrefOf(call, path, { token, limit: String(limit) });
  const next = last !== undefined && left.length > limit ? [at(tokenAfter(folder, last.id))] : [];
  return collection({
    href: at(sent),
    items: shown.map((it) => select(view(it), query.get("fields"), defaults)),
    links: next.map((href) => ({ href, rel: "next", method: "GET" })),
    total: filteredFiles(store, folder, query).length,
  });
};

const tokenAfter = (folder: string, id: string): string =>
  Buffer.from(JSON.stringify([folder, id])).toString("base64url");

/** Undefined: from the beginning. */
const afterToken = (token: string, folder: string, store: Store): number | undefined => {
  if (token === "init") return undefined;
  const [of, id = ""] = read(token);
  return (
    (of === folder ? store.orderOf(id) : undefined) ??
    refuse(FILE_REQUEST, "The continuation token is not valid; the first one is init.")
  );
};

const read = (token: string): readonly string[] => {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    return strings(value) ? value : [];
  } catch {
    return [];
  }
};
