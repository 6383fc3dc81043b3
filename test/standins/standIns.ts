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

/** How a task is found again whose state was not stored: in which lists, and by which description. */
export const recoveryRows: readonly Row[] = [...listRows, ...descriptionRows];

/** The same: by which reads, as whose task, and since when. */
export const readRows: readonly Row[] = [...bulkRows, ...cloneRows, ...userRows, ...timeRows];
