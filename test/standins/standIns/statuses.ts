import { showing } from "../change";
import type { Row } from "../row";
import type { Json } from "../standIn";

const strange: Readonly<Record<string, string>> = {
  CREATING: "INITIALIZING",
  QUEUED: "INITIALIZING",
  RUNNING: "POSTPROCESSING",
};

const renamed = (task: Json): Json => ({
  ...task,
  status: strange[String(task.status)] ?? task.status,
});

export const statusRows: readonly Row[] = [
  {
    standIn: showing("`status` in lower case", (task) => ({
      ...task,
      status: String(task.status).toLowerCase(),
    })),
    meets: "a status is read whatever its case is",
    demanded: {},
  },
  {
    standIn: showing("a status that nobody has seen", renamed),
    meets: "a status that is not known is waited for, and shown",
    demanded: {},
  },
];
