import { byHand } from "../../support/platform";
import { until } from "../../support/until";
import { type Act, type Life, whole } from "../lifecycle";
import { ownList } from "../lists";
import type { Row } from "../row";
import { type Asked, type Forward, isCreation, jsonOf, type StandIn } from "../standIn";

/** A stand-in whose clones get another description than that of their source. The answer to the call may be lost. */
const cloning = (
  name: string,
  description: (source: string, asked: Asked, forward: Forward) => Promise<unknown>,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) => {
    const source = /^\/tasks\/([^/]+)\/actions\/clone$/.exec(asked.path)?.[1];
    if (source === undefined || !isCreation(asked)) return forward(asked);
    const before = new Set((await ownList(asked, forward)).items.map(({ id }) => id));
    const text = await description(source, asked, forward);
    const change = async (): Promise<void> => {
      const query = new URLSearchParams({ [byHand]: "1" });
      for (const { id } of (await ownList(asked, forward)).items)
        if (!before.has(id))
          await forward({
            ...asked,
            query,
            method: "PATCH",
            path: `/tasks/${id}`,
            body: { description: text },
          });
    };
    try {
      const answer = await forward(asked);
      await change();
      return { ...answer, text: JSON.stringify({ ...jsonOf(answer), description: text }) };
    } catch (error) {
      await change();
      throw error;
    }
  },
});

export const cloneDropsDescription: StandIn = cloning("clone drops the description", async () => null);

export const cloneKeepsDescription: StandIn = cloning(
  "clone keeps the description of its source",
  async (source, { headers }, forward) => {
    const query = new URLSearchParams();
    const answer = await forward({
      method: "GET",
      path: `/tasks/${source}`,
      query,
      headers,
      body: undefined,
    });
    return jsonOf(answer).description;
  },
);

const flakyOf = async ({ platform }: Life): Promise<readonly { id: string; status: string }[]> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&order=asc&fields=id,name,status");
  const all: readonly { id: string; name: string; status: string }[] = Array.isArray(items) ? items : [];
  return all.filter(({ name }) => name.includes("flaky"));
};

/** A task fails and is run again; the answer to the clone is lost. */
const runAgain: Act = async ({ lives, write, begin, run }) => {
  write({
    threads: 5,
    late: true,
    lines: [
      'const flaky = new sb.DraftTask(of("flaky"), args(6));',
      'new sb.TaskRun(of("retried"), { task: flaky, maxAttempts: 2 });',
    ],
  });
  const begun = begin("up");
  for (const life of lives) {
    await until(async () => (await flakyOf(life)).some(({ status }) => status !== "DRAFT"));
    for (const { id } of await flakyOf(life))
      await life.platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  }
  await run("up with a task that fails", begun, "looks");
  for (const { platform } of lives)
    await platform.fault({
      kind: "drop",
      effect: "after",
      match: { method: "POST", path: "/actions/clone$" },
    });
  await run("up that runs it again", begin("up"), "looks");
  return Promise.all(lives.map(async (life) => (await flakyOf(life)).map(({ status }) => status)));
};

/** The clock goes on while they run: the one that nobody waits for ends, too. */
const ended = (tasks: readonly string[]): readonly string[] =>
  [
    ...tasks.filter((task) => !task.startsWith("late ")),
    "flaky COMPLETED",
    "flaky FAILED",
    "late COMPLETED",
  ].sort();

const demanded = {
  acted: ["FAILED", "COMPLETED"],
  starts: whole.starts + 2,
  tasks: ended(whole.tasks),
  left: ended(whole.left),
};

const fails = [{ step: "up with a task that fails", text: /run pulumi up again for attempt 2 of 2/ }];

const meets = "the clone is found, and its tag is written before the run";

export const cloneRows: readonly Row[] = [
  { standIn: cloneDropsDescription, meets, demanded, fails, act: runAgain },
  { standIn: cloneKeepsDescription, meets, demanded, fails, act: runAgain },
];
