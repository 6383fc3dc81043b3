import { ownerTagIn } from "../../provider/model/tags/ownerTag";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { idsIn, loseState, said, statuses, writesOf } from "../support/states";

/* Clones by hand: the API copies a description with its tag. What a person made is theirs. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

/** What is done with a clone of each. Two of these drafts are the witnesses of their update; it is open which. */
const drafts = ["exact", "copied", "edited", "changed", "run", "ran"] as const;
const started = ["started", "retried"] as const;
type Name = (typeof drafts)[number] | (typeof started)[number];

const draft = (name: Name): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs} } });`;
const runs = started.map((name) => `new sb.TaskRun("${name}-run", { task: ${name}, maxAttempts: 2 });`);

const clone = async (id: string, how: "" | "PATCH" | "run" | "PATCH, run"): Promise<string> => {
  const its = String((await platform.api("POST", `/tasks/${id}/actions/clone`)).id);
  if (how.includes("PATCH")) await platform.api("PATCH", `/tasks/${its}`, { inputs: { threads: 9 } });
  if (how.includes("run")) await platform.api("POST", `/tasks/${its}/actions/run`);
  return its;
};

const attemptIdOf = async (run: string): Promise<string> => {
  const { attempts } = (await stack.resource(run)).outputs as {
    attempts: readonly { tasks: readonly { id: string }[] }[];
  }; // a run's own outputs
  return attempts.at(-1)?.tasks[0]?.id ?? "";
};

/** Of a clone that nothing tells from what was sent. */
const isAsSent = async (id: string): Promise<boolean> => {
  const { description } = await platform.api("GET", `/tasks/${id}`);
  return ownerTagIn({ id, description: String(description) })?.proof === "Sent";
};

/** The tasks that these writes name. */
const touched = (writes: readonly string[]): readonly string[] =>
  [...new Set(writes.flatMap((line) => /\/tasks\/([0-9a-f-]{36})/.exec(line)?.[1] ?? []))].toSorted();
const among = (ids: Readonly<Record<string, string>>, names: readonly Name[]): readonly string[] =>
  names.flatMap((name) => ids[name] ?? []);
const posts = (writes: readonly string[]): readonly string[] =>
  writes.filter((line) => line === "POST /tasks");

test("clones by hand are never adopted, changed, started or deleted, but for an exact copy of a draft whose state and witnesses are gone", async () => {
  stack.program(...started.map(draft));
  await stack.up();
  const { retried = "" } = await idsIn(stack);
  await platform.control("POST", `/tasks/${retried}`, { outcome: "FAILED" });
  stack.program(...started.map(draft), ...runs);
  expect((await stack.tryUp()).code).not.toBe(0);
  stack.program(...[...started, ...drafts].map(draft), ...runs);
  await stack.up();
  const first = await idsIn(stack);
  const id = (name: Name): string => first[name] ?? "";
  const attempt = await attemptIdOf("retried-run");
  const exact = await clone(id("exact"), "");
  const copied = await clone(id("copied"), "");
  const ran = await clone(id("ran"), "run");
  await clone(id("edited"), "PATCH");
  await clone(id("changed"), "PATCH");
  await clone(id("run"), "run");
  for (const task of [id("started"), retried, attempt]) {
    await clone(task, "");
    await clone(task, "PATCH");
    await clone(task, "run");
    await clone(task, "PATCH, run");
  }
  await platform.advance(10);
  await platform.log();
  const before = await statuses(platform);
  await stack.up("--expect-no-changes");
  expect(await writesOf(platform)).toStrictEqual([]);
  expect(await statuses(platform)).toStrictEqual(before);

  // The state is lost, the originals are there: what they have cost is said, and all is created again.
  await loseState(stack);
  const text = await stack.up();
  const second = await idsIn(stack);
  const own = new Set(Object.values(second));
  expect([own.size, Object.keys(before).filter((task) => own.has(task))]).toStrictEqual([8, []]);
  expect(said(text, "started")).toStrictEqual([
    expect.stringContaining(`task ${id("started")} (COMPLETED, 0.04 USD, `),
  ]);
  expect(said(text, "retried")).toStrictEqual([
    expect.stringContaining(`task ${retried} (FAILED, 0.08 USD, `),
  ]);
  const made = await writesOf(platform);
  expect(posts(made)).toHaveLength(8);
  expect(touched(made).filter((task) => !own.has(task))).toStrictEqual([]);
  await stack.destroy();
  expect(touched(await writesOf(platform))).toStrictEqual(among(second, drafts).toSorted());
  const paid = Object.fromEntries(among(second, started).map((task) => [task, "COMPLETED"]));
  expect(await statuses(platform)).toStrictEqual({ ...before, ...paid });

  // The originals are deleted by hand.
  for (const name of drafts) await platform.api("DELETE", `/tasks/${id(name)}`);
  const left = await statuses(platform);
  const open = [
    ...((await isAsSent(exact)) ? [{ name: "exact", id: exact }] : []),
    ...((await isAsSent(copied)) ? [{ name: "copied", id: copied }] : []),
  ];
  const [isRanOpen, last] = [await isAsSent(ran), await stack.up()];
  const third = await idsIn(stack);
  for (const name of ["exact", "copied"])
    expect([third[name] ?? "", said(last, name)]).toStrictEqual(
      open.some((one) => one.name === name)
        ? [name === "exact" ? exact : copied, [expect.stringContaining("Adopted task ")]]
        : [expect.not.stringMatching(`${exact}|${copied}`), []],
    );
  expect(said(last, "ran")).toStrictEqual(
    isRanOpen ? [expect.stringContaining(`task ${ran} (COMPLETED, 0.04 USD, `)] : [],
  );
  const adopted = open.map((one) => one.id);
  expect(
    among(third, [...drafts, ...started])
      .filter((task) => task in left)
      .toSorted(),
  ).toStrictEqual(adopted.toSorted());
  const again = await writesOf(platform);
  expect(posts(again)).toHaveLength(8 - open.length);
  expect(touched(again).filter((task) => task in left && !adopted.includes(task))).toStrictEqual([]);
  await stack.destroy();
  expect(touched(await writesOf(platform))).toStrictEqual(among(third, drafts).toSorted());
  const kept = Object.fromEntries(Object.entries(left).filter(([task]) => !adopted.includes(task)));
  const paidAgain = Object.fromEntries(among(third, started).map((task) => [task, "COMPLETED"]));
  expect(await statuses(platform)).toStrictEqual({ ...kept, ...paidAgain });
});
