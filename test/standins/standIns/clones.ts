import { byHand } from "../../support/platform";
import { until } from "../../support/until";
import { type Act, whole, writeProgram } from "../lifecycle";
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

/** A task fails and is run again; the answer to the clone is lost. */
const runAgain: Act = async ({ platform, stack, run }) => {
  writeProgram(stack, {
    threads: 5,
    late: true,
    lines: [
      'const flaky = new sb.DraftTask("flaky", args(6));',
      'new sb.TaskRun("retried", { task: flaky, maxAttempts: 2 });',
    ],
  });
  const named = async () => {
    const { items } = await platform.api("GET", "/tasks?limit=100&order=asc&fields=id,name,status");
    const all: readonly { id: string; name: string; status: string }[] = Array.isArray(items) ? items : [];
    return all.filter(({ name }) => name.includes("flaky"));
  };
  await platform.fault({ kind: "drop", effect: "after", match: { method: "POST", path: "/actions/clone$" } });
  const begun = stack.beginUp();
  await until(async () => (await named()).some(({ status }) => status !== "DRAFT"));
  for (const { id } of await named()) await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  await run("up with a task that fails", begun, true);
  return (await named()).map(({ status }) => status);
};

const flaky = ["flaky COMPLETED", "flaky FAILED"];

const demanded = {
  acted: ["FAILED", "COMPLETED"],
  starts: whole.starts + 2,
  tasks: [...whole.tasks, ...flaky].sort(),
  left: [...whole.left, ...flaky].sort(),
};

const meets = "the clone is found, and its tag is written before the run";

export const cloneRows: readonly Row[] = [
  { standIn: cloneDropsDescription, meets, demanded, act: runAgain },
  { standIn: cloneKeepsDescription, meets, demanded, act: runAgain },
];
