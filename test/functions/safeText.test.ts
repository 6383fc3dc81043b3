import * as pulumi from "@pulumi/pulumi";
import { DraftTask, getFile, getFiles } from "../../provider";
import { programError } from "../../provider/program/programError";
import { logError, logInfo, logWarning } from "../../provider/program/programLog";
import { Platform } from "../support/platform";
import { project, reads } from "../support/seed";
import { reasonOf, runOn } from "./program";

/* What the process of a program prints, throws and hands over. */

const nasty = "a<{%x%}>\u001b[2J\u202eb\nerror: c";
const safe = "a<\\{%x%}>\\u{1b}[2J\\u{202e}b\\nerror: c";

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform.close());
beforeEach(() => runOn(platform));

test("a program's lines are safe, and an error of several lines keeps them", async () => {
  const [info, warn, error] = (["info", "warn", "error"] as const).map((level) =>
    jest.spyOn(pulumi.log, level).mockResolvedValue(undefined),
  );
  await logInfo(nasty);
  await logWarning(nasty);
  await logError([nasty, "two"]);
  expect(info?.mock.calls).toStrictEqual([[safe]]);
  expect(warn?.mock.calls).toStrictEqual([[safe, undefined]]);
  expect(error?.mock.calls).toStrictEqual([[`${safe}\ntwo`, undefined]]);
  jest.restoreAllMocks();
});

test("so is the error that ends a program, given at once or when it is read", () => {
  for (const error of [programError(nasty), programError(() => nasty)])
    expect([error.message, error.stack]).toStrictEqual([safe, safe]);
});

test("a lookup that fails quotes names as safe text", async () => {
  expect(await reasonOf(getFile({ project, path: nasty }))).toContain(safe);
});

test("a lookup's answer holds nothing that the engine cannot show, and all else as it is", async () => {
  await platform.api("PATCH", `/files/${reads[0]}`, {
    name: "<{%x%}>\u202e\u200b.fastq",
    metadata: { sample_id: "<{%reset%}>" },
  });
  const files = await getFiles({ project, match: "*" });
  expect(files.find(({ path }) => path === reads[0])?.name).toBe("<\\{%x%}>\u202e\u200b.fastq");
  expect(JSON.stringify(files)).not.toContain("<{%");
});

test("a resource whose name holds a tag is refused before Pulumi sees it", () => {
  expect(() => new DraftTask("a<{%x%}>", { project, app: `${project}/align`, inputs: {} })).toThrow(
    "the first argument of new DraftTask(name, args) holds a color tag of Pulumi's: a<\\{%x%}>: Pulumi cannot show it; take it out",
  );
});
