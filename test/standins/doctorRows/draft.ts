import { showing } from "../change";
import { changingBody, isCreate, isTaskPath, refusing, sending, withBody } from "./changes";
import type { DoctorRow } from "./row";

/* A new draft and its description. */

export const draftRows: readonly DoctorRow[] = [
  [refusing("doctor: the project is read only", 403, 7001, isCreate), ["create.draft"]],
  [
    changingBody(
      "doctor: POST answers a part",
      isCreate,
      ({ id: its, status, app, name, description, created_by }) => ({
        id: its,
        status,
        app,
        name,
        description,
        created_by,
        execution_settings: { max_parallel_instances: 2 },
      }),
    ),
    ["create.whole"],
  ],
  [
    showing("doctor: drafts have no errors", (task) =>
      "errors" in task && task.status === "DRAFT" ? { ...task, errors: [] } : task,
    ),
    ["create.errors"],
  ],
  [
    changingBody("doctor: apps without their revision", isCreate, (body) => ({
      ...body,
      app: String(body.app).replace(/\/\d+$/, ""),
    })),
    ["create.app", "create.same"],
  ],
  [
    sending("doctor: names in capitals", (asked) =>
      isCreate(asked)
        ? withBody(asked, (body) => ({ ...body, name: String(body.name).toUpperCase() }))
        : asked,
    ),
    ["create.name"],
  ],
  [
    showing("doctor: creators in capitals", (task) =>
      "created_by" in task ? { ...task, created_by: "ADA" } : task,
    ),
    ["create.user"],
  ],
  [
    showing("doctor: times with a zone", (task) =>
      "created_time" in task
        ? { ...task, created_time: String(task.created_time).replace("Z", "+00:00") }
        : task,
    ),
    ["create.time"],
  ],
  [
    sending("doctor: descriptions are cut", (asked) =>
      withBody(asked, (body) =>
        typeof body.description === "string" ? { ...body, description: body.description.slice(0, 40) } : body,
      ),
    ),
    ["description.length", "description.characters", "description.blanks", "description.tag", "clone.tag"],
  ],
  [
    sending("doctor: descriptions are trimmed", (asked) =>
      withBody(asked, (body) =>
        typeof body.description === "string" ? { ...body, description: body.description.trim() } : body,
      ),
    ),
    ["description.blanks"],
  ],
  [
    showing("doctor: descriptions are encoded", (task) =>
      typeof task.description === "string"
        ? { ...task, description: task.description.replaceAll("<", "&lt;") }
        : task,
    ),
    ["description.characters"],
  ],
  [
    changingBody(
      "doctor: tasks are read in another way",
      ({ method, path }) => method === "GET" && isTaskPath(path),
      (body) => ({
        ...body,
        name: `${body.name}!`,
      }),
    ),
    ["create.same"],
  ],
];
