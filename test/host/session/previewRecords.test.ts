import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outdatedText } from "../../../provider/host/preflight/pin";
import { type PreviewRecords, recordsInHome } from "../../../provider/host/session/previewRecords";
import { unknownValue } from "../../../provider/shared/unknown";
import { Platform } from "../../support/platform";
import { app, cwl, project, reads } from "../../support/seed";
import { failureOf, Process, type Properties } from "../provider";

/* A preview and its update are two processes; a file of Pulumi's home folder is all that the one knows of the other. */

let platform: Platform;
let home: string;
beforeEach(async () => {
  platform = await Platform.start();
  home = mkdtempSync(join(tmpdir(), "sb-home-"));
});
afterEach(async () => {
  rmSync(home, { recursive: true, force: true });
  await platform.close();
});

const args: Properties = {
  project,
  app,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
};
const pins = (workingDirectory = "/lab"): PreviewRecords =>
  recordsInHome(
    () => folder(),
    () => workingDirectory,
  );
const ownerOf = (name: string): string =>
  `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::${name}`;
const process = (name = "align", config: Readonly<Record<string, string>> = {}, previewRecords = pins()) =>
  new Process(platform, { "sevenbridges:checks": "apps", ...config }, ownerOf(name), undefined, undefined, {
    previewRecords,
  });

const preview = async (more: Properties = {}, by = process()): Promise<unknown> => {
  const { inputs } = await by.check({ ...args, ...more, __preview: true });
  return inputs.app;
};
const publish = (): Promise<unknown> => platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
const appOf = async (by: Process, more: Properties = {}): Promise<unknown> =>
  (await by.create({ ...args, ...more })).outs.app;

const folder = (): string => join(home, "sevenbridges");
const files = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : []);
const text = (): string =>
  files()
    .map((name) => readFileSync(join(folder(), name), "utf8"))
    .join("");
const outdated = `sb: ${outdatedText({ app: `${app}/0`, newest: `${app}/1` })}`;

test("an update creates from the revision that its preview showed, and says that there is a newer one", async () => {
  expect(await preview()).toBe(`${app}/0`);
  await publish();
  const update = process();
  expect(await appOf(update)).toBe(`${app}/0`);
  expect(update.lines).toStrictEqual([outdated]);
  expect(outdated).toBe(
    `sb: the newest revision of app ${app} is now 1. New tasks are created from revision 0, as the preview showed. To use revision 1, write app: "${app}/1" in the program and run pulumi up again`,
  );
  expect(files()).toStrictEqual([]);
});

test("many tasks of one app are one line, and each record goes with its task", async () => {
  const named = ["one", "two", "three"].map((name) => ({ name, __owner: ownerOf(name) }));
  const previewing = process();
  for (const one of named) await preview(one, previewing);
  expect(text().trim().split("\n")).toHaveLength(3);
  await publish();
  const update = process();
  for (const one of named) {
    expect(files()).toHaveLength(1);
    expect(await appOf(update, one)).toBe(`${app}/0`);
  }
  expect(update.lines).toStrictEqual([outdated]);
  expect(files()).toStrictEqual([]);
});

test("where nothing was published, nothing is said", async () => {
  await preview();
  const update = process();
  expect(await appOf(update)).toBe(`${app}/0`);
  expect([update.lines, files()]).toStrictEqual([[], []]);
});

test("a create that fails keeps the record for the next update", async () => {
  await preview();
  await publish();
  await platform.fault({ match: { method: "POST", path: "/tasks$" }, kind: "status", status: 400, times: 1 });
  await failureOf(process().create(args));
  expect(files()).toHaveLength(1);
  expect(await appOf(process())).toBe(`${app}/0`);
  expect(files()).toStrictEqual([]);
});

test("a record is for one text, one resource, one working directory and one day", async () => {
  await preview();
  await publish();
  const elsewhere = process("align", {}, pins("/other"));
  expect((await elsewhere.check(args)).inputs.app).toBe(`${app}/1`);
  expect((await process("other").check(args)).inputs.app).toBe(`${app}/1`);
  const now = Date.now();
  const later = jest.spyOn(Date, "now").mockReturnValue(now + 24 * 60 * 60 * 1000);
  try {
    expect((await process().check(args)).inputs.app).toBe(`${app}/1`);
  } finally {
    later.mockRestore();
  }
  expect((await process().check(args)).inputs.app).toBe(`${app}/0`);
});

test("a preview shows the newest revision, and replaces what an earlier one has recorded", async () => {
  await preview();
  await preview({}, process("gone"));
  await publish();
  expect(await preview()).toBe(`${app}/1`);
  expect(text().trim().split("\n")).toStrictEqual([expect.stringContaining(`"pinned":"${app}/1"`)]);
});

test("an offline preview removes the records, and records nothing", async () => {
  await preview();
  await preview({}, process("align", { "sevenbridges:checks": "offline" }));
  expect(files()).toStrictEqual([]);
  await publish();
  expect((await process().check(args)).inputs.app).toBe(`${app}/1`);
});

test("nothing is recorded of what has a revision, is unknown, secret or wrong, or cannot be asked", async () => {
  await preview({ app: `${app}/0` });
  await preview({ app: unknownValue });
  await preview({ __secretArgs: ["app"] });
  await preview({ project, __secretArgs: ["project"] });
  await preview({ inputs: { threads: "many" } });
  await preview({ app: `${project}/nothing` });
  await platform.fault({ match: { path: "/apps/" }, kind: "status", status: 500, times: "always" });
  await preview();
  expect(files()).toStrictEqual([]);
});

test("a task that the state has keeps the revision of the state", async () => {
  const kept = await process().create(args);
  await preview();
  await publish();
  const by = process();
  expect((await by.check(args, kept.inputs)).inputs.app).toBe(`${app}/0`);
  expect(by.lines).toStrictEqual([]);
});

test("folder and file are the user's own, and files that nobody used are removed after a day", async () => {
  mkdirSync(folder());
  const old = join(folder(), "old.jsonl");
  writeFileSync(old, "");
  utimesSync(old, new Date(0), new Date(0));
  await preview();
  expect(existsSync(old)).toBe(false);
  rmSync(folder(), { recursive: true });
  await preview();
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
  expect(files().map((name) => statSync(join(folder(), name)).mode & 0o777)).toStrictEqual([0o600]);
});

test.each(["a file in its place", "no right to write"])("a home with %s fails nothing", async (which) => {
  if (which === "no right to write") chmodSync(home, 0o500);
  else writeFileSync(folder(), "");
  try {
    expect(await preview()).toBe(`${app}/0`);
    const update = process();
    expect(await appOf(update)).toBe(`${app}/0`);
    expect(update.lines).toStrictEqual([]);
  } finally {
    chmodSync(home, 0o700);
  }
});

test("what is in the file instead of records fails nothing", async () => {
  await preview();
  const [name = ""] = files();
  writeFileSync(join(folder(), name), '{"owner":\n[1]\n');
  await publish();
  expect(await appOf(process())).toBe(`${app}/1`);
});
