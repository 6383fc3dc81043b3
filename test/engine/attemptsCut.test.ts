import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { until } from "../support/until";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const program = (maxAttempts: number): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, run: true });`,
    `const ran = new sb.TaskRun("ran", { task: one, maxAttempts: ${maxAttempts} });`,
    "exports.attempts = ran.attempts;",
  );

/** A run that has failed, in the state. */
const failed = async (): Promise<string> => {
  program(1);
  const begun = stack.beginUp();
  await until(async () => /sb:ran: QUEUED/.test(begun.text()));
  const items = (await platform.api("GET", "/tasks")).items as { id: string }[]; // a list's form
  const id = items[0]?.id ?? "";
  await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  await platform.advance(2000);
  expect((await begun.run).code).toBe(1);
  await platform.log();
  return id;
};

const steps: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "the clone and its line",
    "POST",
    "/actions/clone$",
    ["PATCH /tasks/AGAIN", "POST /tasks/AGAIN/actions/run"],
  ],
  [
    "the line and the start",
    "PATCH",
    "/tasks/[^/]+$",
    ["PATCH /tasks/AGAIN", "POST /tasks/AGAIN/actions/run"],
  ],
  ["the start and the state", "POST", "/actions/run$", []],
];

describe("an attempt whose process is killed", () => {
  test.each(steps)(
    "between %s is carried on by the next up: one clone, one start, no draft is left",
    async (_, method, path, rest) => {
      const id = await failed();
      program(2);
      await platform.fault({ match: { method, path }, kind: "delay", effect: "after", seconds: 600 });
      const cut = stack.beginUp();
      await until(async () =>
        (await platform.asked()).some((it) => it.method === method && new RegExp(path).test(it.path)),
      );
      await cut.kill();
      await platform.log();

      const next = stack.beginUp();
      await until(async () => /sb:ran: QUEUED/.test(next.text()));
      await platform.advance(2000);
      expect([(await next.run).code, next.text()]).toStrictEqual([0, next.text()]);
      const { attempts } = (await stack.outputs()) as {
        attempts: readonly { number: number; status: string; tasks: readonly { id: string }[] }[];
      }; // a run's own outputs
      const again = attempts[1]?.tasks[0]?.id ?? "";
      expect(attempts.map(({ number, status }) => [number, status])).toStrictEqual([
        [1, "FAILED"],
        [2, "COMPLETED"],
      ]);
      expect(await platform.writes()).toStrictEqual(rest.map((line) => line.replace("AGAIN", again)));
      const { items } = await platform.api("GET", "/tasks?order=asc&fields=id,status");
      expect(items).toStrictEqual([
        expect.objectContaining({ id, status: "FAILED" }),
        expect.objectContaining({ id: again, status: "COMPLETED" }),
      ]);
      expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
    },
  );
});
