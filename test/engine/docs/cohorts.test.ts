import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../../support/docs";
import { Platform } from "../../support/platform";
import { repository, Stack } from "../../support/stack";
import { until } from "../../support/until";

const block = (language: string): string => blocksOf("docs/cohorts.md", language)[0] ?? "";

const folder = join(repository, "examples/cohort");

/** What the page shows with `…` for what differs from run to run. */
const pattern = (shown: unknown): unknown => {
  if (typeof shown === "string" && shown.includes("…"))
    return expect.stringMatching(
      new RegExp(`^${shown.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*")}$`),
    );
  return typeof shown === "object" && shown !== null
    ? Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, pattern(value)]))
    : shown;
};

test("the program of the page is the example", () => {
  const example = readFileSync(join(folder, "index.ts"), "utf8");
  expect(block("ts")).toBe(example.slice(example.indexOf("import ")));
});

test("its command runs the cohort, its output shows good and failed rows, and the next one runs the failed one again", async () => {
  const platform = await Platform.start({
    seed: join(repository, "examples/seed/seed.yaml"),
    taskSeconds: 1000,
  });
  const stack = await Stack.make(platform, "index.ts");
  try {
    for (const name of ["index.ts", "pairs.tsv"]) cpSync(join(folder, name), join(stack.folder, name));
    const [, parallel = "", args = ""] = /^PULUMI_PARALLEL=(\d+) pulumi (.*)\n$/.exec(block("sh")) ?? [];
    const begin = () =>
      stack.begin([...args.split(" "), "--yes", "--skip-preview"], { PULUMI_PARALLEL: parallel });
    // The API itself has a rate limit: what was started is in the emulator's journal.
    const started = async (): Promise<readonly string[]> =>
      (await platform.asked()).flatMap(({ path, status }) =>
        status === null ? [] : (/\/tasks\/([^/]+)\/actions\/run$/.exec(path)?.[1] ?? []),
      );

    const first = begin();
    await until(async () => (await started()).length === 3);
    const { items } = await platform.api("GET", "/tasks?fields=id,name");
    const [failing] = (items as { id: string; name: string }[]).filter(({ name }) => name === "P02"); // a list's form
    await platform.control("POST", `/tasks/${failing?.id}`, { outcome: "FAILED" });
    await platform.advance(2000);
    const { code } = await first.run;
    expect(code).not.toBe(0);
    const results = JSON.parse(await stack.must("stack", "output", "results"));
    expect(results).toMatchObject(pattern(JSON.parse(block("json"))) as object);
    expect(results.P03).toMatchObject({ status: "COMPLETED" });

    await platform.log();
    const second = begin();
    await until(async () => (await started()).length === 1);
    await platform.advance(2000);
    expect((await second.run).code).toBe(0);
    expect((await stack.outputs()).results).toMatchObject({
      P01: results.P01,
      P02: { status: "COMPLETED", price: { amount: 2 * results.P02.price.amount } },
      P03: results.P03,
    });
    const writes = await platform.writes();
    expect(writes.map((line) => line.replace(/[0-9a-f-]{36}/, "ID"))).toStrictEqual([
      "POST /tasks/ID/actions/clone",
      "PATCH /tasks/ID",
      "POST /tasks/ID/actions/run",
    ]);
    await begin().run;
    expect(await platform.log()).not.toContainEqual(expect.stringMatching(/tasks\/[0-9a-f-]+|^POST/));
  } finally {
    stack.remove();
    await platform.close();
  }
});
