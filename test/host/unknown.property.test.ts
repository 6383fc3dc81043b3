import * as fc from "fast-check";
import { unknownValue } from "../../provider/shared/unknown";
import { Platform } from "../support/platform";
import { program } from "./programs";
import { Process, type Properties } from "./provider";

/* No sequence of operations sends a value that is not known yet, wherever it is: the engine's own order, or any other. */

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ taskSeconds: 0.02 });
});
afterAll(() => platform.close());

// Hundreds of calls each.
jest.setTimeout(60_000);

/** Puts the unknown value in place of the nth thing, from the whole down to its parts; nothing where there are fewer. */
const planted = (given: unknown, place: number): readonly [unknown, number] => {
  if (place === 0) return [unknownValue, -1];
  if (typeof given !== "object" || given === null) return [given, place - 1];
  let left = place - 1;
  const entries = Object.entries(given).map(([key, item]) => {
    if (left < 0) return [key, item] as const;
    const [next, after] = planted(item, left);
    left = after;
    return [key, next] as const;
  });
  return [Array.isArray(given) ? entries.map(([, item]) => item) : Object.fromEntries(entries), left];
};

/** The args of a program are known at the top: an unknown one is one of its values. */
const withUnknown = (args: Properties, places: readonly number[]): Properties =>
  places.reduce<Properties>((now, place) => ({ ...Object(planted(now, place + 1)[0]) }), args);

const places = fc.oneof(fc.constant([]), fc.array(fc.nat({ max: 40 }), { maxLength: 2 }));
const draftPrograms = fc
  .tuple(program, fc.boolean(), places)
  .map(([args, run, at]) => withUnknown({ ...args, run }, at));

const runArgs = fc.record(
  {
    batch: fc.boolean(),
    useInterruptibleInstances: fc.boolean(),
    wait: fc.boolean(),
    allowFailures: fc.boolean(),
    maxAttempts: fc.integer({ min: 1, max: 2 }),
    triggers: fc.constantFrom([], [1], [{ a: [2] }]),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const runPrograms = fc.tuple(runArgs, places).map(
  ([args, at]) =>
    (task: string) =>
      withUnknown({ task, ...args, timeout: "200ms" }, at),
);

const steps = ["check", "diff", "write", "write", "unchecked", "read", "delete"] as const;
const sequence = <A>(programs: fc.Arbitrary<A>) =>
  fc.array(fc.tuple(fc.constantFrom(...steps), programs), { minLength: 1, maxLength: 8 });

interface State {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
}

/** What a call gives, also where it fails and keeps the resource; nothing where it just fails. */
const outcome = async (
  call: Promise<{ readonly id?: string; readonly outs?: Properties }> | undefined,
): Promise<Partial<State>> => {
  try {
    return (await call) ?? {};
  } catch (error) {
    const { id, properties } = Object(error);
    return typeof id === "string" ? { id, outs: properties } : {};
  }
};

/** One step on the current state. */
const stepped = async (
  process: Process,
  step: (typeof steps)[number],
  args: Properties,
  state: State | undefined,
): Promise<State | undefined> => {
  const { provider } = process;
  const { inputs } = await process.check(args, state?.inputs);
  const news = step === "unchecked" ? process.args(args) : inputs;
  if (step === "check") return state;
  if (step === "write" || step === "unchecked") {
    const { id, outs } = await outcome(
      state === undefined ? provider.create(news) : provider.update?.(state.id, state.outs, news),
    );
    const kept = id ?? state?.id;
    return outs === undefined || kept === undefined ? state : { id: kept, inputs: news, outs };
  }
  if (state === undefined) return undefined;
  if (step === "delete") {
    await outcome(provider.delete?.(state.id, state.outs).then(() => ({})));
    return undefined;
  }
  await outcome(
    step === "diff"
      ? provider.diff?.(state.id, state.outs, news).then(() => ({}))
      : provider.read?.(state.id, state.outs).then(() => ({})),
  );
  return state;
};

const expectNothingUnknownSent = async (): Promise<number> => {
  const requests = await platform.requests();
  expect(JSON.stringify(requests)).not.toContain(unknownValue);
  return requests.filter(({ method }) => method === "POST" || method === "PATCH").length;
};

test("of a draft", async () => {
  let writes = 0;
  await fc.assert(
    fc.asyncProperty(sequence(draftPrograms), async (all) => {
      await platform.control("POST", "/reset");
      const process = new Process(platform);
      let state: State | undefined;
      for (const [step, args] of all) state = await stepped(process, step, args, state);
      writes += await expectNothingUnknownSent();
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(writes).toBeGreaterThan(10);
});

test("of a run", async () => {
  let writes = 0;
  await fc.assert(
    fc.asyncProperty(sequence(runPrograms), program, async (all, args) => {
      await platform.control("POST", "/reset");
      const { id } = await new Process(platform).create(args);
      const process = Process.runs(platform);
      let state: State | undefined;
      for (const [step, argsOf] of all) {
        state = await stepped(process, step, argsOf(id), state);
      }
      writes += await expectNothingUnknownSent();
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(writes).toBeGreaterThan(10);
});
