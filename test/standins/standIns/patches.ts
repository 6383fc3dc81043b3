import { isRecord } from "../../../provider/shared/codec";
import { type Act, type Life, whole } from "../lifecycle";
import type { Row } from "../row";
import { jsonOf, refusal, type StandIn } from "../standIn";

/** A PATCH that merges `execution_settings`; of what is sent as null, `keeps` decides. */
const merging = (name: string, keepsNull: boolean): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const { method, path, body } = asked;
    if (method !== "PATCH" || !isRecord(body) || !("execution_settings" in body)) return forward(asked);
    const { execution_settings: settings = {} } = jsonOf(
      await forward({ ...asked, method: "GET", path, query: new URLSearchParams(), body: undefined }),
    );
    const sent = isRecord(body.execution_settings) ? body.execution_settings : {};
    const set = Object.entries(sent).filter(([, value]) => !(keepsNull && value === null));
    const before = isRecord(settings) ? settings : {};
    return forward({
      ...asked,
      body: { ...body, execution_settings: { ...before, ...Object.fromEntries(set) } },
    });
  },
});

const withSettings = (settings: string): readonly string[] => [
  `const set = new sb.DraftTask(of("set"), { ...args(6), executionSettings: ${settings} });`,
];

const settingsOf = async ({ name: life, platform }: Life): Promise<string> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=_all&status=DRAFT");
  const task = (Array.isArray(items) ? items : []).find(({ name }) => name === `${life}-set`);
  const set = Object.entries(task?.execution_settings ?? {}).filter(([, value]) => value !== null);
  return JSON.stringify(Object.fromEntries(set.sort()));
};

/** An instance type that the program no longer wants. */
const dropInstanceType: Act = async ({ lives, write, begin, run, changes }) => {
  const more = { threads: 5, late: true };
  write({ ...more, lines: withSettings('{ instanceType: "c4.8xlarge", maxParallelInstances: 2 }') });
  await run("up with settings", begin("up"));
  write({ ...more, lines: withSettings("{ maxParallelInstances: 3 }") });
  await run("up without an instance type", begin("up"));
  const settings = await Promise.all(lives.map(settingsOf));
  await run("second refresh", begin("refresh"));
  const changesOf = await changes();
  return lives.map((life, index) => [String(settings[index]), ...changesOf(life)]);
};

/** Whether they can be renamed is open: API digest, 12. */
const keepingNames = (status: number, code: number): StandIn => ({
  name: `RUNNING and COMPLETED tasks cannot be renamed (${status}, code ${code})`,
  behavior: () => async (asked, forward) => {
    const { method, path, body } = asked;
    if (method !== "PATCH" || !isRecord(body) || !("name" in body)) return forward(asked);
    const task = jsonOf(
      await forward({ ...asked, method: "GET", path, query: new URLSearchParams(), body: undefined }),
    );
    return task.status === "DRAFT"
      ? forward(asked)
      : refusal(status, code, "This action is only available for DRAFT tasks.");
  },
});

/** Renames a task that runs and one that has ended; then nothing is left to change. */
const rename: Act = async ({ lives, write, begin, run, changes, state }) => {
  for (const { platform } of lives) await platform.advance(300);
  await run("refresh before the rename", begin("refresh"));
  write({ threads: 5, late: true, names: " renamed" });
  await run("up that renames", begin("up"));
  await run("refresh after the rename", begin("refresh"));
  const [changesOf, of] = [await changes(), await state()];
  return lives.map((life) => [
    ...changesOf(life),
    ...["single", "late"].map((name) => String(of(life)[name]?.outputs.name).replace(`${life.name}-`, "")),
  ]);
};

/** What a preview always wants: to collect the run that goes on. */
const unchanged = ["later: update"];

const withSet: Row["demanded"] = { tasks: [...whole.tasks, "set DRAFT"].sort() };

export const settingsRows: readonly Row[] = [
  {
    standIn: merging("PATCH merges `execution_settings`", false),
    meets: "a removed instance type is removed",
    act: dropInstanceType,
    demanded: { acted: ['{"max_parallel_instances":3,"use_memoization":false}', ...unchanged], ...withSet },
  },
  {
    standIn: merging("PATCH merges `execution_settings`, and null says nothing", true),
    meets: "what stays is reported",
    act: dropInstanceType,
    demanded: {
      acted: [
        '{"instance_type":"c4.8xlarge","max_parallel_instances":3,"use_memoization":false}',
        ...unchanged,
      ],
      ...withSet,
    },
    warns: [/executionSettings\.instanceType c4\.8xlarge, which the program no longer sets/],
  },
];

export const renameRows: readonly Row[] = [
  [400, 7026],
  [403, 7026],
  [403, 90002],
].map(
  ([status = 0, code = 0]): Row => ({
    standIn: keepingNames(status, code),
    meets: "a warning; the state has the program's name, and nothing is left to change",
    act: rename,
    demanded: { acted: [...unchanged, "single renamed", "late renamed"] },
    warns: [/keeps its name on the platform: .* The new name is in the state only/],
  }),
);
