import type * as t from "io-ts";
import { patternCodec } from "../../shared/codec";

/*
 * Only what the API says of an id's form is asked for: of how many parts it is. A part is whatever the platform has made it,
 * but no id begins or ends with white space, which comes of copying.
 */

/** `{owner}/{short-name}`: API digest, section 2.1. */
export const projectId: t.Type<string> = patternCodec(
  "ProjectId",
  /^(?!\s)[^/]+\/[^/]+(?<!\s)$/,
  "must be owner/project (like rfranklin/rnaseq)",
);

/** `{owner}/{project}/{app}`, or with `/{revision}`; without one it means the newest: API digest, section 2.1. */
export const appId: t.Type<string> = patternCodec(
  "AppId",
  /^(?!\s)[^/]+\/[^/]+\/[^/]+(?<!\s)(\/\d+)?$/,
  "must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4)",
);

/** A task's id, a UUID: API digest, section 2.1 (error 7005 otherwise). */
export const taskId: t.Type<string> = patternCodec(
  "TaskId",
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  "must be the id of a task (a UUID)",
);

/** The id of a file or a folder: API digest, section 2.1. */
export const isFileId = (text: string): boolean => /^[0-9a-f]{24}$/i.test(text);

export const hasRevision = (app: string): boolean => /^[^/]+\/[^/]+\/[^/]+\/\d+$/.test(app);

/** The app without its revision. */
export const unversioned = (app: string): string => app.split("/").slice(0, 3).join("/");

const isSameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The documents spell one owner `RFranklin` and `rfranklin`: an id answers in whichever case the platform keeps it. */
export const isSameProject = (ours: string, live: string): boolean => isSameText(ours, live);

/** An answer may lack the revision: then the rest of the id has to do. */
export const isSameApp = (ours: string, live: string): boolean =>
  isSameText(hasRevision(live) ? ours : unversioned(ours), live);

/** The revision in an app's id, if it has one. */
export const revisionOf = (app: string): number | undefined =>
  hasRevision(app) ? Number(app.split("/")[3]) : undefined;
