import { Platform } from "../../support/platform";
import { app, cwl, project, reads } from "../../support/seed";
import { Process, type Properties } from "../provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
  const team = (id: string, permissions: Properties) => ({
    id,
    name: id,
    members: [{ username: "ada", permissions }],
  });
  await platform.control("POST", "/seed", {
    projects: [
      team("bob/read", {}),
      team("bob/write", { write: true }),
      team("bob/all", { write: true, execute: true }),
    ],
  });
});
afterEach(() => platform.close());

const checking = (checks = "apps"): Process => new Process(platform, { "sevenbridges:checks": checks });
const complete: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  batch: false,
};
const reasons = async (more: Properties): Promise<readonly string[]> =>
  (await checking().check({ ...complete, ...more })).reasons.filter((one) => one.startsWith("project"));

describe("the project of a new task", () => {
  test.each<[string, Properties, readonly string[]]>([
    ["one's own", {}, []],
    ["one in which one may do everything", { project: "bob/all", run: true }, []],
    ["one in which one may write, for a draft", { project: "bob/write" }, []],
    [
      "one in which one may write, for a task that runs",
      { project: "bob/write", run: true },
      [
        "project: the token's user may not run tasks in bob/write, and run is true: ask its owner or an admin of it for the execute permission, or name another project, or take run out",
      ],
    ],
    [
      "one in which one may only read",
      { project: "bob/read" },
      [
        "project: the token's user may not write in bob/read, and so makes no tasks there: ask its owner or an admin of it for the write permission, or name another project",
      ],
    ],
    [
      "one that one may not see",
      { project: "bob/private" },
      [
        "project: the token's user has no access to bob/private: ask its owner for it, or name another project",
      ],
    ],
  ])("%s", async (_, more, expected) => expect(await reasons(more)).toStrictEqual(expected));

  test("one that is not there", async () =>
    expect(await reasons({ project: "ada/nothing" })).toStrictEqual([
      `project: there is no project ada/nothing at ${platform.url}: check its id, and the platform`,
    ]));

  test("is asked for once per process", async () => {
    const process = checking();
    await process.checked(complete);
    await process.checked({ ...complete, name: "second" });
    expect((await platform.log()).filter((line) => line.includes("/projects/"))).toStrictEqual([
      `GET /projects/${project}`,
    ]);
  });

  test("is not asked for by an unchanged task, nor by one that changes elsewhere", async () => {
    const kept = await checking().create(complete);
    await platform.log();
    await checking().diff(kept, complete);
    await checking().checked({ ...complete, description: "x" }, kept.inputs);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("is asked for by one that moves", async () => {
    const kept = await checking().create(complete);
    await platform.log();
    const { reasons: found } = await checking().check({ ...complete, project: "bob/read" }, kept.inputs);
    expect(found).toStrictEqual([expect.stringContaining("may not write in bob/read")]);
  });

  test("is judged by nothing where the platform does not show the permissions", async () => {
    await platform.fault({
      match: { path: "/projects/" },
      kind: "alter",
      set: { permissions: null },
    });
    expect(await reasons({ project: "bob/read" })).toStrictEqual([]);
  });

  test("is not asked for offline", async () => {
    await checking("offline").checked({ ...complete, project: "ada/nothing" });
    expect(await platform.log()).toStrictEqual([]);
  });
});

test("an app of which somebody else's project is the home is fine", async () => {
  await platform.control("POST", "/seed", { apps: [{ id: "bob/read/align", cwl }] });
  expect(await reasons({ app: "bob/read/align/0" })).toStrictEqual([]);
});
