import { without } from "../change";
import { refusal, type StandIn } from "../standIn";
import { changingBody, refusing, withHeaders } from "./changes";
import type { DoctorRow } from "./row";

/* The account, and what needs no project. */

const dateless: StandIn = {
  name: "doctor: the platform's clock is an hour ahead",
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    return { ...answer, headers: { ...answer.headers, date } };
  },
};

export const accountRows: readonly DoctorRow[] = [
  [refusing("doctor: the token is refused", 401, 90001, () => true), ["user.token", "task.unknown"]],
  [
    {
      name: "doctor: GET /user answers at once",
      behavior: () => (asked, forward) =>
        asked.path === "/user" ? forward({ ...asked, path: "/users/ada" }) : forward(asked),
    },
    ["user.redirect"],
  ],
  [
    changingBody(
      "doctor: GET / is empty",
      ({ path }) => path === "/",
      () => ({}),
    ),
    ["paths"],
  ],
  [withHeaders("doctor: no headers of the rate limit", without("x-ratelimit-reset")), ["limit.headers"]],
  [
    withHeaders("doctor: 100 calls", (its) => ({
      ...its,
      "x-ratelimit-limit": "100",
      "x-ratelimit-remaining": "90",
    })),
    ["limit.window"],
  ],
  [dateless, ["clock"]],
  [
    {
      name: "doctor: what does not exist answers 403",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        return answer.status === 404 ? refusal(403, 7001, "Refused.") : answer;
      },
    },
    ["task.unknown", "delete.gone"],
  ],
  [
    changingBody(
      "doctor: projects show no permissions",
      ({ path }) => path.startsWith("/projects/"),
      without("permissions"),
    ),
    ["project.permissions"],
  ],
];
