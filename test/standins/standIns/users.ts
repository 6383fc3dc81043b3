import { showing } from "../change";
import type { Row } from "../row";
import type { StandIn } from "../standIn";

/** A stand-in that names the users of tasks otherwise than `GET /user` does. */
const naming = (name: string, change: (user: string) => string): StandIn =>
  showing(name, (task) =>
    Object.fromEntries(
      Object.entries(task).map(([key, value]) =>
        (key === "created_by" || key === "executed_by") && typeof value === "string"
          ? [key, change(value)]
          : [key, value],
      ),
    ),
  );

export const otherCase = naming("`created_by` in another case", (user) => user.toUpperCase());

/** The emulator's project belongs to its user: that is the division. A list item need not have the project. */
export const ofDivision = naming("`created_by` with the division before the name", (user) => `ada/${user}`);

const meets = "own tasks are found";

export const userRows: readonly Row[] = [
  { standIn: otherCase, meets, demanded: {} },
  { standIn: ofDivision, meets, demanded: {} },
];
