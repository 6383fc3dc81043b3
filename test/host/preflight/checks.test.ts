import { newBestEffort } from "../../../provider/host/session/bestEffort";
import { Platform } from "../../support/platform";
import { quick } from "../../support/quick";
import { app, cwl, genome, otherProject, project, reads } from "../../support/seed";
import { Process, type Properties } from "../provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const complete = { project, app: `${app}/0`, inputs: { reads: reads.map(file) } };
const unpinned = { ...complete, app };
const wrong = { ...complete, inputs: { raeds: reads.map(file), threads: "s3cret" } };
const sentences = [
  "inputs.raeds is not an input of the app: did you mean reads?",
  "inputs.threads must be int?, not a string",
];
const getApp = `GET /apps/${app}/0`;
const getProject = `GET /projects/${project}`;

/** What was asked; in no order, for what is checked is asked for at the same time. */
const asked = async (): Promise<readonly string[]> => [...(await platform.log())].sort();

/** A process whose checks are switched on, and wait for nothing worth the name. */
const checking = (checks?: "full" | "offline", time = 10_000): Process =>
  new Process(platform, { "sevenbridges:checks": checks ?? "" }, undefined, undefined, undefined, {
    bestEffort: newBestEffort(quick, time),
  });

const inPreview = (args: Properties): Properties => ({ ...args, __preview: true });

/** What a preview is given for a program: the mistakes of its args, and all that was said. */
const previewed = async (process: Process, args: Properties, olds: Properties = {}) => {
  const { inputs, reasons } = await process.check(inPreview(args), olds);
  expect(reasons).toStrictEqual([]);
  return inputs;
};

