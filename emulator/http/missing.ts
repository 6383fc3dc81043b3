import type { Route } from "../calls/call";
import { pathPattern } from "./pathPattern";

/** Calls that the official clients make (their sources, API digest 0) and the emulator lacks. docs/emulator.md lists them. */
export interface Missing {
  readonly methods: readonly Route["method"][];
  /** Below `/v2`; `/*` is whatever is below, and the path itself. */
  readonly path: string;
  readonly reason: string;
}

const every = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const UPLOADS = "Files have no content: seed a file, or make one with `POST /_emulator/seed`.";
const VOLUMES = "There is no cloud storage to reach.";
const DATASETS = "There are no datasets.";
const AUTOMATIONS = "Code is not executed, automations are code.";
const DIVISIONS = "A division is but a name here, and there are no teams.";
const COSTS = "Nothing costs money: a task's `price` is made up, and on no bill.";

export const missing: readonly Missing[] = [
  { methods: every, path: "/upload/*", reason: UPLOADS },
  { methods: every, path: "/storage/*", reason: VOLUMES },
  { methods: every, path: "/bulk/storage/*", reason: VOLUMES },
  { methods: every, path: "/bulk/drs/*", reason: "There is no DRS server to import from." },
  { methods: every, path: "/async/files/*", reason: "Use the calls that answer at once." },
  {
    methods: ["POST"],
    path: "/files/search",
    reason: "Its query language is not emulated; list files by folder.",
  },
  { methods: every, path: "/datasets/*", reason: DATASETS },
  { methods: every, path: "/automation/*", reason: AUTOMATIONS },
  { methods: every, path: "/genome/*", reason: "There is no genome browser." },
  { methods: every, path: "/divisions/*", reason: DIVISIONS },
  { methods: every, path: "/teams/*", reason: DIVISIONS },
  { methods: ["DELETE"], path: "/users/:username", reason: "Users come from the seed, and stay." },
  { methods: every, path: "/billing/groups/:id/breakdown/*", reason: COSTS },
  { methods: every, path: "/billing/invoices/*", reason: COSTS },
  { methods: every, path: "/action/notifications/*", reason: "Nobody would read it." },
];

const patterns = missing.map((it) => ({
  ...it,
  patterns: [pathPattern(it.path), pathPattern(it.path.replace(/\/\*$/, ""))],
}));

/** Why a call is not there, if it is among those that are known to be missing. `path` is below `/v2`. */
export const missingReason = (method: string, path: string): string | undefined =>
  patterns.find(
    ({ methods, patterns }) => methods.some((it) => it === method) && patterns.some((it) => it.test(path)),
  )?.reason;
