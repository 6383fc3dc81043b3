import * as pulumi from "@pulumi/pulumi";
import { getApp, getFile, getFileOutput, getFiles, getProject, getTask } from "../../provider";
import { noteChange } from "../../provider/program/changes";
import { Platform } from "../support/platform";
import { app, project, seed } from "../support/seed";
import { inAProgram, reasonOf, runOn } from "./program";

/* What lookups cost, in calls: all that a program asks at one time goes into as few as the API allows. */

const names = Array.from(
  { length: 1_000 },
  (_, n) => `E${18_000 + n}_S${n % 96}_L001_R${(n % 2) + 1}_001.fastq.gz`,
);
const folders = ["raw", "raw/run1", "raw/run2", "panels"];
const paths = names.map((name, n) => `${folders[Math.floor(n / 250)]}/${name}`);

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({
    seed: {
      ...seed,
      files: [...names.map((name) => ({ project, name })), ...paths.map((name) => ({ project, name }))],
    },
  });
});
afterAll(() => platform.close());
beforeEach(async () => {
  runOn(platform);
  await platform.log();
});

const known = <A>(output: pulumi.Output<A>): Promise<pulumi.Unwrap<A>> =>
  new Promise((done) => void pulumi.output(output).apply((value) => done(value)));

const foundBy = async (some: readonly string[]): Promise<readonly string[]> =>
  Promise.all(some.map(async (path) => (await known(getFileOutput({ project, path }))).name));

describe("1,000 getFileOutput of one project", () => {
  test("in its root: 10 calls", async () => {
    expect(await foundBy(names)).toStrictEqual(names);
    expect(await platform.log()).toHaveLength(10);
  });

  test("in four folders, of which two lie in a third: 13 calls", async () => {
    expect(await foundBy(paths)).toStrictEqual(names);
    expect(await platform.log()).toHaveLength(13);
  });

  test("args that become known in several turns of the event loop are asked together all the same", async () => {
    const later = names.map((name, n) =>
      pulumi.output(
        new Promise<string>((done) => (n % 2 === 0 ? done(name) : setImmediate(() => done(name)))),
      ),
    );
    await Promise.all(later.map((path) => known(getFileOutput({ project, path }))));
    expect(await platform.log()).toHaveLength(10);
  });

  test("one wrong name: one lookup fails and names it, all others are found", async () => {
    const asked = [...names.slice(0, 600), "E18001_S2_L001_R2_001.fastq.gz", ...names.slice(600)];
    const ended = await Promise.allSettled(asked.map((path) => getFile({ project, path })));
    const failed = ended.flatMap((one) => (one.status === "rejected" ? [String(one.reason.message)] : []));
    expect(failed).toStrictEqual([
      `getFile of ${project}: cannot find E18001_S2_L001_R2_001.fastq.gz (did you mean E18001_S1_L001_R2_001.fastq.gz?)`,
    ]);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1_000);
  });
});

test("25 rows of two files in four folders, one after the other: a call for each folder and each file, and none twice", async () => {
  const rows = paths.filter((_, n) => n % 20 === 0);
  expect(rows).toHaveLength(50);
  for (const path of rows) await getFile({ project, path });
  const log = await platform.log();
  expect(log).toHaveLength(50 + 4);
  for (const path of rows) await getFile({ project, path });
  expect(await platform.log()).toStrictEqual([]);
});

test("25 rows, each of which awaits its first file before it asks for the second: two moments", async () => {
  const rows = Array.from({ length: 25 }, (_, n) => [paths[2 * n] ?? "", paths[2 * n + 1] ?? ""] as const);
  await Promise.all(
    rows.map(async ([one, two]) => {
      await getFile({ project, path: one });
      await getFile({ project, path: two });
    }),
  );
  expect(await platform.log()).toHaveLength(3);
});

