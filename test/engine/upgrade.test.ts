import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtures, seedFile } from "../fixtures/state/fixture";
import { Platform } from "../support/platform";
import { type Resource, Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sb-upgrade-"));
});
afterEach(async () => {
  stack.remove();
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Partial failures, and runs that had not succeeded: each `up` sees to them. All others are as they were. */
const open: Readonly<Record<string, readonly string[]>> = {
  drafts: ["troubled"],
  runs: ["abortedRun", "awaitedRun", "failedBatchRun", "failedRun", "unwatchedRun"],
};

/**
 * What went on when the state was written, and has ended since. And runs of several attempts: a refresh reads again, once, what
 * earlier versions may have stored of them in part.
 */
const refreshed: Readonly<Record<string, readonly string[]>> = {
  drafts: ["running", "runningBatch"],
  runs: ["awaited", "awaitedRun", "retriedBatchRun", "retriedRun", "unwatched", "unwatchedRun"],
};

/** Nothing but another program makes these good. */
const bad: Readonly<Record<string, readonly string[]>> = {
  drafts: ["troubled"],
  runs: ["abortedRun", "failedBatchRun", "failedRun"],
};

type Resources = Readonly<Record<string, Resource>>;

/** `adopts` is for the preview of an import: a refresh gives back the program's args. The emulator's page had no tasks then. */
const contents = ({ id, inputs: { adopts: _, ...inputs }, outputs }: Resource): string =>
  JSON.stringify([id, inputs, outputs], (key, value) => (key === "url" ? undefined : value));
const changed = (before: Resources, after: Resources): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => {
      const [was, is] = [before[name], after[name]];
      return was === undefined || is === undefined || contents(was) !== contents(is);
    })
    .sort();

const previewed = async (): Promise<readonly string[]> =>
  (await stack.preview()).filter((line) => !line.endsWith(": same"));

const drafts = async (): Promise<unknown> => (await platform.api("GET", "/tasks?status=DRAFT")).items;

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
  "the state of %s previews without a change, is refreshed to what has happened since, and destroyed",
  async (name, { program, state, platform: tasks }) => {
    const kind = name.split(" ")[1] ?? "";
    const file = join(folder, "platform");
    writeFileSync(file, tasks);
    platform = await Platform.start({ seed: seedFile, state: file });
    await platform.advance(2000);
    stack = await Stack.make(platform);
    await stack.connect("named", platform.url, platform.token);
    writeFileSync(stack.file("index.js"), program);
    writeFileSync(stack.file("state.json"), state(platform.url));
    await stack.must("stack", "import", "--file", "state.json");
    const before = await stack.resources();

    expect(await previewed()).toStrictEqual(open[kind]?.map((it) => `${it}: update`));
    await stack.refresh();
    const after = await stack.resources();
    expect(changed(before, after)).toStrictEqual(refreshed[kind]);
    expect(Object.values(after).map(({ outputs }) => outputs.__schema)).toStrictEqual(
      Object.values(after).map(() => 1),
    );

    await stack.pulumi(["up", "--yes", "--skip-preview", "--continue-on-error"]);
    const up = await stack.resources();
    const failed = Object.entries(up).filter(([, { initErrors = [] }]) => initErrors.length > 0);
    expect(failed.map(([it]) => it).sort()).toStrictEqual(bad[kind]);
    expect(Object.keys(up).sort()).toStrictEqual(Object.keys(before).sort());
    expect(await platform.writes()).toStrictEqual([]);

    await stack.destroy();
    expect(await stack.resources()).toStrictEqual({});
    expect(await drafts()).toStrictEqual([]);
  },
);
