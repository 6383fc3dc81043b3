import { emulated, pick } from "./client";
import { seed } from "./seed";

const projects = [
  ...(seed.projects ?? []),
  { id: "ada/memo", name: "Memo", settings: { use_memoization: true, use_interruptible_instances: true } },
];
const apps = [
  { id: "ada/lab/echo", cwl: { class: "CommandLineTool", inputs: [], outputs: [] } },
  { id: "ada/memo/echo", cwl: { class: "CommandLineTool", inputs: [], outputs: [] } },
];
const emulator = emulated({ seed: { ...seed, projects, apps } });
const memo = { project: "ada/memo", app: "ada/memo/echo" };
const settingsOf = (id: string) => emulator.client.field(`/tasks/${id}`, "execution_settings");

test.each([
  ["its project's setting", {}, { use_memoization: false }],
  ["its project's setting where that is on", memo, { use_memoization: true }],
  [
    "its project's setting beside what was sent",
    { ...memo, execution_settings: { max_parallel_instances: 2 } },
    { max_parallel_instances: 2, use_memoization: true },
  ],
  ["what was sent", { ...memo, execution_settings: { use_memoization: false } }, { use_memoization: false }],
  [
    "its project's setting for null",
    { ...memo, execution_settings: { use_memoization: null } },
    { use_memoization: true },
  ],
])("a task shows for memoization %s", async (_, body, expected) => {
  expect(await settingsOf(await emulator.client.task(body))).toEqual(expected);
});

test("new settings set it again, a clone copies it, and cleared settings are the project's again", async () => {
  const { client } = emulator;
  const id = await client.task({ ...memo, execution_settings: { use_memoization: false } });
  const shown = async (change: Record<string, unknown>) =>
    pick((await client.patch(`/tasks/${id}`, change)).body, "execution_settings");
  expect(await shown({ name: "n" })).toEqual({ use_memoization: false });
  const copy = await client.post(`/tasks/${id}/actions/clone`);
  expect(pick(copy.body, "execution_settings")).toEqual({ use_memoization: false });
  const settings = { instance_type: "AUTO" };
  expect(await shown({ execution_settings: settings })).toEqual({ ...settings, use_memoization: true });
  expect(await shown({ execution_settings: null })).toEqual({ use_memoization: true });
});

test("a task on spot shows it, and costs a third", async () => {
  const { client } = emulator;
  const id = await client.task(memo, "?action=run");
  await client.advance(20);
  const { body } = await client.get(
    `/tasks/${id}?fields=use_interruptible_instances,price.breakdown.computation`,
  );
  expect(body).toEqual({
    use_interruptible_instances: true,
    price: { breakdown: { computation: "0.03" } },
  });
});
