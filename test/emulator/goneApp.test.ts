import { emulated, pick } from "./client";
import { echo, files, fileValue, tool } from "./seed";

/** Tasks whose app was in a project that has been deleted. */
const emulator = emulated();
const inputs = { reads: [files.r1, files.r2].map(fileValue), genome: fileValue(files.genome) };

/** Makes what is wanted of the apps of a project, and deletes it. */
const without = async <T>(name: string, make: (apps: string) => Promise<T>): Promise<T> => {
  const { client } = emulator;
  const project = String(pick((await client.post("/projects", { name })).body, "id"));
  await client.post(`/apps/${project}/align/raw`, tool);
  await client.post(`/apps/${project}/echo/raw`, echo);
  const made = await make(project);
  expect((await client.delete(`/projects/${project}`)).status).toBe(204);
  return made;
};
const error = (app: string) => ({
  code: 6002,
  title: "App does not exist",
  description: `The app ${app} does not exist any more.`,
});

test("a completed task keeps the outputs that it has", async () => {
  const { client } = emulator;
  const [path, before] = await without("Outputs", async (apps) => {
    const id = await client.task({ app: `${apps}/align`, inputs }, "?action=run");
    await client.advance(20);
    return [`/tasks/${id}`, await client.field(`/tasks/${id}`, "outputs")] as const;
  });
  expect(Object.keys(Object(before))).toEqual(["bam", "logs", "parts", "stats", "verdict"]);
  expect(await client.field(path, "outputs")).toEqual(before);
});

test("a draft, empty or not, and a clone have one error that says so, and don't run", async () => {
  const { client } = emulator;
  const [full, empty] = await without("Drafts", async (apps) => [
    await client.task({ app: `${apps}/align`, inputs }),
    await client.task({ app: `${apps}/echo` }),
  ]);
  const clone = pick((await client.post(`/tasks/${full}/actions/clone`)).body, "id");
  for (const [id, app] of [
    [full, "ada/drafts/align/0"],
    [clone, "ada/drafts/align/0"],
    [empty, "ada/drafts/echo/0"],
  ]) {
    expect((await client.get(`/tasks/${id}?fields=status,errors,warnings`)).body).toEqual({
      status: "DRAFT",
      errors: [error(`${app}`)],
      warnings: [],
    });
    const run = await client.post(`/tasks/${id}/actions/run`);
    expect([run.status, pick(run.body, "code")]).toEqual([400, 7024]);
  }
  const started = await client.post(`/tasks/${full}/actions/clone?action=run&fields=status`);
  expect([started.status, started.body]).toEqual([201, { status: "DRAFT" }]);
});

test("a draft of a batch can still be renamed", async () => {
  const { client } = emulator;
  const body = { inputs, batch_input: "reads", batch_by: { type: "ITEM" } };
  const id = await without("Batches", (apps) => client.task({ app: `${apps}/align`, ...body }));
  const changed = await client.patch(`/tasks/${id}?fields=name,batch_input`, { name: "renamed" });
  expect([changed.status, changed.body]).toEqual([200, { name: "renamed", batch_input: "reads" }]);
});

test("a project whose apps run elsewhere is not deleted", async () => {
  const { client } = emulator;
  await without("Running", async (apps) => {
    await client.task({ app: `${apps}/echo` }, "?action=run");
    const refused = await client.delete(`/projects/${apps}`);
    expect([refused.status, pick(refused.body, "code")]).toEqual([409, 90007]);
    await client.advance(20);
  });
});
