import { whole } from "../lifecycle";
import type { Row } from "../row";
import type { Answer, Asked, StandIn } from "../standIn";

const redirect = (location: string): Answer => ({ status: 307, headers: { location }, text: "" });

const twice: StandIn = {
  name: "`/user` redirects twice within its origin",
  behavior: () => async (asked, forward) => {
    if (asked.method !== "GET" || asked.path !== "/user") return forward(asked);
    const hop = Number(asked.query.get("hop") ?? "0");
    return hop < 2
      ? redirect(`/v2/user?hop=${hop + 1}`)
      : forward({ ...asked, query: new URLSearchParams() });
  },
};

const elsewhere: StandIn = {
  name: "`/user` redirects to another origin",
  behavior: () => async (asked, forward) =>
    asked.method === "GET" && asked.path === "/user"
      ? redirect("https://login.example.org/users/ada")
      : forward(asked),
};

const isWrite = ({ method, path }: Asked): boolean => method === "POST" && path === "/tasks";

const writes: StandIn = {
  name: "a POST redirects within its origin",
  behavior: () => async (asked, forward) => (isWrite(asked) ? redirect("/v2/tasks/new") : forward(asked)),
};

/** Each update fails, and nothing is created. */
const refusing = (standIn: StandIn, meets: string, text: RegExp): Row => ({
  standIn,
  meets,
  demanded: {
    ...whole,
    tasks: [],
    starts: 0,
    outputs: {},
    changes: ["batch", "batched", "draft", "late", "later", "ran", "single"].map((name) => `${name}: create`),
    left: [],
  },
  fails: [
    "up that is killed in the wait",
    "up after the kill",
    "up with a lost answer",
    "up with an edit",
  ].map((step) => ({ step, text })),
});

export const redirectRows: readonly Row[] = [{ standIn: twice, meets: "works", demanded: {} }];

export const refusedRows: readonly Row[] = [
  refusing(
    elsewhere,
    "nothing is created; the message names both origins, and the token is not sent there",
    /a redirect from http:\/\/127\.0\.0\.1:\d+ to https:\/\/login\.example\.org, where the token is not sent/,
  ),
  refusing(
    writes,
    "nothing is created, and the message says that a write follows no redirect",
    /a redirect to http:\/\/127\.0\.0\.1:\d+, which a POST does not follow/,
  ),
];
