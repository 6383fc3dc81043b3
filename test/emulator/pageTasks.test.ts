import { emulated, items } from "./client";
import { anyTime, batch, readPage } from "./pageText";
import { files, fileValue } from "./seed";

const emulator = emulated({ taskSeconds: 1000 });
const timeBy = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d by ada$/);

describe("a task", () => {
  test("that is a draft shows its errors and its inputs", async () => {
    const { client } = emulator;
    const id = await client.task({
      app: "ada/lab/align",
      name: "align",
      description: "For the paper.",
      inputs: { reads: [fileValue(files.r1)], limits: { depth: 3, note: "n" }, threads: 4 },
      execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;2000" },
    });
    const page = await readPage(client, `/tasks/${id}`);
    expect(page.title).toBe("DRAFT · align · Seven Bridges emulator");
    expect(page.headings).toEqual(["align", "Errors", "Inputs", "Outputs"]);
    expect(page.main).toMatch("Overview Lab align align DRAFT Errors Missing required input");
    expect(page.facts).toEqual({
      Description: "For the paper.",
      App: "ada/lab/align/0",
      Created: timeBy,
      "Interruptible instances": "no",
      "Execution settings": expect.stringMatching("instance_type c4.2xlarge;ebs-gp2;2000"),
      Id: id,
    });
    expect(page.tables.Inputs).toEqual([
      ["Port", "Value"],
      ["reads", "s1_1.fastq"],
      ["genome", "not set"],
      ["threads", "4"],
      ["fraction", "not set"],
      ["mode", "not set"],
      ["limits", "depth 3 note n"],
      ["paired", "not set"],
      ["scratch", "not set"],
    ]);
    expect(page.tables.Outputs?.map(([, value]) => value).slice(1)).toEqual(Array(5).fill("not set"));
  });

  test("that has ended shows its outputs, how long it took and its price", async () => {
    const { client } = emulator;
    const { reads, genome } = batch.inputs;
    const id = await client.task(
      { app: "ada/lab/align", name: "done", inputs: { reads: [reads[0]], genome } },
      "?action=run",
    );
    await client.advance(1000);
    const page = await readPage(client, `/tasks/${id}`);
    expect(page.main).toMatch("done COMPLETED 1 of 1 step");
    expect(page.facts).toMatchObject({
      Started: timeBy,
      Ended: anyTime,
      Took: "16 min 40 s",
      "Price (made up)": "$0.11",
    });
    expect(page.tables.Outputs).toEqual([
      ["Port", "Value"],
      ["bam", "done.bam.bam with done.bam.bam.bai"],
      ["logs", "done.logs"],
      ["parts", "done.parts_1.out done.parts_2.out"],
      ["stats", "mapped 42 rate 0.5"],
      ["verdict", "pass"],
    ]);
  });

  test("that is a batch shows its children with their groups and states once they are there", async () => {
    const { client } = emulator;
    const id = await client.task({ ...batch, name: "many" }, "?action=run");
    await client.control("POST", `/tasks/${id}`, { children: { s2: "FAILED" }, requeue: false });
    const creating = await readPage(client, `/tasks/${id}`);
    expect(creating.main).toMatch("many CREATING batch App");
    expect(creating.headings).toEqual(["many", "Children", "Inputs"]);
    await client.advance(500);
    const running = await readPage(client, `/tasks/${id}`);
    expect(running.main).toMatch("many RUNNING batch 0 of 2 children");
    expect(running.facts).toMatchObject({ "Batch input": "reads", "Batch by": "metadata.sample_id" });
    const head = ["Group", "Task", "Status", "Progress", "Created"];
    expect(running.tables.Children).toEqual([
      head,
      ["s1", "many - s1", "RUNNING", "0 of 1 step", anyTime],
      ["s2", "many - s2", "RUNNING", "0 of 1 step", anyTime],
    ]);
    await client.advance(1000);
    const ended = await readPage(client, `/tasks/${id}`);
    expect(ended.main).toMatch("many FAILED batch 2 of 2 children");
    expect(ended.main).toMatch("All 2 FAILED 1 COMPLETED 1");
    expect(ended.tables.Children?.map((it) => it[2])).toEqual(["Status", "COMPLETED", "FAILED"]);
    const one = await readPage(client, `/tasks/${id}?status=FAILED`);
    expect(one.tables.Children?.map(([group]) => group)).toEqual(["Group", "s2"]);
  });

  test("that is a child names its parent and its group, and is not there before its time", async () => {
    const { client } = emulator;
    const parent = await client.task({ ...batch, name: "family" }, "?action=run");
    await client.advance(200);
    const child = String(items(await client.get(`/tasks?parent=${parent}`), "id").at(-1));
    const page = await readPage(client, `/tasks/${child}`);
    expect(page.main).toMatch("Overview Lab family family - s1");
    expect(page.facts.Group).toBe("s1 by sample_id");
  });

  test("folds long lists, and cuts what has thousands of entries", async () => {
    const { client } = emulator;
    const reads = (n: number) => Array(n).fill(fileValue(files.r1));
    const some = await client.task({ app: "ada/lab/align", inputs: { reads: reads(6) } });
    const many = await client.task({ app: "ada/lab/align", inputs: { reads: reads(2050) } });
    const long = await client.task({ inputs: { message: "x".repeat(5000) } });
    const row = async (id: string) => (await readPage(client, `/tasks/${id}`)).tables.Inputs?.[1]?.[1];
    expect(await row(some)).toBe(`6 files ${Array(6).fill("s1_1.fastq").join(" ")}`);
    expect(await row(many)).toBe(`2,050 files ${Array(50).fill("s1_1.fastq").join(" ")} and 2,000 more`);
    expect(await row(long)).toBe(`${"x".repeat(1000)}… (5,000 characters)`);
  });
});
