import { Platform } from "../../support/platform";
import { failureOf, Process } from "../provider";
import { bySample, calls, draft, ended } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = Process.runs(platform);
});
afterEach(() => platform.close());

const writes = async (names: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await calls(platform, names))
    .filter((line) => !line.startsWith("GET") && line !== "poll" && !line.startsWith("POST /bulk"))
    .map((line) => line.replace(/[0-9a-f-]{36}/, "…"));

const args = { maxAttempts: 2, timeout: "2s" };
const noStart = { match: { method: "POST", path: "/actions/run$" }, kind: "drop" as const };

/** The tasks that were started and have no parent: what is paid for, beside a batch's children. */
const paid = async (): Promise<readonly unknown[]> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=id,status");
  return (items as { status: string }[]).filter(({ status }) => status !== "DRAFT"); // a list's form
};

describe("a create that was killed before its state was stored", () => {
  test.each([
    ["a single task", {}, { outcome: "FAILED" }],
    ["a batch", bySample, { children: { b: "FAILED" } }],
  ])("starts the attempt that it had only marked: %s", async (_, more, control) => {
    const task = await draft(platform, more);
    await platform.control("POST", `/tasks/${task}`, control);
    await ended(platform, async () => failureOf(provider.create({ task, ...args })));
    await platform.fault(noStart);
    await failureOf(Process.runs(platform).create({ task, ...args }));
    await platform.log();
    const next = Process.runs(platform);
    const { outs } = await ended(platform, () => next.create({ task, ...args }));
    expect(await writes({ [task]: "T" })).toStrictEqual(["PATCH /tasks/…", "POST /tasks/…/actions/run"]);
    expect(outs).toMatchObject({
      status: "COMPLETED",
      attempts: [{ number: 1 }, { number: 2, status: "COMPLETED" }],
    });
    expect(await paid()).toHaveLength(2);
  });
});
