import { fail } from "../../provider/host/failure";
import { throwingSafely } from "../../provider/host/protocol";
import { connectionMistakes, refuseInputs, toMistakes } from "../../provider/host/session/checked";
import type { HostError } from "../../provider/shared/errors";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { failureOf, Process, sessionFor } from "./provider";

/* What leaves the provider's process: lines, errors, refusals and values. */

const nasty = "a<{%x%}>\u001b]8;;\u0007\u202eb\nerror: c\ud800";
const safe = "a<\\{%x%}>\\u{1b}]8;;\\u{7}\\u{202e}b\\nerror: c\\u{d800}";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

test("a line is one line, whatever it quotes", () => {
  const lines: string[] = [];
  sessionFor(platform, (line) => lines.push(line)).log.say(`sb:${nasty}: waits`);
  expect(lines).toStrictEqual([`sb:${safe}: waits`]);
});

const failing = (error: HostError) => {
  const update = throwingSafely(async (_id: string, _properties: object) => fail(error));
  return failureOf(update("i", { __provider: "text" }));
};

test("an error's message and stack are safe", async () => {
  const { message, stack } = await failing({ _tag: "Declined", reason: nasty });
  expect([message, stack]).toStrictEqual([safe, "failed; see the error of the resource above"]);
});

test("so are the reasons of a partial failure; of its outputs what the engine cannot show", async () => {
  const outputs = { note: nasty, __owner: nasty };
  expect(await failing({ _tag: "Unfinished", id: "i", outputs, reasons: [nasty, "two"] })).toMatchObject({
    message: `${safe}; two`,
    reasons: [safe, "two"],
    properties: {
      note: "a<\\{%x%}>\u001b]8;;\u0007\u202eb\nerror: c\ud800",
      __owner: nasty,
      __provider: "text",
    },
  });
});

test("an error of any other kind is safe, too, and keeps its stack", async () => {
  const broken = throwingSafely(async () => {
    throw new TypeError(nasty);
  });
  const { message, stack } = await failureOf(broken());
  expect(message).toBe(safe);
  expect(stack?.split("\n")[0]).toBe(safe);
  expect(stack?.split("\n").slice(1)).toEqual(expect.arrayContaining([expect.stringMatching(/^ +at /)]));
  expect(
    stack
      ?.split("\n")
      .slice(1)
      .every((line) => /^ +at /.test(line)),
  ).toBe(true);
});

test("what a check refuses or reports is safe", () => {
  expect(refuseInputs({})(nasty, "two").failures).toStrictEqual([
    { property: "", reason: safe },
    { property: "", reason: "two" },
  ]);
  expect(toMistakes({}, nasty).inputs).toStrictEqual({ __checkErrors: [safe] });
  expect(connectionMistakes({}, { _tag: "SettingsProblem", reason: nasty }).inputs).toStrictEqual({
    __noConnection: safe,
  });
});

const files = reads.map((path) => ({ class: "File", path }));

test("args that the engine cannot show are refused by their paths, in previews and updates", async () => {
  const { reasons } = await new Process(platform).check({
    project,
    app: `${app}/0`,
    name: "<{%reset%}>",
    inputs: {
      reads: files,
      note: "a <{% b",
      library: "\u001b[2J",
      center: "a\r\n\tb\u0007",
      platform: "a\r\n\tb\u202e",
      options: { tag: ["x", "<{%fg 1%}>"] },
      "<{%x%}>": 1,
    },
  });
  const text = "holds a color tag of Pulumi's (<\\{%…%}>): take it out";
  expect(reasons).toStrictEqual([
    `name ${text}`,
    `inputs.note ${text}`,
    `inputs.options.tag[1] ${text}`,
    `inputs.<\\{%x%}> ${text}`,
  ]);
});

test("what somebody has written on the platform comes as the engine can show it", async () => {
  const provider = new Process(platform);
  const kept = await provider.create({ project, app: `${app}/0`, inputs: { reads: files, note: "n" } });
  await platform.api("PATCH", `/tasks/${kept.id}`, {
    name: "<{%x%}>",
    inputs: { note: "\u001b[2J<{%\r\n\u200b" },
  });
  const found = await provider.read(kept.id, kept.outs);
  const now = { name: "<\\{%x%}>", inputs: { note: "\u001b[2J<\\{%\r\n\u200b" } };
  expect(found?.inputs).toMatchObject(now);
  expect(found?.props).toMatchObject(now);
});
