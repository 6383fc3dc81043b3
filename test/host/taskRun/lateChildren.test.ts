import { Platform } from "../../support/platform";
import { between, type Scripted } from "../../support/scripted";
import { app, project, reads } from "../../support/seed";
import { until } from "../../support/until";
import { Process, type Properties } from "../provider";

let platform: Platform;
let server: Scripted | undefined;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(async () => {
  await server?.close();
  await platform.close();
});

const samples = ["a", "a", "b"] as const;
const batch: Properties = {
  project,
  app: `${app}/0`,
  inputs: {
    reads: reads.map((path, index) => ({
      class: "File",
      path,
      name: `${path}.fastq`,
      metadata: { sample_id: samples[index] },
    })),
  },
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
  run: true,
};

test("run: true waits until as many children are listed as are expected", async () => {
  let looks = 0;
  server = await between(platform.url, (url, answer) => {
    if (!url.searchParams.has("parent")) return answer;
    const items = (answer.body as { items: Properties[] }).items.slice(0, looks); // a list's form
    looks += 1;
    return { ...answer, body: { items }, total: items.length };
  });
  const config = { "sevenbridges:endpoint": `${server.url}/v2` };
  const provider = new Process(platform, config, undefined, undefined, undefined, { pollInterval: 100 });
  const creating = provider.create(batch);
  await until(async () => (await platform.tasks()).length > 0);
  await platform.advance(400);
  const { outs } = await creating;
  expect(outs.expectedChildren).toMatchObject({ count: 2 });
  expect(outs.childIds).toHaveLength(2);
  expect(looks).toBeGreaterThanOrEqual(3);
});
