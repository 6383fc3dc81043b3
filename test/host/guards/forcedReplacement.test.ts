import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { type Kept, Process } from "../provider";

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

const args = { project, app: `${app}/0`, inputs: { reads: reads.map((path) => ({ class: "File", path })) } };
const edited = { ...args, inputs: { ...args.inputs, threads: 2 } };

/** A draft that the state holds, as its tag says. */
const heldDraft = async (): Promise<Kept> =>
  Process.drafts(platform).update(await Process.drafts(platform).create(args), edited);

const isNamed = ({ lines }: Process, { id }: Kept): boolean => lines.some((line) => line.includes(id));

/** As the engine does it with `--replace`: no `diff`, and a second `check` without the state. */
const replaced = async (process: Process, kept: Kept): Promise<Kept> => {
  await process.checked(edited, kept.inputs);
  return process.create(edited);
};

test("a forced replacement does not name the draft that it replaces as one of another state", async () => {
  const kept = await heldDraft();
  const process = Process.drafts(platform);
  const now = await replaced(process, kept);
  expect(now.id).not.toBe(kept.id);
  expect(isNamed(process, kept)).toBe(false);
});

test("where the state is lost, the draft is named, and another one is created", async () => {
  const kept = await heldDraft();
  const process = Process.drafts(platform);
  const now = await process.create(edited);
  expect(now.id).not.toBe(kept.id);
  expect(isNamed(process, kept)).toBe(true);
});

test("a replacement of what an older state holds names the draft that a lost newer state held", async () => {
  const old = await Process.drafts(platform).create(args);
  await platform.api("POST", `/tasks/${old.id}/actions/run`);
  await platform.advance(2000);
  const other = Process.drafts(platform);
  await other.diff(old, edited);
  // The state that held this one was replaced by a backup.
  const made = await other.create(edited);
  const newer = await Process.drafts(platform).update(made, { ...edited, name: "newer" });
  const process = Process.drafts(platform);
  expect(await process.diff(old, edited)).toMatchObject({ replaces: ["inputs"] });
  const now = await process.create(edited);
  expect([now.id === newer.id, isNamed(process, newer)]).toStrictEqual([false, true]);
});
