import { emulated, items, pick } from "./client";
import { bob, files, fileValue, shown } from "./seed";
import { carol, shared } from "./shared";

/** Ada's drafts in her team's project name files of her laboratory, which Carol may not read. */
const emulator = emulated({ seed: shared });
const inputs = { reads: [files.r1, files.r3].map(fileValue), genome: fileValue(files.genome) };
const bySample = { batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } };
const draft = (more: Record<string, unknown> = {}) =>
  emulator.client.task({ project: "ada/team", app: "library/public-apps/align", inputs, ...more });
const missing = (path: string, id: string, input: string) => ({
  code: 5002,
  title: "File does not exist",
  description: `${path}: there is no file ${id}.`,
  input,
});

describe("a draft with files that only its creator may read", () => {
  test("has errors for other users, and none for its owner", async () => {
    const { client } = emulator;
    const path = `/tasks/${await draft(bySample)}?fields=errors,warnings`;
    expect((await client.get(path)).body).toEqual({ errors: [], warnings: [] });
    expect((await client.as(carol).get(path)).body).toEqual({
      errors: [
        missing("reads[0]", files.r1, "reads"),
        missing("reads[1]", files.r3, "reads"),
        missing("genome", files.genome, "genome"),
      ],
      warnings: [],
    });
  });

  test("is not started by anybody else, and so no sample is left out of a batch", async () => {
    const { client } = emulator;
    const path = `/tasks/${await draft(bySample)}`;
    const refused = await client.as(carol).post(`${path}/actions/run`);
    expect([refused.status, pick(refused.body, "code")]).toEqual([400, 7024]);
    await client.post(`${path}/actions/run`);
    await client.advance(3);
    expect(
      items(await client.get(`/tasks?parent=${path.slice(7)}&order=asc&fields=_all`), "batch_group.value"),
    ).toEqual(["s1", "s2"]);
  });

  test("shows nobody else more of them than was sent", async () => {
    const { client } = emulator;
    const sent = { ...fileValue(files.r1), name: "as sent" };
    const id = await draft({ inputs: { reads: [sent], genome: fileValue(files.genome) } });
    expect(await client.field(`/tasks/${id}/inputs`, "genome")).toEqual(shown(files.genome));
    for (const person of [carol, bob])
      for (const [path, key] of [
        [`/tasks/${id}`, "inputs."],
        [`/tasks/${id}/inputs`, ""],
      ]) {
        const { body } = await client.as(person).get(`${path}`);
        expect([pick(body, `${key}reads`), pick(body, `${key}genome`)]).toEqual([
          [sent],
          fileValue(files.genome),
        ]);
      }
  });
});

test("a user who names another's file gets nothing of it into the task's outputs", async () => {
  const { client } = emulator;
  const id = await client.as(carol).task({ project: "ada/team", app: "library/public-apps/align", inputs });
  expect((await client.as(carol).post(`/tasks/${id}/actions/run`)).status).toBe(400);
  expect((await client.post(`/tasks/${id}/actions/run`)).status).toBe(200);
});

test("a project's root folder is a Directory like any other", async () => {
  const { client } = emulator;
  const path = await client.field("/projects/ada/lab", "root_folder");
  const scratch = { class: "Directory", path };
  const id = await client.task({ app: "ada/lab/align", inputs: { ...inputs, scratch } });
  expect((await client.get(`/tasks/${id}?fields=errors,inputs.scratch`)).body).toEqual({
    errors: [],
    inputs: { scratch: { ...scratch, name: "lab" } },
  });
});
