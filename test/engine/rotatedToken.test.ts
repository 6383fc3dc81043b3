import { writeFileSync } from "node:fs";
import { Platform } from "../support/platform";
import { between, Scripted } from "../support/scripted";
import { base, inputs } from "../support/seed";
import { type Run, Stack } from "../support/stack";

const rotated = "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0";
const foreign = "d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0";

let platform: Platform;
/** The API as the stack knows it, which sees the tokens that arrive. */
let api: Scripted;
let arrived: string[];
/** Another platform. */
let other: Scripted;
let stack: Stack;
let endpoint: string;
let id: string;

/** From now on this is the user's one token. */
const rotate = (token: string): Promise<unknown> =>
  platform.control("POST", "/seed", { users: [{ username: "ada", token }] });

/** A stack whose `up` has stored its token, which the platform takes no more. */
beforeEach(async () => {
  platform = await Platform.start();
  arrived = [];
  api = await between(platform.url, (_, answer, { token }) => {
    arrived.push(token);
    return answer;
  });
  other = await Scripted.start(() => ({ body: {} }));
  endpoint = `${api.url}/v2`;
  stack = await Stack.make(platform);
  await stack.must("config", "set", "sevenbridges:endpoint", endpoint);
  stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`);
  await stack.up();
  ({ id } = await stack.resource("one"));
  await rotate(rotated);
  arrived.splice(0);
});
afterEach(async () => {
  stack.remove();
  await Promise.all([api.close(), other.close(), platform.close()]);
});

const there = async (): Promise<readonly string[]> => {
  await rotate(platform.token);
  return platform.tasks();
};

const stored = async (): Promise<unknown> => {
  const { id: its, inputs: args, outputs } = await stack.resource("one");
  return { id: its, args, outputs };
};

const profile = (name: string, at: string, token: string): string =>
  `[${name}]\napi_endpoint = ${at}\nauth_token = ${token}\n`;
const credentials = (...profiles: readonly string[]): void =>
  writeFileSync(stack.file(".sevenbridges/credentials"), profiles.join("\n"));

const refresh = ["refresh", "--yes", "--skip-preview", "--color", "never"];
const destroy = ["destroy", "--yes", "--skip-preview", "--color", "never"];
/** The engine shows a line as it comes, and once more at the end, under this heading. */
const said = (text: string): readonly string[] =>
  text.split("Diagnostics:")[1]?.match(/sb: the token for .*/g) ?? [];
const line = (place: string): string =>
  `sb: the token for ${endpoint} was refused (401); using the one in ${place}`;

/** The first call comes with the old token, all others with the new one. */
const onceOld = (): void => {
  expect([arrived[0], ...new Set(arrived.slice(1))]).toStrictEqual([platform.token, rotated]);
  arrived.splice(0);
};

describe("a stack whose stored token was rotated", () => {
  test.each<readonly [string, string, (token: string) => NodeJS.ProcessEnv]>([
    ["the environment", "the environment", (SB_AUTH_TOKEN) => ({ SB_AUTH_TOKEN, SB_API_ENDPOINT: endpoint })],
    [
      "the credentials file",
      "profile lab of the credentials file",
      (token) => {
        credentials(profile("default", `${other.url}/v2`, foreign), profile("lab", endpoint, token));
        return { SB_AUTH_TOKEN: foreign, SB_API_ENDPOINT: `${other.url}/v2` };
      },
    ],
  ])(
    "is refreshed, previewed and destroyed with the token in %s, and says so once",
    async (_, place, given) => {
      const env = given(rotated);
      for (const args of [refresh, ["preview", "--refresh", "--color", "never"], destroy]) {
        const { code, text } = await stack.pulumi(args, env);
        expect([args[0], code, said(text)]).toStrictEqual([args[0], 0, [line(place)]]);
        expect(text).not.toMatch(new RegExp(`${platform.token}|${rotated}|${foreign}`));
        onceOld();
      }
      expect(await stack.resources()).toStrictEqual({});
      expect(await there()).toStrictEqual([]);
      expect(other.asked).toStrictEqual([]);
    },
  );

  test.each<readonly [string, () => NodeJS.ProcessEnv]>([
    ["no other token", () => ({})],
    [
      "one for another platform only",
      () => {
        credentials(profile("default", `${other.url}/v2`, foreign));
        return { SB_AUTH_TOKEN: foreign, SB_API_ENDPOINT: `${other.url}/v2` };
      },
    ],
    ["one that says no platform", () => ({ SB_AUTH_TOKEN: foreign })],
  ])("fails with one sentence and keeps its state where there is %s", async (_, given) => {
    const env = given();
    const before = await stored();
    const failed = async (args: readonly string[]): Promise<Run> => {
      const run = await stack.pulumi(args, env);
      expect([args[0], run.code === 0, said(run.text)]).toStrictEqual([args[0], false, []]);
      return run;
    };
    for (const args of [refresh, destroy])
      expect((await failed(args)).text).toContain(
        `GET /tasks/${id} at ${endpoint} was refused (401, code 90001: Unauthorized): check the token: it may have expired, or belong to another platform`,
      );
    expect(await stored()).toStrictEqual(before);
    expect([...new Set(arrived)]).toStrictEqual([platform.token]);
    expect(other.asked).toStrictEqual([]);
    expect(await there()).toStrictEqual(["one"]);
  });
});
