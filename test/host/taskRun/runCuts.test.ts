import { Platform } from "../../support/platform";
import { until } from "../../support/until";
import { type Kept, Process, type Properties } from "../provider";
import { bySample, draft, rounds } from "../runs";

/**
 * Every moment at which a process can be killed in an attempt, every ending of that attempt, and the next `up` before and after
 * it has ended: nothing is made twice, and the state is what it would be without the kill.
 */

type Kind = "a single task" | "a batch";
type Ending = "COMPLETED" | "FAILED" | "ABORTED" | "DELETED";
/** After what the process is killed: an answer that never came, a look of the poller, the end itself, the whole call. */
type Cut = "clone" | "patch" | "run" | "wait" | "end" | "state";

interface Case {
  readonly kind: Kind;
  readonly attempt: 1 | 2;
  readonly cut: Cut;
  readonly ending: Ending;
  /** Whether the next `up` comes before the attempt has ended, or after it. */
  readonly resumed: "before" | "after";
  /** Whether the state holds the first attempt, or nothing at all. */
  readonly knows: "the first attempt" | "nothing";
}

const resumptions: Readonly<Record<Cut, readonly Case["resumed"][]>> = {
  clone: ["before"],
  patch: ["before"],
  run: ["before", "after"],
  wait: ["before", "after"],
  end: ["after"],
  state: ["after"],
};

const kinds: readonly Kind[] = ["a single task", "a batch"];

const casesOf = (
  attempt: Case["attempt"],
  cuts: readonly Cut[],
  endings: readonly Ending[],
  knows: readonly Case["knows"][],
): readonly Case[] =>
  kinds.flatMap((kind) =>
    cuts.flatMap((cut) =>
      endings.flatMap((ending) =>
        resumptions[cut].flatMap((resumed) =>
          knows.map((known) => ({ kind, attempt, cut, ending, resumed, knows: known })),
        ),
      ),
    ),
  );

const three: readonly Ending[] = ["COMPLETED", "FAILED", "ABORTED"];
const both: readonly Case["knows"][] = ["the first attempt", "nothing"];
const cases: readonly Case[] = [
  ...casesOf(1, ["run", "wait", "end", "state"], three, ["nothing"]),
  ...casesOf(2, ["clone", "patch", "run", "wait", "end", "state"], three, both),
  ...casesOf(2, ["wait"], ["DELETED"], both).filter(({ resumed }) => resumed === "after"),
];

const nameOf = ({ kind, attempt, cut, ending, resumed, knows }: Case): string =>
  `attempt ${attempt} of ${kind}, killed after its ${cut}, ${ending}, resumed ${resumed} its end by a state that knows ${knows}`;

interface Task {
  readonly id: string;
  readonly status: string;
  readonly parent?: string | null;
  readonly price?: { readonly amount: number };
  readonly outputs: Properties;
}

let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(() => platform.close());

/** What was made to run something again, and the first task: children belong to their batch. */
const tasks = async (): Promise<readonly Task[]> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&order=asc&fields=_all");
  return items as readonly Task[]; // the emulator's own form
};

/** A process that can be killed: from then on it changes nothing, and nobody waits for it. */
class Mortal {
  private dead = false;
  readonly process = Process.runs(platform, {
    beforeWrite: async () => (this.dead ? new Promise<never>(() => undefined) : undefined),
  });
  readonly kill = (): void => {
    this.dead = true;
  };
}

interface Known {
  readonly args: Properties;
  readonly kept: Kept | undefined;
}

/** An `up`: what it leaves in the state, whether it went well or not. */
const up = async ({ process }: Mortal, { args, kept }: Known): Promise<Kept> => {
  const inputs = await process.checked(args, kept?.inputs ?? {});
  const { provider } = process;
  try {
    const result =
      kept === undefined
        ? await provider.create(inputs)
        : { id: kept.id, outs: (await provider.update?.(kept.id, kept.outs, inputs))?.outs ?? {} };
    return { id: result.id, inputs, outs: result.outs };
  } catch (error) {
    const { id, properties } = error as { id?: string; properties?: Properties }; // a partial failure's own form
    if (id === undefined || properties === undefined) throw error;
    return { id, inputs, outs: properties };
  }
};

/** Lets all that runs come to its end, as soon as somebody waits for it. */
const whileItEnds = async <A>(call: Promise<A>): Promise<A> => {
  const before = await rounds(platform);
  let over = false;
  const result = call.finally(() => {
    over = true;
  });
  await Promise.race([
    result.catch(() => undefined),
    until(async () => over || (await rounds(platform)) > before),
  ]);
  if (!over) await platform.advance(2000);
  return result;
};

const orders = (kind: Kind, ending: Ending): object =>
  kind === "a batch" ? { children: { b: ending } } : { outcome: ending };

/** The order for what was made last: a clone gets its outcome as soon as it is there. */
const orderLast = async (first: string, ending: Ending): Promise<string> => {
  const last = (await tasks()).filter(({ id, status }) => id !== first && !ended(status)).at(-1);
  if (last === undefined) return first;
  if (ending !== "DELETED") await platform.control("POST", `/tasks/${last.id}`, { outcome: ending });
  return last.id;
};

const ended = (status: string): boolean => ["COMPLETED", "FAILED", "ABORTED"].includes(status);

const never = { kind: "delay", effect: "after", seconds: 600 } as const;
const requests: Readonly<Partial<Record<Cut, { readonly method: string; readonly path: string }>>> = {
  clone: { method: "POST", path: "/actions/clone$" },
  patch: { method: "PATCH", path: "/tasks/[^/]+$" },
  run: { method: "POST", path: "/actions/run$" },
};

