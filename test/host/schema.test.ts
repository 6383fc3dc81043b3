import { Platform } from "../support/platform";
import { complete, operations } from "./operations";
import { failureOf, type Kept, Process } from "./provider";

let platform: Platform;
beforeEach(async () => {
  // What a delete has aborted stops at once.
  platform = await Platform.start({ taskSeconds: 0.05 });
});
afterEach(() => platform.close());

const ofState = operations.filter(({ name }) => !/get|import/.test(name));
const process = (start = Process.drafts): Process => start(platform);
const later = (id: string, schema: unknown): string =>
  `the state of task ${id} was written by a later version of pulumi-sevenbridges (its form is ${schema}, this version reads up to 1): upgrade the package with npm install pulumi-sevenbridges@latest, then run it again`;

describe.each(ofState.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  const kept = async (change: object): Promise<Kept> => {
    const made = await operation.kept(platform);
    await platform.log();
    return { ...made, outs: { ...made.outs, ...change } };
  };

  test("refuses a state that a later version has written, whatever its form, and asks nothing of the API", async () => {
    for (const [schema, more] of [
      [2, {}],
      ["2.1", { status: undefined, state: { is: "DRAFT" } }],
    ] as const) {
      const state = await kept({ __schema: schema, ...more });
      const { message } = await failureOf(operation.call(process(operation.start), state));
      expect(message).toBe(later(state.id, schema));
      expect(await platform.log()).toStrictEqual([]);
    }
  });

  test("stores the version of the state's form, and reads one without it as the first", async () => {
    const state = await kept({});
    expect(state.outs.__schema).toBe(1);
    const { __schema: _, ...first } = state.outs;
    await operation.call(process(operation.start), { ...state, outs: first });
    expect((await platform.log()).length).toBeGreaterThan(0);
  });
});

test("diff refuses it too: a preview promises nothing of what it cannot read", async () => {
  for (const [name, start] of [
    ["read of a draft", Process.drafts],
    ["read of a run that goes on", Process.runs],
  ] as const) {
    const state = await operations.find((it) => it.name === name)?.kept(platform);
    if (state === undefined) throw new Error(`there is no ${name}`);
    const { provider } = process(start);
    const olds = { ...state.outs, __schema: 2 };
    const { message } = await failureOf(provider.diff?.(state.id, olds, state.inputs) ?? Promise.resolve());
    expect(message).toBe(later(state.id, 2));
  }
});

test("a record whose run is gone, a partial failure and a get say the version as well", async () => {
  const draft = await new Process(platform).create(complete);
  expect((await new Process(platform).read(draft.id))?.props).toMatchObject({ __schema: 1 });
  const inputs = await new Process(platform).checked({ ...complete, inputs: {}, name: "troubled" });
  const { properties } = await failureOf(new Process(platform).provider.create(inputs));
  expect(properties).toMatchObject({ __schema: 1, errors: [{}] });
  await platform.fault({ match: { method: "GET" }, kind: "status", code: 7002 });
  const { __schema: _, ...first } = draft.outs;
  const { props } = (await new Process(platform).read(draft.id, { ...first, status: "RUNNING" })) ?? {};
  expect(props).toMatchObject({ __schema: 1, status: "DELETED" });
});
