import { emulated, items, pick } from "./client";
import { files, fileValue } from "./seed";

const emulator = emulated();
const inputs = { reads: [files.r1, files.r2].map(fileValue), genome: fileValue(files.genome) };

describe("fields", () => {
  test.each([
    ["id,name", ["id", "name"]],
    ["name,inputs.message", ["inputs", "name"]],
    ["name,inputs,!inputs.one", ["inputs", "name"]],
    ["nothing", []],
  ])("%s of a task are its keys %j", async (fields, keys) => {
    const { client } = emulator;
    const { body } = await client.get(`/tasks/${await client.task()}?fields=${fields}`);
    expect(Object.keys(Object(body)).sort()).toEqual(keys);
  });

  test("a negated field alone means everything but", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task()}`;
    const { inputs, ...rest } = Object((await client.get(path)).body);
    expect((await client.get(`${path}?fields=!inputs`)).body).toEqual(rest);
    expect((await client.get(`${path}?fields=!inputs.one`)).body).toEqual({
      ...rest,
      inputs: { message: null },
    });
  });

  test("reach into lists", async () => {
    const { client } = emulator;
    const path = `/tasks/${await client.task({ app: "ada/lab/align", inputs }, "?action=run")}`;
    await client.advance(20);
    const reads = [{ path: files.r1 }, { path: files.r2 }];
    expect((await client.get(`${path}?fields=inputs.reads.path,inputs.reads.nothing`)).body).toEqual({
      inputs: { reads },
    });
    expect(
      (await client.get(`${path}/inputs?fields=reads,!reads.metadata.lane,!reads.dirname`)).body,
    ).toEqual({
      reads: reads.map((it, n) => ({
        ...it,
        class: "File",
        name: `s1_${n + 1}.fastq`,
        size: 100,
        metadata: { sample_id: "s1", library_id: "l1" },
        contents: null,
        checksum: null,
        location: null,
      })),
    });
    const details = `${path}/execution_details`;
    expect((await client.get(`${details}?fields=jobs.name,jobs.instance.disk.unit`)).body).toEqual({
      jobs: [{ name: "Align", instance: { disk: { unit: "GB" } } }],
    });
    const whole = await client.get(details);
    const { logs, ...job } = Object(pick(whole.body, "jobs.0"));
    expect(logs).toHaveProperty("stderr");
    expect(await client.field(`${details}?fields=!jobs.logs`, "jobs")).toEqual([job]);
  });

  test("are honoured wherever the answer is an object", async () => {
    const { client } = emulator;
    const keys = async (path: string) => Object.keys(Object((await client.get(path)).body)).sort();
    expect(await keys("/?fields=user_url")).toEqual(["user_url"]);
    expect(await keys("/billing?fields=!invoices_url")).toEqual(["billing_groups_url"]);
    expect(await keys("/apps/ada/lab/align/raw?fields=class,sbg:id")).toEqual(["class", "sbg:id"]);
    expect(await keys("/apps/ada/lab/align/0?fields=raw.class,id")).toEqual(["id", "raw"]);
    const installed = await client.post("/apps/ada/lab/new/raw?fields=sbg:id", {
      class: "CommandLineTool",
      inputs: [],
      outputs: [],
    });
    expect(installed.body).toEqual({ "sbg:id": "ada/lab/new/0" });
    const body = { project: "division/shared", file_ids: [files.r1] };
    const copied = await client.post("/action/files/copy?fields=status,new_file_name", body);
    expect(copied.body).toEqual({ [files.r1]: { status: "OK", new_file_name: "s1_1.fastq" } });
  });

  test("of the rate limit go into its limits", async () => {
    const { client } = emulator;
    const text = async (fields: string): Promise<string> => {
      const answer = await fetch(`${client.url}/rate_limit${fields}`, {
        headers: { "X-SBG-Auth-Token": "a".repeat(32) },
      });
      return answer.text();
    };
    const limit = '"instance_limit":{"limit":25,"remaining":25}';
    expect(await text("?fields=instance_limit")).toBe(`{${limit}}`);
    expect(await text("?fields=instance_limit.remaining")).toBe('{"instance_limit":{"remaining":25}}');
    expect(await text("?fields=_all")).toMatch(new RegExp(`^{"rate":{"limit":1000000,.*},${limit}}$`));
    expect(pick(JSON.parse(await text("?fields=!instance_limit,rate.limit")), "rate")).toEqual({
      limit: 1000000,
    });
  });

  test("of lists of apps have the CWL where it is named, and not among all", async () => {
    const { client } = emulator;
    const list = "/apps?project=ada/lab&q=align&fields=";
    expect(items(await client.get(`${list}_all`), "raw")).toEqual([undefined]);
    expect(items(await client.get(`${list}raw`), "raw.label")).toEqual(["Align"]);
    expect(items(await client.get(`${list}id,raw.class`), "raw")).toEqual([{ class: "CommandLineTool" }]);
  });
});
