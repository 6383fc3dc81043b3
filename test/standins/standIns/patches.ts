import { isRecord } from "../../../provider/model/codec";
import { type Life, writeProgram } from "../lifecycle";
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
  `const set = new sb.DraftTask("set", { ...args(6), executionSettings: ${settings} });`,
];

const settingsOf = async ({ platform }: Life): Promise<string> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=_all&status=DRAFT");
  const task = (Array.isArray(items) ? items : []).find(({ name }) => name === "set");
  return JSON.stringify(Object.fromEntries(Object.entries(task?.execution_settings ?? {}).sort()));
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
  await run("second refresh", stack.begin(["refresh", "--yes", "--skip-preview", "--color", "never"]));
  return [settings, ...(await stack.preview()).filter((line) => !line.endsWith(": same"))];
};

const withoutDrafts = { tasks: [] as readonly string[] };

/** Renames a task that runs and one that has ended. */
const rename = async ({ stack, run, platform }: Life): Promise<readonly string[]> => {
  writeProgram(stack, {
    threads: 5,
    late: true,
    lines: ["pulumi.runtime.registerStackTransformation(() => undefined);"],
  });
  void platform;
  await run("up that renames", stack.beginUp());
  return [];
};
void rename;
void refusal;
void withoutDrafts;

export const patchRows: readonly Row[] = [
  {
    standIn: merging("PATCH merges `execution_settings`", false),
    meets: "a removed instance type is removed",
    act: dropInstanceType,
    demanded: {},
  },
  {
    standIn: merging("PATCH merges `execution_settings`, and null says nothing", true),
    meets: "what stays is reported",
    act: dropInstanceType,
    demanded: {},
  },
];
