import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import { until } from "../support/until";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { rateLimit: 10_000 },
);

const hundred = (draft: string): void =>
  stack.program(
    "for (let n = 0; n < 100; n += 1) {",
    `  const task = new sb.DraftTask(\`t\${n}\`, { ${base}, inputs: { ${inputs} }, ${draft} });`,
    '  new sb.TaskRun("r" + n, { task });',
    "}",
  );

const polls = async (): Promise<readonly (readonly string[])[]> =>
  (await platform.requests())
    .filter(({ path }) => path === "/v2/bulk/tasks/get")
    .map(({ body }) => (body as { task_ids: string[] }).task_ids); // the API's own form

const running = async (): Promise<number> => {
  const { items } = await platform.api("GET", "/tasks?limit=100&fields=status");
  return Array.isArray(items) ? items.filter(({ status }) => status !== "DRAFT").length : 0;
};

describe("the real engine", () => {
  test("a hundred runs that wait at once are one request per round, and no more rounds than the interval allows", async () => {
    hundred("");
    const begun = stack.begin(["up", "--yes", "--skip-preview", "--color", "never"], {
      PULUMI_PARALLEL: "200",
    });
    await until(async () => (await running()) === 100, 5000);
    await platform.log();
    const from = Date.now();
    const rounds: (readonly string[])[] = [];
    await until(async () => {
      rounds.push(...(await polls()));
      return rounds.filter((ids) => ids.length === 100).length >= 3;
    }, 5000);
    // The first round may still be of those that had begun to wait by then.
    expect(rounds.every((ids) => ids.length <= 100)).toBe(true);
    expect(rounds.length).toBeLessThanOrEqual((Date.now() - from) / 2000 + 1);
    await platform.advance(2000);
    const { code, text } = await begun.run;
    expect(code).toBe(0);
    expect(text).toContain("201 created");
  });

  test("with the engine's default, a hundred drafts with run: true all start before the first has ended", async () => {
    hundred("run: true");
    const begun = stack.beginUp();
    await until(async () => (await running()) === 100, 5000);
    await platform.advance(2000);
    expect((await begun.run).code).toBe(0);
    expect((await platform.log()).filter((line) => line.endsWith("/actions/run"))).toStrictEqual([]);
  });

  test("a preview says once how many runs will wait, and how many of them at a time", async () => {
    const program = (count: number): void =>
      stack.program(
        `const task = new sb.DraftTask("t", { ${base}, inputs: { ${inputs} } });`,
        'new sb.TaskRun("unwatched", { task, wait: false });',
        'new sb.TaskRun("unwatched-by-transform", { task }, { transforms: [({ props, opts }) => ({ props: { ...props, wait: false }, opts })] });',
        `for (let n = 0; n < ${count}; n += 1) new sb.TaskRun("r" + n, { task });`,
      );
    const linesOf = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { code, text } = await stack.tryPreview(...args);
      expect([code, text]).toStrictEqual([0, text]);
      return [...new Set([...text.matchAll(/\d+ runs will wait.*/g)].map(([line]) => line.trim()))];
    };
    program(4);
    expect(await linesOf("--parallel", "3")).toStrictEqual([
      "4 runs will wait, and 3 run in parallel here: each of the others starts when one has ended. Raise the limit with PULUMI_PARALLEL=4 pulumi up",
    ]);
    expect(await linesOf("--parallel", "4")).toStrictEqual([]);
  });
});
