import { isRecord } from "../../../provider/shared/codec";
import { showing, without } from "../change";
import { changingBody, items } from "./changes";
import type { DoctorRow } from "./row";

/* What has run in the project before, and its files. */

export const historyRows: readonly DoctorRow[] = [
  [
    showing("doctor: statuses in lower case", (task) =>
      "status" in task ? { ...task, status: String(task.status).toLowerCase() } : task,
    ),
    ["history.status"],
  ],
  [
    showing("doctor: prices are texts", (task) =>
      isRecord(task.price) ? { ...task, price: { ...task.price, amount: String(task.price.amount) } } : task,
    ),
    ["history.price"],
  ],
  [showing("doctor: no end_time", without("end_time")), ["history.end"]],
  [
    showing("doctor: files without a path", (task) =>
      isRecord(task.outputs) && task.status === "COMPLETED"
        ? { ...task, outputs: { bam: { class: "File" } } }
        : task,
    ),
    ["history.outputs"],
  ],
  [
    changingBody(
      "doctor: no jobs",
      ({ path }) => path.endsWith("/execution_details"),
      (body) => ({ ...body, jobs: null }),
    ),
    ["history.jobs"],
  ],
  [
    showing("doctor: errors are texts", (task) =>
      task.status === "FAILED" && "errors" in task ? { ...task, errors: ["It failed."] } : task,
    ),
    ["history.errors"],
  ],
  [
    changingBody(
      "doctor: files without a type",
      ({ path }) => path === "/files",
      (body) => ({
        ...body,
        items: items(body).map((file) => (isRecord(file) ? without("type")(file) : file)),
      }),
    ),
    ["files.form"],
  ],
];
