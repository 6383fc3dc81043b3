import * as fc from "fast-check";
import { Platform } from "../../support/platform";
import { pair, program, rewritten } from "../programs";
import { type Kept, Process, type Properties } from "../provider";

/* Any two programs, one after the other, over the emulator: the task is then what the second one makes. */

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform.close());

// Hundreds of calls each.
jest.setTimeout(60_000);

const owner = (name: string): string =>
  `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::${name}`;

/** Each as in a separate `up`. */
const process = (name = "align"): Process => new Process(platform, {}, owner(name));

type Change = "none" | "update" | "replace";

/** What an `up` with this program does to a task that is there, as the engine goes about it. */
const followed = async (kept: Kept, news: Properties): Promise<readonly [Change, Kept]> => {
  const { provider, checked } = process();
  const inputs = await checked(news, kept.inputs);
  const difference = await provider.diff?.(kept.id, kept.outs, inputs);
  if (difference?.changes !== true) return ["none", { ...kept, inputs }];
  if ((difference.replaces ?? []).length === 0) {
    const result = await provider.update?.(kept.id, kept.outs, inputs);
    return ["update", { id: kept.id, inputs, outs: result?.outs }];
  }
  const anew = await checked(news);
  const { id, outs } = await provider.create(anew);
  await provider.delete?.(kept.id, kept.outs);
  return ["replace", { id, inputs: anew, outs }];
};

/** The owner tag is at the end of the description. */
const withoutLine = (description: unknown): string =>
  String(description ?? "").replace(/(\n\n)?\[pulumi [^\n]+ [0-9a-f]{8}\]$/, "");

/** Unset is null here and missing there: API digest, 3.1. */
const withoutNull = (given: unknown): unknown =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([, item]) => item !== null));

/** Every field of a task that a program can set, as the platform shows it. */
const settable = async (id: string): Promise<Properties> => {
  const task = await platform.api("GET", `/tasks/${id}`);
  const { name, project, app, inputs, batch, batch_input, batch_by, use_interruptible_instances } = task;
  return {
    ...{ name, project, app, inputs: withoutNull(inputs), batch, batch_input, batch_by },
    use_interruptible_instances,
    execution_settings: withoutNull(task.execution_settings),
    output_location: withoutNull(task.output_location),
    description: withoutLine(task.description),
  };
};

/** What the results of a task depend on. The rest of a started one holds for its next attempt. */
const results = ({ project, app, inputs, batch, batch_input, batch_by }: Properties): Properties => ({
  ...{ project, app, batch, batch_input, batch_by },
  inputs,
});

const changes = async (kept: Kept, news: Properties): Promise<unknown> => process().diff(kept, news);

test("an update or a replacement turns any draft into exactly the second program's, and then nothing differs", async () => {
  const seen = new Set<Change>();
  await fc.assert(
    fc.asyncProperty(pair, async ([first, second]) => {
      await platform.control("POST", "/reset");
      const [change, kept] = await followed(await process().create(first), second);
      seen.add(change);
      const fresh = await process("fresh").create(second);
      const name = second.name ?? "align";
      expect(await settable(kept.id)).toStrictEqual({ ...(await settable(fresh.id)), name });
      expect(await changes(kept, second)).toStrictEqual({ changes: false });
      // The draft that was replaced is gone.
      expect((await platform.tasks()).length).toBe(2);
      // Nor does anything differ from what the platform hands back.
      const read = await process().read(kept.id, kept.outs);
      const known = { id: kept.id, inputs: { ...read?.inputs }, outs: { ...read?.props } };
      expect(await changes(known, second)).toStrictEqual({ changes: false });
    }),
    { numRuns: 80, endOnFailure: true },
  );
  expect([...seen].sort()).toStrictEqual(["none", "replace", "update"]);
});

test("the same for a task that was started in between: its results are those of the second program, and only they replace it", async () => {
  const seen = new Set<Change>();
  await fc.assert(
    fc.asyncProperty(pair, fc.boolean(), async ([first, second], ended) => {
      await platform.control("POST", "/reset");
      const made = await process().create(first);
      await platform.api("POST", `/tasks/${made.id}/actions/run`);
      if (ended) await platform.advance(5000);
      const [change, kept] = await followed(made, second);
      seen.add(change);
      const fresh = await process("fresh").create(second);
      const wanted = await settable(fresh.id);
      if (change === "replace")
        expect(await settable(kept.id)).toStrictEqual({ ...wanted, name: second.name ?? "align" });
      else expect(results(await settable(kept.id))).toStrictEqual(results(wanted));
      expect(await changes(kept, second)).toStrictEqual({ changes: false });
      // What has been started is the platform's record, or runs on: it is not deleted.
      expect((await platform.tasks()).filter((name) => !/ - /.test(name)).length).toBe(
        change === "replace" ? 3 : 2,
      );
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect([...seen].sort()).toStrictEqual(["none", "replace", "update"]);
});

test("a program does not differ from itself, whatever the order of its keys, what it leaves undefined and what its files bring along", async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.boolean(), async (given, started) => {
      await platform.control("POST", "/reset");
      const kept = await process().create(given);
      if (started) await platform.api("POST", `/tasks/${kept.id}/actions/run`);
      await platform.log();
      const again = Object.fromEntries(Object.entries(rewritten(given) as Properties)); // an object stays one
      expect(await changes(kept, again)).toStrictEqual({ changes: false });
      expect(await platform.writes()).toStrictEqual([]);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});
