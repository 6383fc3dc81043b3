import { createHash } from "node:crypto";

const hash = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** File and folder ids are 24 hex characters (API digest 2.1). The same parts make the same id, in every run. */
export const fileId = (...parts: string[]): string => hash(["file", ...parts]).slice(0, 24);

/** A billing group's id is a UUID (API digest 2.1); every owner of projects has one group: our choice. */
export const billingGroupId = (owner: string): string => {
  const hex = hash(["uuid", "billing", owner]);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (id: string): boolean => uuid.test(id);

/** By 3012's own text it is `owner/project` (API digest 9.2); nothing is said of the characters. */
const project = /^[^/]+\/[^/]+$/;
export const isProjectId = (id: string): boolean => project.test(id);

export interface AppRef {
  /** `owner/project/app`, without revision. */
  readonly app: string;
  readonly project: string;
  readonly revision: number | undefined;
}

/** `owner/project/app` or `owner/project/app/3`; undefined when it is neither (API digest 2.1). */
export const appRef = (id: string): AppRef | undefined => {
  const [owner, short, name, revision, ...more] = id.split("/").filter((it) => it !== "");
  if (owner === undefined || short === undefined || name === undefined || more.length > 0) return undefined;
  if (revision !== undefined && !/^\d{1,9}$/.test(revision)) return undefined;
  return {
    app: `${owner}/${short}/${name}`,
    project: `${owner}/${short}`,
    revision: revision === undefined ? undefined : Number(revision),
  };
};
