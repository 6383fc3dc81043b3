import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { failureOf, type Kept, Process, type Properties } from "../provider";
import { bySample } from "../runs";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const batch = { batchInput: "reads", batchBy: bySample.batch_by };
const args = (...paths: readonly string[]): Properties => ({
  project,
  app: `${app}/0`,
  inputs: { reads: paths.map(file) },
  ...batch,
});

/** A batch over the reads that has run to its end, `b` badly. */
const ran = async (): Promise<Kept> => {
  const kept = await provider.create(args(...reads));
  await platform.control("POST", `/tasks/${kept.id}`, { children: { b: "FAILED" } });
  await platform.api("POST", `/tasks/${kept.id}/actions/run`);
  await platform.advance(3000);
  return kept;
};

const madeBy = async (task: string): Promise<readonly { id: string; name: string }[]> => {
  const { items } = await platform.api("GET", `/files?project=${project}&origin.task=${task}&fields=id,name`);
  return items as { id: string; name: string }[]; // a list's form
};

const childOf = async (parent: string, index: number): Promise<string> => {
  const { items } = await platform.api("GET", `/tasks?parent=${parent}&order=asc`);
  return (items as { id: string }[])[index]?.id ?? ""; // a list's form
};

/** A clone that an attempt of a run would have made, run to its end: its id. */
const again = async (of: string, more: Properties = {}): Promise<string> => {
  const { id } = await platform.api("POST", `/tasks/${of}/actions/clone`);
  await platform.api("PATCH", `/tasks/${id}`, { description: `[pulumi o attempt 2 of ${of}]`, ...more });
  await platform.api("POST", `/tasks/${id}/actions/run`);
  await platform.advance(3000);
  return String(id);
};

const refused = async (kept: Kept, found: { id: string; name: string } | undefined): Promise<void> => {
  const { message } = await failureOf(provider.diff(kept, args(...reads, found?.id ?? "")));
  expect(message).toBe(
    `inputs.reads grew by 1 file that task ${kept.id} or its children have made (${found?.name}): the lookup finds its own results, and the task would be replaced because of them. Narrow the lookup with \`match\` or \`origin: "uploaded"\``,
  );
};

describe("a started task whose list has grown", () => {
  test("by a result of its child is refused, and the file is named", async () => {
    const kept = await ran();
    const [bam] = await madeBy(await childOf(kept.id, 0));
    await refused(kept, bam);
  });

  test("by a result of a further attempt of its child is refused", async () => {
    const kept = await ran();
    const [bam] = await madeBy(await again(await childOf(kept.id, 1)));
    await refused(kept, bam);
  });

  test("by a result of a child of the whole batch run again is refused", async () => {
    const kept = await ran();
    const clone = await again(kept.id);
    const [bam] = await madeBy(await childOf(clone, 0));
    await refused(kept, bam);
  });

  test("by files of others is replaced", async () => {
    const kept = await ran();
    const { id } = await platform.api("POST", "/tasks?action=run", {
      project,
      app: `${app}/0`,
      name: "another",
      inputs: { reads: [file(reads[0])] },
    });
    await platform.advance(3000);
    const [bam] = await madeBy(String(id));
    expect(await provider.diff(kept, args(...reads, bam?.id ?? ""))).toStrictEqual({
      changes: true,
      replaces: ["inputs"],
    });
  });

  test("is replaced where it is unknown what made the files, and a line says so", async () => {
    const kept = await ran();
    const [bam] = await madeBy(await childOf(kept.id, 0));
    await platform.fault({ match: { path: "/bulk/" }, kind: "status", status: 403 });
    expect(await provider.diff(kept, args(...reads, bam?.id ?? ""))).toMatchObject({ replaces: ["inputs"] });
    expect(provider.lines.at(-2)).toMatch(/could not check whether the lookup finds the task's own results$/);
  });
});
