import type { SQLOutputValue } from "node:sqlite";
import type { Kind, Records } from "./model";

/** Records of a kind that may be many: they are read one by one. */
export interface Collection<T> {
  get(id: string): T | undefined;
}

/** The version of the state file vouches for the inside of a document: only this program writes such a file. */
export const decodeDocument = <K extends Kind>(_kind: K, document: SQLOutputValue | undefined): Records[K] =>
  JSON.parse(String(document));