describe("the app's ports", () => {
  test("are asked for once per process, for all tasks and under both names of the newest revision", async () => {
    const process = checking();
    await process.checked(unpinned);
    await process.checked({ ...complete, name: "other" });
    await process.checked({ ...unpinned, name: "third", inputs: { reads: [file(reads[0])] } });
    expect(await asked()).toStrictEqual([`GET /apps/${app}`, getProject]);
  });

  test("are not asked for where neither app nor inputs nor batching differ from the state", async () => {
    const before = await checking().checked(complete);
    await platform.log();
    const process = checking();
    await process.checked(complete, before);
    await process.checked(
      { ...complete, description: "x", executionSettings: { instanceType: "AUTO" } },
      before,
    );
    await process.checked(
      { ...complete, inputs: { reads: reads.map((path) => ({ ...file(path), name: "x.fastq" })) } },
      before,
    );
    expect(await platform.log()).toStrictEqual([]);
    await process.checked({ ...complete, inputs: { reads: [file(reads[0])] } }, before);
    expect(await platform.log()).toStrictEqual([getApp]);
  });

  test("are not asked for while the app is not known", async () => {
    await checking().checked({ ...complete, app: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect(await asked()).toStrictEqual([getProject]);
  });
});

describe("mistakes", () => {
  test("fail an update with all of a task's sentences", async () => {
    expect((await checking().check(wrong)).reasons).toStrictEqual(sentences);
  });

  test("are handed back in a preview, and the task previews as a change at no further call", async () => {
    const process = checking();
    const kept = await process.create(complete);
    await platform.log();
    const inputs = await previewed(process, wrong, kept.inputs);
    expect(inputs.__checkErrors).toStrictEqual(sentences);
    expect(
      Object.keys(inputs)
        .filter((key) => key.startsWith("__"))
        .sort(),
    ).toStrictEqual([
      "__app",
      "__checkErrors",
      "__defaultName",
      "__endpoint",
      "__id",
      "__owner",
      "__provider",
    ]);
    expect(await process.provider.diff?.(kept.id, kept.outs, inputs)).toStrictEqual({ changes: true });
    expect(await platform.log()).toStrictEqual([]);
  });

  test.each([
    [
      "an app that does not exist",
      `${project}/nothing`,
      404,
      "6002: Requested app or app revision does not exist",
      "check the app's id and revision, and that it is on this platform",
    ],
    [
      "a revision that does not exist",
      `${app}/99`,
      404,
      "6002: Requested app or app revision does not exist",
      "check the app's id and revision, and that it is on this platform",
    ],
  ])("%s is one of them, and asked for once", async (_, missing, status, code, remedy) => {
    const process = checking();
    const sentence = `app: GET /apps/${missing} at ${platform.url} was refused (${status}, code ${code}): ${remedy}`;
    for (const name of ["one", "two"])
      expect((await previewed(process, { ...complete, app: missing, name })).__checkErrors).toStrictEqual([
        sentence,
      ]);
    expect((await asked()).filter((line) => !line.startsWith("GET /tasks"))).toStrictEqual([
      `GET /apps/${missing}`,
      getProject,
    ]);
    expect((await checking().check({ ...complete, app: missing })).reasons).toStrictEqual([sentence]);
  });

  test("an app that may not be seen is one of them", async () => {
    await platform.fault({
      match: { path: `/v2/apps/${app}/0` },
      kind: "status",
      status: 403,
      code: 6001,
      times: "always",
    });
    const { __checkErrors } = await previewed(checking(), complete);
    expect(__checkErrors).toStrictEqual([
      expect.stringMatching(
        /^app: GET \/apps\/ada\/lab\/align\/0 at \S+ was refused \(403, code 6001: .*\): the token's user is not allowed/,
      ),
    ]);
  });

  test("a program cannot give what only check adds", async () => {
    const { reasons } = await checking().check({ ...complete, expectedChildren: [], adopts: "x" });
    expect(reasons.map((it) => it.split(";")[0])).toStrictEqual([
      "expectedChildren is not known",
      "adopts is not known",
    ]);
  });
});

test("a warning is said once, with the resource, and lets the task pass", async () => {
  const process = checking();
  const odd = { ...complete, inputs: { reads: [{ ...file(reads[0]), name: "s3cret.bam" }], note: 8 } };
  await process.checked(odd);
  await process.checked(odd);
  expect(process.lines).toStrictEqual([
    "sb:align: warning: inputs.note should be string?, not a number",
    "sb:align: warning: inputs.reads[0] has none of the app's file types: the name ends in none of FASTQ, FQ",
  ]);
});

describe("an existing task", () => {
  const noReads = { project, app: `${app}/0`, inputs: { threads: 8 } };
  const lacking = "inputs.reads is required (File[])";

  test("lacks what the program has taken away, not what it never gave", async () => {
    const before = await checking().checked(complete);
    expect((await checking().check(noReads, before)).reasons).toStrictEqual([lacking]);
    const { inputs: _, ...none } = before;
    expect((await checking().check(noReads, none)).reasons).toStrictEqual([]);
  });

  test("lacks for another app what that one needs", async () => {
    await platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
    const { inputs: _, ...none } = await checking().checked(complete);
    expect((await checking().check({ ...noReads, app: `${app}/1` }, none)).reasons).toStrictEqual([lacking]);
  });

  test("lacks nothing when it is adopted: it has what it was made with", async () => {
    const { id } = await platform.api("POST", "/tasks", {
      project,
      app,
      name: "align",
      inputs: complete.inputs,
    });
    const taken = { project, app: `${app}/0`, __import: id };
    expect((await checking().check(taken)).reasons).toStrictEqual([]);
    expect((await checking().check({ ...taken, inputs: { raeds: 1 } })).reasons).toStrictEqual([
      sentences[0],
    ]);
  });
});

describe("a platform that does not answer", () => {
  const notChecked =
    /^sb: not checked: the newest revisions of apps\b.*\binputs against the ports of their apps\b.*\. GET \/apps\/ada\/lab\/align at http:\S+ /;

  test.each<[string, Parameters<Platform["fault"]>[0], RegExp, number]>([
    [
      "drops connections",
      { kind: "drop", effect: "before" },
      /got no answer \(\w+\), 3 times: check the endpoint/,
      3,
    ],
    ["is in trouble", { kind: "status", status: 503, code: 6000 }, /was refused \(503, code 6000/, 3],
    ["has an error", { kind: "status", status: 500, code: 90004 }, /was refused \(500, code 90004/, 1],
    ["is under maintenance", { kind: "maintenance" }, /was refused \(503, code 0: .*\)/, 0],
    ["answers with something else", { kind: "malformed" }, /answered 200 with something unreadable/, 3],
  ])("%s: a preview goes on, says so once, and asks no more", async (_, fault, reason, times) => {
    await platform.fault({ match: { path: `/v2/apps/${app}` }, times: "always", ...fault });
    const process = new Process(
      platform,
      { "sevenbridges:checks": "apps" },
      undefined,
      undefined,
      undefined,
      {
        bestEffort: newBestEffort({
          ...quick,
          maxElapsed: { trouble: 60_000, limited: 100, maintenance: 0 },
        }),
      },
    );
    const inputs = await previewed(process, unpinned);
    expect(inputs).toMatchObject({ app, inputs: unpinned.inputs });
    expect(inputs.__checkErrors).toBeUndefined();
    await previewed(process, { ...unpinned, name: "other" });
    await previewed(process, { ...complete, name: "third" });
    expect(process.lines).toStrictEqual([expect.stringMatching(notChecked)]);
    expect(process.lines[0]).toMatch(reason);
    if (times > 0) expect(await platform.log()).toStrictEqual(Array(times).fill(`GET /apps/${app}`));
  });

  test("refuses the token: a preview fails, says so once, and asks no more", async () => {
    await platform.fault({ times: "always", kind: "status", status: 401, code: 90001 });
    const process = new Process(platform, { "sevenbridges:checks": "apps" });
    const first = await previewed(process, unpinned);
    expect(first.__checkErrors).toStrictEqual([
      expect.stringMatching(
        /^GET \/apps\/ada\/lab\/align at http:\S+ was refused \(401, code 90001: .*\): check the token/,
      ),
    ]);
    for (const more of [{ ...unpinned, name: "other" }, complete])
      expect((await previewed(process, more)).__checkErrors).toBeUndefined();
    expect(process.lines).toStrictEqual([]);
    expect(await platform.log()).toStrictEqual([`GET /apps/${app}`]);
  });

  test("is waited for a short time only", async () => {
    await platform.fault({ match: { path: `/v2/apps/${app}` }, times: "always", kind: "delay", seconds: 60 });
    const process = checking(undefined, 50);
    await previewed(process, unpinned);
    expect(process.lines).toStrictEqual([expect.stringMatching(notChecked)]);
    expect(process.lines[0]).toMatch(
      / got no answer \(no answer in time\).*: check .* \(given up after 1 s\)$/,
    );
  });

  test("is waited for in an update, which finds the mistakes all the same", async () => {
    await platform.fault({ match: { path: `/v2/apps/${app}/0` }, times: 1, kind: "delay", seconds: 0.3 });
    const process = checking(undefined, 50);
    expect((await process.check(wrong)).reasons).toStrictEqual(sentences);
    expect(process.lines).toStrictEqual([]);
  });

  test("does not keep an update from going on, but for an app that has no revision", async () => {
    await platform.fault({ kind: "status", status: 500, code: 90004, times: "always" });
    const process = checking();
    await process.checked(complete);
    await process.checked({ ...complete, name: "other" });
    expect(process.lines).toStrictEqual([
      expect.stringMatching(
        /^sb: not checked: projects and .*inputs against the ports of their apps\b.*\. GET \/projects\/ada\/lab at \S+ was refused \(500/,
      ),
    ]);
    expect((await process.check(unpinned)).reasons).toStrictEqual([
      expect.stringMatching(/^app: GET \/apps\/ada\/lab\/align at \S+ was refused \(500/),
    ]);
  });

  test("leaves a changed draft to what the state says, at one call for all", async () => {
    const made = await checking().create(complete);
    await platform.fault({ kind: "status", status: 500, code: 90004, times: "always" });
    await platform.log();
    const process = checking();
    const inputs = await previewed(
      process,
      { ...complete, inputs: { reads: [file(reads[0])] } },
      made.inputs,
    );
    expect(await process.provider.diff?.(made.id, made.outs, inputs)).toStrictEqual({ changes: true });
    expect(process.lines).toStrictEqual([
      expect.stringMatching(/^sb: not checked: .* was refused \(500/),
      expect.stringMatching(
        /^sb:align: could not read the task's status \(GET \/apps\/.* was refused \(500.*\); using the stored one, DRAFT$/,
      ),
    ]);
    expect(await platform.log()).toStrictEqual([getApp]);
  });

  test("does not read a task that is adopted", async () => {
    const { id } = await platform.api("POST", "/tasks", {
      project,
      app,
      name: "align",
      inputs: complete.inputs,
    });
    await platform.fault({ kind: "status", status: 500, code: 90004, times: "always" });
    const process = checking();
    expect((await previewed(process, { ...unpinned, __import: id })).adopts).toBe(id);
    expect(process.lines).toStrictEqual([
      expect.stringMatching(/^sb: not checked: /),
      expect.stringMatching(
        new RegExp(`^sb:align: task ${id}, which import names, could not be read: GET /tasks/`),
      ),
    ]);
  });
});

describe("sevenbridges:checks: offline", () => {
  const said = expect.stringMatching(
    /^sb: not checked: the newest revisions of apps\b.*\binputs against the ports of their apps\b.*\. sevenbridges:checks is offline$/,
  );

  test("asks nothing in a preview, leaves an unpinned app as it is written, and says once what was not checked", async () => {
    const made = await checking().create(complete);
    const { id } = made;
    await platform.log();
    const process = checking("offline");
    expect((await previewed(process, unpinned)).app).toBe(app);
    await previewed(process, wrong);
    const changed = await previewed(process, { ...complete, inputs: { genome: file(genome) } }, made.inputs);
    await process.provider.diff?.(id, made.outs, changed);
    await previewed(process, { ...complete, __import: id });
    expect(await platform.log()).toStrictEqual([]);
    expect(process.lines).toStrictEqual([
      said,
      "sb:align: could not read the task's status (sevenbridges:checks is offline); using the stored one, DRAFT",
      `sb:align: task ${id}, which import names, could not be read: sevenbridges:checks is offline`,
    ]);
  });

  test("says nothing in a preview without a change", async () => {
    const before = await checking().checked(complete);
    const process = checking("offline");
    await previewed(process, complete, before);
    expect(process.lines).toStrictEqual([]);
  });

  test("pins in an update, and leaves the rest to the API", async () => {
    const process = checking("offline");
    expect((await process.checked({ ...wrong, app })).app).toBe(`${app}/0`);
    expect([await platform.log(), process.lines]).toStrictEqual([[`GET /apps/${app}`], []]);
  });
});

test.each(["full", undefined] as const)("sevenbridges:checks: %s asks for the app", async (checks) => {
  await checking(checks).checked({ ...complete, project: otherProject });
  expect(await platform.log()).toContain(getApp);
});
