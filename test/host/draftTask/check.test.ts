import { Platform } from "../../support/platform";
import { app, cwl, project, reads } from "../../support/seed";
import { Process } from "../provider";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

const complete = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
};

describe("check", () => {
  test("names every mistake at once, by its path, without a property and without the value", async () => {
    const { reasons } = await provider.check({
      project: "s3cret",
      app: "a/b/c/x",
      inputs: { reads: [{ class: "File" }] },
      batchInput: "reads",
      executionSettings: { maxParallelInstances: "s3cret" },
      rnu: true,
    });
    expect(reasons).toStrictEqual([
      "project must be owner/project (like rfranklin/rnaseq), not a string of another form",
      "app must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4), not a string of another form",
      "inputs.reads[0].path is required: the id of the file",
      "executionSettings.maxParallelInstances must be a whole number of at least 1, not a string",
      "rnu is not known: did you mean run?",
      "batchBy is required: batchInput and batchBy go together",
    ]);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("asks nothing for a pinned app", async () => {
    expect((await provider.checked(complete)).app).toBe(`${app}/0`);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("pins an unpinned app to the newest revision at first sight, with one call for all tasks of the app", async () => {
    const [one, two] = await Promise.all([
      provider.checked({ ...complete, app }),
      provider.checked({ ...complete, app, name: "other" }),
    ]);
    expect([one.app, two.app]).toStrictEqual([`${app}/0`, `${app}/0`]);
    expect(await platform.log()).toStrictEqual([`GET /apps/${app}`]);
  });

  test("keeps the pin while the program's text is the same, at no call", async () => {
    const before = await provider.checked({ ...complete, app });
    await platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
    await platform.log();
    const later = new Process(platform);
    expect((await later.checked({ ...complete, app }, before)).app).toBe(`${app}/0`);
    expect(await platform.log()).toStrictEqual([]);
  });

  test("keeps the pin through a replacement, whose second check is given no olds", async () => {
    const before = await provider.checked({ ...complete, app });
    await platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
    const later = new Process(platform);
    await later.checked({ ...complete, app, triggers: [2] }, before);
    expect((await later.checked({ ...complete, app, triggers: [2] })).app).toBe(`${app}/0`);
  });

  test("pins again when the text changes", async () => {
    const before = await provider.checked({ ...complete, app: `${app}/0` });
    await platform.control("POST", "/seed", { apps: [{ id: app, cwl }] });
    expect((await new Process(platform).checked({ ...complete, app }, before)).app).toBe(`${app}/1`);
  });

  test("an app that does not exist fails at preview", async () => {
    const { reasons } = await provider.check({ ...complete, app: `${project}/nothing` });
    expect(reasons).toStrictEqual([
      expect.stringMatching(
        /^app: GET \/apps\/ada\/lab\/nothing at http:\S+ was refused \(404, code 6002: .*\): check the app's id and revision, and that it is on this platform$/,
      ),
    ]);
  });

  test("the text of an id stays in its place of the path", async () => {
    await provider.check({ ...complete, app: `${project}/a?b#c` });
    expect((await platform.requests()).map(({ path, query }) => [path, query])).toStrictEqual([
      [`/v2/apps/${project}/a%3Fb%23c`, {}],
    ]);
  });

  test("an id to import that is none is said to be none", async () => {
    const { reasons } = await provider.check({ ...complete, app, __import: "x" });
    expect(reasons).toStrictEqual(["the id to import must be the id of a task (a UUID)"]);
  });

  test("a missing name is the resource's, and stays when the resource is renamed", async () => {
    const before = await provider.checked(complete);
    expect(before.name).toBe("align");
    expect((await provider.checked({ ...complete, __defaultName: "renamed" }, before)).name).toBe("align");
    expect((await provider.checked({ ...complete, name: "given" }, before)).name).toBe("given");
  });

  test("unknown values pass anywhere, and a pin waits for an app that is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const inputs = await provider.checked({
      project: unknown,
      app: unknown,
      inputs: unknown,
      batchInput: unknown,
      batchBy: unknown,
      executionSettings: { instanceType: unknown },
    });
    expect(inputs).toMatchObject({
      project: unknown,
      app: unknown,
      inputs: unknown,
      executionSettings: { instanceType: unknown },
    });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("a missing token fails with the three ways to give one", async () => {
    const { reasons } = await new Process(platform, { "sevenbridges:token": "" }).check(complete);
    expect(reasons).toStrictEqual([
      `there is no token for the Seven Bridges API at ${platform.url}: give one in one of three ways: \`pulumi config set --secret sevenbridges:token\`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials`,
    ]);
  });
});
