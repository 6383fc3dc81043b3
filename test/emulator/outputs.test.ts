import { emulated, items } from "./client";
import { seed } from "./seed";

const secondary = ["^.bai", "^^.dict", ".md5"];
const made = { id: "made", type: "File", "sbg:fileTypes": "BAM", secondaryFiles: secondary };
const tool = { class: "CommandLineTool", inputs: [], outputs: [made] };
const emulator = emulated({ seed: { ...seed, apps: [{ id: "ada/lab/make", cwl: tool }] } });
const app = "ada/lab/make";

test("each ^ of a secondary file's pattern takes an extension off the name", async () => {
  const { client } = emulator;
  const id = await client.task({ app, name: "carets" }, "?action=run");
  await client.advance(20);
  const found = await client.get(`/files?project=ada/lab&origin.task=${id}`);
  expect(items(found, "name").sort()).toEqual([
    "carets.dict",
    "carets.made.bai",
    "carets.made.bam",
    "carets.made.bam.md5",
  ]);
});

test("tasks of one name that end at the same moment make files of different names", async () => {
  const { client } = emulator;
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.push(await client.task({ app, name: "same" }, "?action=run"));
  await client.advance(20);
  const names = await Promise.all(ids.map((id) => client.field(`/tasks/${id}`, "outputs.made.name")));
  expect(names.sort()).toEqual(["_1_same.made.bam", "_2_same.made.bam", "same.made.bam"]);
});
