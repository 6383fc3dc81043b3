import * as E from "fp-ts/Either";
import { type Profile, readConnection } from "../../provider/config/settings";
import { decodeDeclared } from "../../provider/model/task/draftTask";
import {
  type ApiError,
  type Asked,
  explain,
  type HostError,
  isGone,
  isOpen,
  type Refused,
} from "../../provider/shared/errors";
import { argsOf, endpoint, taskId } from "../support/builders";

const asked: Asked = { method: "PATCH", path: `/tasks/${taskId}`, endpoint };
const call = `PATCH /tasks/${taskId} at ${endpoint}`;
const refused = (status: number, code?: number, message = "No."): Refused => ({
  _tag: "Refused",
  asked,
  status,
  code,
  message,
});
const mistakes = [
  { path: "project", wanted: "is required" },
  { path: "run", wanted: "must be true or false", given: "a string" },
];

test.each<[string, HostError, string]>([
  [
    "a setting of this machine",
    { _tag: "Unreachable", asked, reason: "HTTPS_PROXY must be an address", sent: false, isFinal: true },
    `${call} was not sent: HTTPS_PROXY must be an address`,
  ],
  ["settings", { _tag: "SettingsProblem", reason: "there is no token" }, "there is no token"],
  ["a rule of ours", { _tag: "Declined", reason: "run it again" }, "run it again"],
  [
    "wrong args",
    { _tag: "Invalid", mistakes },
    "project is required; run must be true or false, not a string",
  ],
  [
    "a state that is not ours",
    { _tag: "BadState", id: taskId, mistakes },
    `the stored state of task ${taskId} cannot be read (project is required; run must be true or false, not a string): restore the state from its history, or take the resource out with pulumi state delete and give its id to the resource option import`,
  ],
  [
    "a state on another platform",
    { _tag: "OtherEndpoint", id: taskId, stored: endpoint, configured: "https://api.sbgenomics.com/v2" },
    `task ${taskId} is at ${endpoint}, but the stack is configured for https://api.sbgenomics.com/v2, where it cannot be found: set sevenbridges:platform or sevenbridges:endpoint back to ${endpoint}`,
  ],
  [
    "a task that is not what was asked for",
    { _tag: "Unfinished", id: taskId, outputs: {}, reasons: ["genome is missing", "run pulumi up again"] },
    "genome is missing; run pulumi up again",
  ],
  [
    "no answer",
    { _tag: "Unreachable", asked, reason: "ECONNREFUSED", sent: false },
    `${call} got no answer (ECONNREFUSED): check the endpoint and the network, then run it again`,
  ],
  [
    "an answer that is none",
    { _tag: "Unreadable", asked, status: 200, reason: "not JSON" },
    `${call} answered 200 with something unreadable (not JSON): check that the endpoint is the API's, and not a proxy or a web page`,
  ],
  [
    "a refused edit",
    refused(403, 7007, "This action is only available for DRAFT tasks. "),
    `${call} was refused (403, code 7007: This action is only available for DRAFT tasks): the task changed in the meantime: run pulumi up again`,
  ],
  [
    "a refused token",
    refused(401, 90001, "Unauthorized"),
    `${call} was refused (401, code 90001: Unauthorized): check the token: it may have expired, or belong to another platform`,
  ],
  [
    "a user who may not",
    refused(403, 7001),
    `${call} was refused (403, code 7001: No): the token's user is not allowed to do this: check the project's members and permissions`,
  ],
  [
    "a thing that is not there",
    refused(404, 7002),
    `${call} was refused (404, code 7002: No): check the id, and that it is on this platform`,
  ],
  [
    "a project that is not there",
    refused(404, 3002),
    `${call} was refused (404, code 3002: No): check the project's id, and that it is on this platform`,
  ],
  [
    "an app that is not there",
    refused(404, 6002),
    `${call} was refused (404, code 6002: No): check the app's id and revision, and that it is on this platform`,
  ],
  [
    "the rate limit",
    refused(429, 1000),
    `${call} was refused (429, code 1000: No): the rate limit is used up: try again in some minutes`,
  ],
  [
    "maintenance",
    refused(503, 0),
    `${call} was refused (503, code 0: No): the platform is under maintenance: try again later`,
  ],
  [
    "a refused value",
    refused(400, 7020),
    `${call} was refused (400, code 7020: No): change the program accordingly, or report this if the program is right`,
  ],
  ["a broken platform", refused(500), `${call} was refused (500: No): try again later`],
])("one sentence says what was asked, what came back and what to do: %s", (_, error, text) => {
  expect(explain(error)).toBe(text);
});

