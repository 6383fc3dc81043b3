import { isRecord } from "../../../provider/shared/codec";
import { whole } from "../lifecycle";
import type { Row } from "../row";
import type { StandIn } from "../standIn";

/** What a platform makes of the descriptions that it is sent. */
const keeping = (name: string, change: (text: string) => string): StandIn => ({
  name,
  behavior: () => (asked, forward) => {
    const { body, method } = asked;
    return method !== "GET" && isRecord(body) && typeof body.description === "string"
      ? forward({ ...asked, body: { ...body, description: change(body.description) } })
      : forward(asked);
  },
});

export const cutAt = (length: number): StandIn =>
  keeping(`description cut at ${length} characters`, (text) => text.slice(0, length));

export const trimmed: StandIn = keeping("description trimmed, with its line breaks as CR LF", (text) =>
  text.trim().replace(/\r?\n/g, "\r\n"),
);

export const encoded: StandIn = keeping("description with `<`, `>`, `&` and quotes encoded", (text) =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;"),
);

const meets = "the tag survives; no drift";

export const descriptionRows: readonly Row[] = [
  { standIn: cutAt(255), meets, demanded: {} },
  { standIn: trimmed, meets, demanded: {} },
  { standIn: encoded, meets, demanded: {} },
];

export const taglessRows: readonly Row[] = [
  {
    standIn: cutAt(40),
    meets: "one line says that recovery is off for the task",
    // A person who does as the error says looks for the task; this life does not.
    demanded: {
      tasks: [...whole.tasks, "late DRAFT"].sort(),
      changes: ["late: create", "later: create"],
      left: [...whole.left, "late DRAFT"].sort(),
    },
    warns: [/the platform has not kept the tag in the description of task \S+: recovery is off/],
    fails: [{ step: "up with a lost answer", text: /look for a task named late in project/ }],
  },
];
