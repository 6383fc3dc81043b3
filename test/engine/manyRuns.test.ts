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

const slots = /runs are being waited for, which is as many things as Pulumi does at a time here/g;

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
    expect(text.match(slots)).toBe(null);
    expect(text).toContain("201 created");
  });

  test("with the engine's default, a hundred drafts with run: true all start before the first has ended, and one line says why only some are waited for", async () => {
    hundred("run: true");
    const begun = stack.beginUp();
    await until(async () => (await running()) === 100, 5000);
    await until(async () => begun.text().search(slots) >= 0, 5000);
    await platform.advance(2000);
    const { code, text } = await begun.run;
    expect(code).toBe(0);
    // Once while it happens, and once more in the summary.
    expect(new Set(text.match(/sb: .*runs are being waited for.*/g)).size).toBe(1);
    expect((await platform.log()).filter((line) => line.endsWith("/actions/run"))).toStrictEqual([]);
  });
});
