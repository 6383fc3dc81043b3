import type { Route } from "./call";
import { pathPattern } from "./pathPattern";

/** Calls that the official clients make (their sources, API digest 0) and the emulator lacks. README lists them. */
export interface Missing {
  readonly methods: readonly Route["method"][];
  /** Below `/v2`; `*` is the rest, whatever it is. */
  readonly path: string;
  readonly reason: string;
}

const any = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const UPLOADS = "Files have no content: seed a file, or make one with `POST /_emulator/seed`.";
const VOLUMES = "There is no cloud storage to reach.";
const DATASETS = "There are no datasets.";
const AUTOMATIONS = "Code is not executed, automations are code.";
const DIVISIONS = "There are no divisions or teams: every user stands alone.";
const COSTS = "Nothing costs money: a task's `price` is made up, and on no bill.";

export const missing: readonly Missing[] = [
  { methods: any, path: "/upload/multipart", reason: UPLOADS },
  { methods: any, path: "/upload/multipart/*", reason: UPLOADS },
  { methods: any, path: "/storage/volumes", reason: VOLUMES },
  { methods: any, path: "/storage/volumes/*", reason: VOLUMES },
  { methods: any, path: "/storage/imports", reason: VOLUMES },
  { methods: any, path: "/storage/imports/:id", reason: VOLUMES },
  { methods: any, path: "/storage/exports", reason: VOLUMES },
  { methods: any, path: "/storage/exports/:id", reason: VOLUMES },
  { methods: ["POST"], path: "/bulk/storage/*", reason: VOLUMES },
  { methods: any, path: "/bulk/drs/imports/*", reason: "There is no DRS server to import from." },
  { methods: ["GET", "POST"], path: "/async/files", reason: "Use the calls that answer at once." },
  { methods: ["GET", "POST"], path: "/async/files/*", reason: "Use the calls that answer at once." },
  {
    methods: ["POST"],
    path: "/files/search",
    reason: "Its query language is not emulated; list files by folder.",
  },
  { methods: any, path: "/datasets", reason: DATASETS },
  { methods: any, path: "/datasets/*", reason: DATASETS },
  { methods: any, path: "/automation/*", reason: AUTOMATIONS },
  { methods: any, path: "/genome/markers", reason: "There is no genome browser." },
  { methods: any, path: "/genome/markers/:id", reason: "There is no genome browser." },
  { methods: ["GET"], path: "/divisions", reason: DIVISIONS },
  { methods: ["GET"], path: "/divisions/:id", reason: DIVISIONS },
  { methods: any, path: "/teams", reason: DIVISIONS },
  { methods: any, path: "/teams/*", reason: DIVISIONS },
  { methods: ["GET"], path: "/users", reason: DIVISIONS },
  {
    methods: ["DELETE"],
    path: "/users/:username",
    reason: "Nobody is deleted: there are no divisions to leave.",
  },
  { methods: ["GET"], path: "/billing/groups/:id/breakdown", reason: COSTS },
  { methods: ["GET"], path: "/billing/groups/:id/breakdown/:kind", reason: COSTS },
  { methods: ["GET"], path: "/billing/invoices", reason: COSTS },
  { methods: ["GET"], path: "/billing/invoices/:id", reason: COSTS },
  { methods: ["POST"], path: "/action/notifications/feedback", reason: "Nobody would read it." },
];

const patterns = missing.map((it) => ({ ...it, pattern: pathPattern(it.path) }));

/** Why a call is not there, if it is among those that are known to be missing. `path` is below `/v2`. */
export const missingReason = (method: string, path: string): string | undefined =>
  patterns.find(({ methods, pattern }) => methods.some((it) => it === method) && pattern.test(path))?.reason;
