import type { Row } from "./row";
import { bulkRows } from "./standIns/bulk";
import { cloneRows } from "./standIns/clones";
import { descriptionRows } from "./standIns/descriptions";
import { listRows } from "./standIns/lists";
import { timeRows } from "./standIns/times";
import { userRows } from "./standIns/users";

export const standIns: readonly Row[] = [
  {
    standIn: { name: "the emulator itself", behavior: () => (asked, forward) => forward(asked) },
    meets: "nothing unusual",
    demanded: {},
  },
];

/** How a task is found again whose state was not stored: lists, bulk reads, descriptions, clones, times, users. */
export const recoveryRows: readonly Row[] = [
  ...listRows,
  ...descriptionRows,
  ...bulkRows,
  ...cloneRows,
  ...userRows,
  ...timeRows,
];