test("getFiles by names and by paths and getFile share folders, names and lists", async () => {
  const [one = "", two = "", three = ""] = names;
  await Promise.all([
    getFiles({ project, folder: "raw", names: [one, two] }),
    getFiles({ project, paths: [`raw/${two}`, `raw/${three}`] }),
    getFile({ project, path: `raw/${one}` }),
    getFiles({ project, folder: "raw/run1", match: "*R1*" }),
    getFiles({ project, folder: "raw/run1", match: "*R2*" }),
  ]);
  const log = (await platform.log()).map((line) => line.replace(/&fields=.*?&/, "&"));
  expect(log.map((line) => [...line.matchAll(/name=/g)].length)).toStrictEqual([1, 4, 0, 0, 0]);
});

test("a name that the platform refuses costs nobody else the answer", async () => {
  await platform.fault({ kind: "status", status: 400, code: 5000, message: "Invalid name" });
  const [one = "", two = ""] = names;
  const found = await Promise.all([getFile({ project, path: one }), getFile({ project, path: two })]);
  expect(found.map(({ name }) => name)).toStrictEqual([one, two]);
});

test("programs of one process share nothing: each has its own settings", async () => {
  const [path = ""] = names;
  const first = getFile({ project, path });
  inAProgram({ "sevenbridges:endpoint": platform.url, "sevenbridges:token": "f".repeat(32) });
  expect(await reasonOf(getFile({ project, path }))).toMatch(/401/);
  expect((await first).name).toBe(path);
});

describe("what is asked a second time in a run", () => {
  const asks = async (): Promise<readonly string[]> => {
    await getFiles({ project, folder: "panels", match: "*R1*" });
    await reasonOf(getFile({ project, path: "new.bam" }));
    await getFile({ project, path: names[0] ?? "" });
    return (await platform.log()).filter((line) => !line.includes("limit=100&offset"));
  };

  test("is answered from before: files, folders, lists, and what is not there", async () => {
    await asks();
    expect(await asks()).toStrictEqual([]);
  });

  test("is asked again once a run of the program has ended, but for what was there", async () => {
    await asks();
    noteChange();
    await platform.api("POST", "/files", { project, name: "new.bam", type: "folder" });
    expect(await reasonOf(getFile({ project, path: "new.bam" }))).toMatch(/is a folder/);
    await platform.log();
    await getFile({ project, path: names[0] ?? "" });
    expect(await platform.log()).toStrictEqual([]);
    expect((await asks()).length).toBeGreaterThan(0);
  });
});

test("apps, projects and tasks are each asked once, and tasks by the hundred", async () => {
  const ids = await Promise.all(
    Array.from({ length: 120 }, async (_, n) =>
      String((await platform.api("POST", "/tasks", { project, app, name: `t${n}`, inputs: {} })).id),
    ),
  );
  await platform.log();
  const [tasks] = await Promise.all([
    Promise.all([...ids, ...ids].map((id) => getTask({ id }))),
    getApp({ id: app }),
    getApp({ id: app }),
    getProject({ id: project }),
    getProject({ id: project }),
  ]);
  expect(tasks.map(({ name }) => name)).toStrictEqual([0, 1].flatMap(() => ids.map((_, n) => `t${n}`)));
  expect((await platform.log()).map((line) => line.split("?")[0]).toSorted()).toStrictEqual([
    `GET /apps/${app}`,
    `GET /projects/${project}`,
    "POST /bulk/tasks/get",
    "POST /bulk/tasks/get",
  ]);
});

test("a task among many that is not there fails for itself", async () => {
  const made = await platform.api("POST", "/tasks", { project, app, name: "one", inputs: {} });
  const id = "eb44dce5-2c12-5be3-97b9-92039de6182b";
  const [found, reason] = await Promise.all([getTask({ id: String(made.id) }), reasonOf(getTask({ id }))]);
  expect([found.name, reason]).toStrictEqual([
    "one",
    `getTask of ${id}: there is no task ${id} at ${platform.url}: check the id and the platform`,
  ]);
});
