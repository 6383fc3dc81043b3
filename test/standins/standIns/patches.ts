import { isRecord } from "../../../provider/model/codec";
import type { Begun } from "../../support/stack";
import { type Life, whole, writeProgram } from "../lifecycle";
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

const command = ({ stack }: Life, name: string): Begun =>
  stack.begin([name, "--yes", "--skip-preview", "--color", "never"]);

const withSettings = (settings: string): readonly string[] => [
  `const set = new sb.DraftTask("set", { ...args(6), executionSettings: ${settings} });`,
];

const settingsOf = async ({ platform }: Life): Promise<string> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=_all&status=DRAFT");
  const task = (Array.isArray(items) ? items : []).find(({ name }) => name === "set");
  const set = Object.entries(task?.execution_settings ?? {}).filter(([, value]) => value !== null);
  return JSON.stringify(Object.fromEntries(set.sort()));
};

/** An instance type that the program no longer wants. */
const dropInstanceType = async (life: Life): Promise<readonly string[]> => {
  const { stack, run } = life;
  const more = { threads: 5, late: true };
  writeProgram(stack, {
    ...more,
    lines: withSettings('{ instanceType: "c4.8xlarge", maxParallelInstances: 2 }'),
  });
  await run("up with settings", stack.beginUp());
  writeProgram(stack, { ...more, lines: withSettings("{ maxParallelInstances: 3 }") });
  await run("up without an instance type", stack.beginUp());
  const settings = await settingsOf(life);
  await run("second refresh", command(life, "refresh"));
  return [settings, ...(await stack.preview()).filter((line) => !line.endsWith(": same"))];
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
const rename = async (life: Life): Promise<readonly string[]> => {
  const { platform, stack, run } = life;
  const more = { threads: 5, late: true };
  await platform.advance(300);
  await run("refresh before the rename", command(life, "refresh"));
  writeProgram(stack, { ...more, names: " renamed" });
  await run("up that renames", stack.beginUp());
  await run("refresh after the rename", command(life, "refresh"));
  return [
    ...(await stack.preview()).filter((line) => !line.endsWith(": same")),
    String((await stack.resource("single")).outputs.name),
    String((await stack.resource("late")).outputs.name),
  ];
};

/** What a preview always wants: to collect the run that goes on. */
const unchanged = ["later: update"];

const withSet: Row["demanded"] = { tasks: [...whole.tasks, "set DRAFT"].sort() };

export const patchRows: readonly Row[] = [
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
  ...[
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
  ),
];
