import * as pulumi from "@pulumi/pulumi";
import { getAppOutput, getFileOutput, getFilesOutput, getProjectOutput } from "../../provider";
import { ignoreFailure } from "../../provider/program/settled";
import { Platform } from "../support/platform";
import { project } from "../support/seed";
import { reasonOf, runOn } from "./program";

/* Lookups whose args are secrets: what is said of them names none. */

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform.close());

const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
beforeEach(() => {
  runOn(platform);
  warn.mockClear();
});

/** The SDK's type declarations leave `promise` out. */
const settledOf = (output: pulumi.Output<unknown>): Promise<unknown> => {
  ignoreFailure(output);
  return Reflect.get(output, "promise").call(output);
};

const hush = pulumi.secret("ada/hush");

test.each<[string, () => pulumi.Output<unknown>, string]>([
  ["a project", () => getProjectOutput({ id: hush }), "getProject of [secret]: "],
  ["an app", () => getAppOutput({ id: pulumi.secret(`${project}/hush`) }), "getApp of [secret]: "],
  [
    "a file's name",
    () => getFileOutput({ project, path: pulumi.secret("hush.fa") }),
    "getFile of [secret]: ",
  ],
  [
    "a file's folder",
    () => getFileOutput({ project, path: pulumi.secret("hush/genome.fa") }),
    "getFile of [secret]: ",
  ],
  ["the project of files", () => getFilesOutput({ project: hush, match: "*" }), "getFiles of [secret]: "],
  ["what is no id", () => getAppOutput({ id: pulumi.secret("hush") }), "getApp: "],
  [
    "the connection",
    () => getProjectOutput({ id: project, connection: pulumi.secret("hush") }),
    "getProject of [secret]: ",
  ],
])("an error does not name %s", async (_, lookup, start) => {
  const reason = await reasonOf(settledOf(lookup()));
  expect(reason).not.toContain("hush");
  expect(reason.startsWith(start) ? start : reason).toBe(start);
});

test("a warning does not name what finds nothing", async () => {
  await settledOf(getFilesOutput({ project, match: pulumi.secret("hush*") }));
  expect(warn).toHaveBeenCalled();
  expect(JSON.stringify(warn.mock.calls)).not.toContain("hush");
});
