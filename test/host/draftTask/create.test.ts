import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { lineOf, Platform } from "../../support/platform";
import { app, genome, project, reads } from "../../support/seed";
import { described, looks } from "../../support/tags";
import { failureOf, Process } from "../provider";

let platform: Platform;
let provider: Process;
beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

const file = (path: string) => ({ class: "File", path });
const complete = { project, app: `${app}/0`, inputs: { reads: reads.map(file) } };

describe("create", () => {
  test("is one POST of everything that the program declares, in the API's words", async () => {
    const { inputs } = await provider.create({
      ...complete,
      name: "Ada's alignment",
      description: "first try",
      inputs: {
        reads: reads.map((path) => ({ ...file(path), name: "n", size: 3, metadata: { sample_id: "b" } })),
        genome: file(genome),
        options: { seed: 1, tag: "x" },
        threads: 8,
        mode: "Basic",
        note: null,
      },
      batchInput: "reads",
      batchBy: { type: "criteria", criteria: ["metadata.sample_id"] },
      useInterruptibleInstances: true,
      executionSettings: {
        instanceType: "c4.2xlarge;ebs-gp2;2000",
        maxParallelInstances: 2,
        useMemoization: false,
        useElasticDisk: true,
      },
      outputLocation: {
        mainLocation: "/out/",
        nodesOverride: true,
        nodesLocation: { my_Node: { outputLocation: "/bams/" } },
      },
    });
    const requests = await platform.requests();
    expect(requests.map(lineOf).slice(0, -1)).toStrictEqual(looks());
    expect(requests.slice(-1)).toStrictEqual([
      {
        method: "POST",
        path: "/v2/tasks",
        query: {},
        status: 201,
        body: {
          project,
          app: `${app}/0`,
          name: "Ada's alignment",
          description: described(provider.owner, "first try"),
          inputs: {
            reads: reads.map(file),
            genome: file(genome),
            options: { seed: 1, tag: "x" },
            threads: 8,
            mode: "Basic",
            note: null,
          },
          batch: true,
          batch_input: "reads",
          batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
          use_interruptible_instances: true,
          execution_settings: {
            instance_type: "c4.2xlarge;ebs-gp2;2000",
            max_parallel_instances: 2,
            use_memoization: false,
            use_elastic_disk: true,
          },
          output_location: {
            main_location: "/out/",
            nodes_override: true,
            nodes_location: { my_Node: { output_location: "/bams/" } },
          },
        },
      },
    ]);
    expect(inputs.batchBy).toStrictEqual({ type: "CRITERIA", criteria: ["metadata.sample_id"] });
  });

  test("returns every arg and everything that the platform knows, as plain JSON", async () => {
    const { id, inputs, outs } = await provider.create({ ...complete, name: "plain" });
    const { createdTime, startTime, ...rest } = outs;
    expect(createdTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(startTime).toBe(createdTime);
    expect(rest).toStrictEqual({
      __app: `${app}/0`,
      __endpoint: platform.url,
      __id: resourceIdOf(provider.owner),
      __owner: provider.owner,
      __schema: 1,
      project,
      app: `${app}/0`,
      name: "plain",
      inputs: inputs.inputs,
      href: `${platform.url}/tasks/${id}`,
      url: platform.page(id),
      status: "DRAFT",
      appRevision: 0,
      createdBy: "ada",
      errors: [],
      warnings: [],
      outputs: { bam: null, rate: null },
    });
    expect(JSON.parse(JSON.stringify(outs))).toStrictEqual(outs);
  });

  test("has the address of a page that opens", async () => {
    const { id, outs } = await provider.create({ ...complete, name: "looked at" });
    const page = async (address: string) => {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      return [answer.status, /<title>(.*?)<\/title>/.exec(await answer.text())?.[1]];
    };
    expect(await page(String(outs.url))).toStrictEqual([200, expect.stringMatching(/^DRAFT · looked at\b/)]);
    expect(await page(String(outs.url).replace(project, "ada/other"))).toStrictEqual([
      404,
      expect.stringMatching(/^Not found\b/),
    ]);
    expect(String(outs.url)).toContain(id);
  });

  test("with run: true starts the task in the same call", async () => {
    const { outs } = await provider.create({ ...complete, run: true });
    expect(await platform.log()).toStrictEqual([...looks(), "POST /tasks?action=run"]);
    expect(outs).toMatchObject({ status: "QUEUED", executedBy: "ada" });
  });

  test("with run: true on a batch waits until the children exist", async () => {
    await platform.close();
    platform = await Platform.start({ taskSeconds: 0.5 });
    provider = new Process(platform);
    const { outs } = await provider.create({
      ...complete,
      batchInput: "reads",
      batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
      run: true,
    });
    const log = await platform.log();
    expect(log[looks().length]).toBe("POST /tasks?action=run");
    expect(log.at(-1)).toMatch(/^GET \/tasks\?parent=/);
    expect(outs.childIds).toHaveLength(2);
  });

  test("a draft with errors is kept as a partial failure, with the reasons and the provider's text", async () => {
    const failure = await failureOf(provider.create({ ...complete, inputs: { threads: 1 } }));
    const made = (await platform.requests()).at(-1);
    expect(made?.status).toBe(201);
    expect(failure.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(failure.reasons).toStrictEqual([
      `Input reads is required. (task ${failure.id} is a draft with errors: fix the program and run pulumi up again)`,
    ]);
    expect(failure.properties).toMatchObject({
      __provider: "text",
      status: "DRAFT",
      project,
      errors: [{ input: "reads" }],
    });
    expect(failure.stack).toBe("failed; see the error of the resource above");
  });

  test("with run: true and errors is a partial failure, too, and starts nothing", async () => {
    const failure = await failureOf(provider.create({ ...complete, inputs: {}, run: true }));
    expect(failure.properties).toMatchObject({ status: "DRAFT", run: true });
    expect(await platform.log()).toStrictEqual([...looks(), "POST /tasks?action=run"]);
  });

  test("warnings of the API are shown and stored, and do not fail", async () => {
    const { outs } = await provider.create({
      ...complete,
      batchInput: "reads",
      batchBy: { type: "CRITERIA", criteria: ["metadata.none"] },
    });
    expect(outs.warnings).not.toHaveLength(0);
    expect(provider.lines[0]).toMatch(/^sb:align: warning: /);
  });

  test("a refusal is one sentence: what was asked, what came back, what to do", async () => {
    const failure = await failureOf(provider.create({ ...complete, project: "bob/private" }));
    expect(failure.message).toMatch(
      /^GET \/tasks at http:\/\/127\.0\.0\.1:\d+\/v2 was refused \(403, code \d+: .*\): the token's user is not allowed to do this: check the project's members and permissions$/,
    );
  });

  test("nothing unknown is ever sent", async () => {
    const inputs = await provider.checked(complete);
    const unknown = {
      ...inputs,
      inputs: { reads: [{ class: "File", path: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }] },
    };
    const failure = await failureOf(provider.create({ ...complete, inputs: unknown.inputs }));
    expect(failure.message).toBe(
      "an input is still unknown at the time of the update, and nothing unknown is sent: run pulumi up again",
    );
    expect(await platform.log()).toStrictEqual([]);
  });
});