const asked = async (method: string, path: string): Promise<number> =>
  (await platform.asked()).filter((it) => it.method === method && new RegExp(path).test(it.path)).length;

/** The attempt up to the moment of the kill. Afterwards nothing but what the state held before is known. */
const killed = async (one: Case, first: string, known: Known): Promise<void> => {
  const mortal = new Mortal();
  const { cut, ending } = one;
  const request = requests[cut];
  const before = await rounds(platform);
  const [method, path] = request === undefined ? ["GET", `/tasks/${first}$`] : [request.method, request.path];
  if (request !== undefined) {
    const so = await asked(method, path);
    await platform.fault({ match: request, ...never });
    const call = up(mortal, known);
    call.catch(() => undefined);
    await until(async () => (await asked(method, path)) > so);
    mortal.kill();
    if (one.attempt === 2) await orderLast(first, ending);
    return;
  }
  const call = up(mortal, known);
  call.catch(() => undefined);
  await until(async () => (await rounds(platform)) > before);
  if (one.attempt === 2) await orderLast(first, ending);
  if (cut === "wait") return mortal.kill();
  if (cut === "end") {
    const so = await asked(method, path);
    await platform.fault({ match: { method, path }, ...never });
    await platform.advance(2000);
    await until(async () => (await asked(method, path)) > so);
    return mortal.kill();
  }
  await platform.advance(2000);
  await call;
};

const priceOf = (all: readonly Task[]): number =>
  Math.round(all.reduce((sum, { price }) => sum + (price?.amount ?? 0), 0) * 1e6) / 1e6;

describe("a process that is killed in the middle of an attempt", () => {
  test.each(cases.map((one) => [nameOf(one), one] as const))("%s", async (_, one) => {
    const { kind, attempt, ending, resumed } = one;
    const first = await draft(platform, kind === "a batch" ? bySample : {});
    const args = { task: first, maxAttempts: attempt };
    await platform.control("POST", `/tasks/${first}`, orders(kind, attempt === 1 ? ending : "FAILED"));
    let known: Known = { args, kept: undefined };
    if (attempt === 2) {
      const kept = await whileItEnds(up(new Mortal(), { args: { task: first }, kept: undefined }));
      known = one.knows === "nothing" ? known : { args, kept };
    }

    await killed(one, first, known);
    await platform.control("DELETE", "/faults");
    if (resumed === "after") await platform.advance(2000);
    const gone = ending === "DELETED" ? (await tasks()).at(-1)?.id : undefined;
    if (gone !== undefined) await forget(gone);
    const kept = await whileItEnds(up(new Mortal(), known));

    const all = (await tasks()).filter(({ parent, id }) => (parent ?? "") === "" && id !== gone);
    const last = all.at(-1);
    const good = ending === "COMPLETED" || ending === "DELETED";
    const attempts = kept.outs.attempts as { number: number; status: string }[]; // a run's own outputs
    expect(all.map(({ status }) => status)).not.toContain("DRAFT");
    expect(all).toHaveLength(attempt);
    expect({
      status: kept.outs.status,
      attempts: attempts.map(({ number, status }) => `${number} ${status}`),
      price: (kept.outs.price as { amount?: number } | undefined)?.amount,
      missing: kept.outs.missingOutputs,
    }).toStrictEqual({
      status: good ? "COMPLETED" : kind === "a batch" ? "FAILED" : ending,
      attempts: all.map((task, n) => `${n + 1} ${task.status}`),
      price: priceOf(all),
      missing: [],
    });
    if (kind === "a single task")
      expect(kept.outs.outputs).toStrictEqual(good ? valuesOf(last?.outputs ?? {}) : {});
    else {
      const { items } = await platform.api("GET", `/tasks?parent=${first}&order=asc&fields=_all`);
      const [a, b] = items as readonly Task[]; // a batch of two
      const now = [a, attempt === 2 ? last : b].map((it) => (it?.status === "COMPLETED" ? it.outputs : {}));
      expect(kept.outs.childOutputs).toStrictEqual({
        bam: now.map((values) => valuesOf(values).bam ?? null),
        rate: now.map((values) => valuesOf(values).rate ?? null),
      });
      expect((kept.outs.children as { price?: object }[]).map(({ price }) => price)).toStrictEqual(
        [a, attempt === 2 ? last : b].map((it) => ({ amount: it?.price?.amount, currency: "USD" })),
      );
    }

    const refreshed = await new Mortal().process.read(kept.id, kept.outs);
    const { __provider, ...outs } = kept.outs;
    expect(refreshed?.props).toStrictEqual(outs);
    const again = new Mortal().process;
    expect((await again.provider.diff?.(kept.id, kept.outs, kept.inputs))?.changes).toBe(!good);
  });
});

/** Files with what the state keeps of them. */
const valuesOf = (outputs: Properties): Properties =>
  Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => {
      const { class: kind, path, name } = (value ?? {}) as Properties; // a value as the emulator gives it
      return [port, kind === "File" ? { class: kind, path, name } : value];
    }),
  );

/** Somebody has deleted its record: each look at it says so, though a list may be older. */
const forget = async (id: string): Promise<void> => {
  const error = { status: 404, code: 7002, message: "Requested task does not exist." };
  await platform.fault({ match: { method: "GET", path: `/tasks/${id}$` }, kind: "status", ...error });
  await platform.fault({
    match: { method: "POST", path: "/bulk/tasks/get$" },
    kind: "alter",
    set: { items: [{ error }] },
  });
};