test.each<[string, boolean, HostError]>([
  ["a task that the API says does not exist", true, refused(404, 7002)],
  ["another thing that the API says does not exist", false, refused(404, 3002)],
  ["a page that a proxy does not have", false, refused(404)],
  ["an address that the API does not have", false, refused(404, 90003)],
  ["a user who may not", false, refused(403, 90002)],
  ["a wrong id", false, refused(400, 7005)],
  ["no answer", false, { _tag: "Unreachable", asked, reason: "ETIMEDOUT", sent: true }],
])("gone is distinguished: %s", (_, gone, error) => {
  expect(isGone(error)).toBe(gone);
});

test.each<[string, boolean, ApiError]>([
  ["nothing came back", true, { _tag: "Unreachable", asked, reason: "ECONNRESET", sent: true }],
  ["no answer in time", true, { _tag: "Unreachable", asked, reason: "no answer in time", sent: true }],
  ["no connection was made", false, { _tag: "Unreachable", asked, reason: "ECONNREFUSED", sent: false }],
  ["an unreadable yes", true, { _tag: "Unreadable", asked, status: 201, reason: "not JSON" }],
  [
    "a redirect that may follow the effect",
    true,
    { _tag: "Unreadable", asked, status: 302, reason: "a redirect" },
  ],
  ["a redirect of the same call", false, { _tag: "Unreadable", asked, status: 307, reason: "a redirect" }],
  [
    "a lasting redirect of the same call",
    false,
    { _tag: "Unreadable", asked, status: 308, reason: "a redirect" },
  ],
  ["a broken platform", true, refused(500, 90004)],
  ["a gateway that lost the platform", true, refused(502)],
  ["a service that is down", true, refused(503, 7000)],
  ["a 503 of something in front of the platform", true, refused(503)],
  ["a gateway that waited in vain", true, refused(504)],
  ["maintenance, said at the platform's front door", false, refused(503, 0)],
  ["the code of maintenance with another status", true, refused(500, 0)],
  ["the rate limit", false, refused(429, 1000)],
  ["a refused token", false, refused(401, 90001)],
  ["a refused value", false, refused(400, 7020)],
])("a call may have had its effect without a proper answer, or surely had none: %s", (_, open, error) => {
  expect(isOpen(error)).toBe(open);
});

describe("a token, and a secret in inputs, is in no message:", () => {
  const marker = "SECRET-MARKER";
  const profile: Profile = { name: "default", endpoint: `https://${marker}@x.org/v2`, token: marker };

  test.each<[string, Readonly<Record<string, string>>, (readonly Profile[])?]>([
    ["a missing endpoint", { token: marker }],
    ["an endpoint that is no URL", { token: marker, endpoint: marker }],
    ["an endpoint that holds it, plain", { endpoint: `http://x.org/v2?token=${marker}` }],
    ["an endpoint that holds it as a password", { endpoint: `https://me:${marker}@x.org/v2` }],
    ["plain http", { token: marker, endpoint: "http://x.org/v2" }],
    ["a token with a blank", { token: `${marker} x`, platform: "cgc" }],
    ["a token in the place of the platform", { platform: marker }],
    ["a token in the place of the profile", { profile: marker }, [profile]],
    ["a profile with a wrong endpoint", { profile: "default" }, [profile]],
    ["a profile for another platform", { profile: "default", platform: "cgc" }, [profile]],
    ["the default profile with a wrong endpoint", {}, [profile]],
  ])("%s", (_, config, profiles = undefined) => {
    const found = readConnection({
      config: (key) => config[key.replace("sevenbridges:", "")],
      env: {},
      credentials: () => E.right(profiles),
    });
    expect(E.isLeft(found) ? explain(found.left) : marker).not.toContain(marker);
  });

  test("wrong args", () => {
    const values = { project: marker, app: marker, name: [marker], description: { marker }, run: marker };
    const inputs = {
      a: { class: marker, path: marker },
      b: { class: "File", path: [marker] },
      c: () => marker,
    };
    const batch = { batch: marker, batchInput: `#${marker}`, batchBy: { type: marker, criteria: [marker] } };
    const rest = {
      executionSettings: { instanceType: `${marker};` },
      outputLocation: marker,
      memory: marker,
    };
    const found = decodeDeclared(argsOf({ ...values, inputs, ...batch, ...rest }));
    const said = E.isLeft(found) ? explain({ _tag: "Invalid", mistakes: found.left }) : marker;
    expect(said).not.toContain(marker);
    expect(said.split("; ").length).toBeGreaterThan(10);
  });
});
