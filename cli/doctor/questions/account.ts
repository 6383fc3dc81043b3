import * as E from "fp-ts/Either";
import { User } from "../../../provider/api/endpoints/schemas";
import { bodyOf, shortError, textAt } from "../answer";
import {
  confirmed,
  differs,
  differsHandled,
  differsUnhandled,
  type Question,
  question,
  unclear,
  unless,
} from "../question";

const pathKeys = [
  "rate_limit_url",
  "user_url",
  "users_url",
  "billing_url",
  "projects_url",
  "files_url",
  "tasks_url",
  "apps_url",
  "action_url",
  "upload_url",
  "storage_url",
  "markers_url",
];

const minute = 60_000;
const day = 24 * 60 * minute;

/** What needs no project. */
export const accountQuestions: readonly Question[] = [
  question({
    key: "user.token",
    assumes: "the token works, and the platform names its user",
    calls: ["user"],
    handling: differsUnhandled("nothing works without it"),
    readsErrors: true,
    verdict: (answer) => {
      const { error, body } = answer("user");
      if (error !== undefined) return differs(`GET /user failed (${shortError(error)})`);
      return unless(E.isLeft(User.decode(body)) && "GET /user names no username");
    },
  }),
  question({
    key: "user.redirect",
    assumes: "GET /user sends on to /users/{username} with 307",
    calls: ["user"],
    handling: differsHandled("it follows a redirect of the same origin, and reads the user without one, too"),
    verdict: (answer) => {
      const hops = answer("user").responses.filter(({ status }) => status >= 300 && status < 400);
      const [first] = hops;
      if (first === undefined) return differs("it answers at once");
      return unless(
        first.status !== 307 && `it redirects with ${first.status}`,
        !/\/users\/[^/]+$/.test(first.headers.location ?? "") && "it redirects to another address",
        hops.length > 1 && `it redirects ${hops.length} times`,
      );
    },
  }),
  question({
    key: "paths",
    assumes: "GET / lists the addresses of the API",
    calls: ["paths"],
    handling: differsHandled("it uses none of them"),
    verdict: (answer) => {
      const body = bodyOf(answer("paths"));
      const lacking = pathKeys.filter((key) => textAt(body, key) === undefined);
      return unless(lacking.length > 0 && `it lacks ${lacking.join(", ")}`);
    },
  }),
  question({
    key: "limit.headers",
    assumes: "answers say how many calls are left, and until when",
    calls: ["user"],
    handling: differsHandled("it slows down only once the platform refuses a call with 429"),
    verdict: (answer) => {
      const headers = answer("user").responses.at(-1)?.headers ?? {};
      const lacking = ["limit", "remaining", "reset"].filter(
        (name) => !/^\d+$/.test(headers[`x-ratelimit-${name}`] ?? ""),
      );
      return unless(lacking.length > 0 && `the headers lack X-RateLimit-${lacking.join(", X-RateLimit-")}`);
    },
  }),
  question({
    key: "limit.window",
    assumes: "1,000 calls in 5 minutes are allowed",
    calls: ["user", "limit"],
    handling: differsHandled("it goes by what the headers say, and works more slowly"),
    verdict: (answer) => {
      const { body, at, responses } = answer("limit");
      const now = Date.parse(responses.at(-1)?.headers.date ?? "") || at;
      const { rate } = bodyOf(answer("limit"));
      const { limit, reset } =
        typeof rate === "object" && rate !== null ? { limit: 0, reset: 0, ...rate } : {};
      if (typeof limit !== "number" || typeof reset !== "number")
        return differs(`GET /rate_limit has no rate${body === undefined ? "" : " with numbers"}`);
      const shown = Number(answer("user").responses.at(-1)?.headers["x-ratelimit-limit"] ?? limit);
      return unless(
        shown !== 1000 && `the limit is ${shown} calls`,
        reset * 1000 - now > 6 * minute && "the window is longer than 5 minutes",
      );
    },
  }),
  question({
    key: "clock",
    assumes: "the platform's clock agrees with this machine's, to the minute",
    calls: ["user"],
    handling: differsHandled("it goes by the platform's clock"),
    verdict: (answer) => {
      const { at, responses } = answer("user");
      const time = Date.parse(responses.at(-1)?.headers.date ?? "");
      if (Number.isNaN(time)) return differs("answers have no date");
      const skew = Math.abs(time - at);
      if (skew <= minute) return confirmed;
      const seconds = `they differ by ${Math.round(skew / 1000)} s`;
      return skew < day
        ? differs(seconds)
        : differs(seconds, differsHandled("it takes the time of the project's newest task"));
    },
  }),
  question({
    key: "task.unknown",
    assumes: "a task that does not exist answers 404 with code 7002",
    calls: ["noTask"],
    handling: differsHandled(
      "it never forgets a task that was started; a refresh forgets a draft only where the project can be read and says 404",
    ),
    readsErrors: true,
    verdict: (answer) => {
      const { error } = answer("noTask");
      if (error === undefined) return differs("a random id names a task");
      if (error._tag === "Refused" && error.status >= 500) return unclear(`it failed (${error.status})`);
      return unless(
        !(error._tag === "Refused" && error.status === 404 && error.code === 7002) &&
          `it answers ${shortError(error)}`,
      );
    },
  }),
];
