import { writeFileSync } from "node:fs";
import { reviewed } from "../review/reviewed";
import { firstLine } from "../support/comment";
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

const program = (maxAttempts: number, more = ""): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, run: true, ${more} });`,
    `const ran = new sb.TaskRun("ran", { task: one, maxAttempts: ${maxAttempts} });`,
    "exports.attempts = ran.attempts;",
  );

/** A run that has failed, in the state. */
const failed = async (more = "", how: unknown = { outcome: "FAILED" }): Promise<string> => {
  program(1, more);
  const begun = stack.beginUp();
  await until(async () => /sb:ran: (QUEUED|CREATING)/.test(begun.text()));
  const items = (await platform.api("GET", "/tasks")).items as { id: string }[]; // a list's form
  const id = items[0]?.id ?? "";
  await platform.control("POST", `/tasks/${id}`, how);
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

/** The second attempt waits to end when everything is killed; it ends before anybody looks again. */
const missed = async (
  outcome: "COMPLETED" | "FAILED" | "ABORTED",
  more = "",
  how?: unknown,
): Promise<string> => {
  const id = await failed(more, how);
  program(2, more);
  const cut = stack.beginUp();
  await until(async () => /sb:ran: QUEUED/.test(cut.text()));
  await cut.kill();
  const { items } = await platform.api("GET", "/tasks?order=asc&fields=id,parent");
  const made = items as { id: string; parent?: string | null }[]; // a list's form
  const again = made.find((task) => task.id !== id && (task.parent ?? null) === null)?.id ?? "";
  if (outcome === "ABORTED") await platform.api("POST", `/tasks/${again}/actions/abort`);
  else await platform.control("POST", `/tasks/${again}`, { outcome });
  await platform.advance(2000);
  await platform.log();
  return again;
};

const paidFor = async (): Promise<number> => {
  const { items } = await platform.api("GET", "/tasks?fields=price");
  const prices = (items as { price?: { amount?: number } | null }[]).map(({ price }) => price?.amount ?? 0); // a list's form
  return prices.reduce((sum, amount) => sum + amount, 0);
};

describe("an attempt that ends after a kill, before the next up", () => {
  test("is collected with its values and its price, and nothing is paid for again", async () => {
    await missed("COMPLETED");
    const text = await stack.up();
    expect(text).toContain("sb:ran: finished while you were away (0.08 USD); results collected");
    const { outputs } = await stack.resource("ran");
    expect(outputs).toMatchObject({
      status: "COMPLETED",
      price: { amount: await paidFor() },
      outputs: { bam: { class: "File" }, rate: 0.5 },
      missingOutputs: [],
    });
    expect(await platform.writes()).toStrictEqual([]);
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
  });

  test.each(["FAILED", "ABORTED"] as const)(
    "counts where it is %s: the update fails for it, and there is no third one",
    async (outcome) => {
      await missed(outcome);
      expect((await stack.tryUp()).code).not.toBe(0);
      const { outputs } = await stack.resource("ran");
      expect(outputs).toMatchObject({
        status: outcome,
        price: { amount: await paidFor() },
        failures: [{ status: outcome }],
        attempts: [{ status: "FAILED" }, { status: outcome }],
      });
      expect(await platform.writes()).toStrictEqual([]);
    },
  );

  test("is known to the preview, to a review and to a refresh, which collects it", async () => {
    const again = await missed("COMPLETED");
    const { text } = await stack.tryPreview();
    expect(text).toContain(
      `an interrupted update has already started attempt 2 (task ${again}: COMPLETED, 0.04 USD); nothing is run again`,
    );
    expect(text).not.toContain("will run it again");
    expect(firstLine((await reviewed(stack)).markdown)).not.toMatch(/starts 1|[1-9] USD/);
    expect(await stack.refresh()).toContain(
      "sb:ran: finished while you were away (0.08 USD); results collected",
    );
    expect((await stack.resource("ran")).outputs).toMatchObject({
      status: "COMPLETED",
      price: { amount: await paidFor() },
      outputs: { bam: { class: "File" } },
      attempts: [{ status: "FAILED" }, { status: "COMPLETED", tasks: [{ id: again }] }],
    });
    expect(await platform.writes()).toStrictEqual([]);
    const healed = await stack.up();
    expect(healed).not.toContain("while you were away");
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
  });

  test("is collected after the run was taken out of the state, and nothing is paid for again", async () => {
    await missed("COMPLETED");
    await stack.must("state", "delete", "--yes", (await stack.resource("ran")).urn);
    await stack.up();
    expect((await stack.resource("ran")).outputs).toMatchObject({
      status: "COMPLETED",
      price: { amount: await paidFor() },
      outputs: { bam: { class: "File" } },
    });
    expect(await platform.writes()).toStrictEqual([]);
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
  });

  test("is repaired by a refresh where an earlier version has stored it without values and price", async () => {
    await missed("COMPLETED");
    await stack.up();
    const healthy = (await stack.resource("ran")).outputs;
    const file = stack.file("broken.json");
    const state = JSON.parse(await stack.export("--show-secrets"));
    for (const { urn, outputs } of state.deployment.resources)
      if (urn.endsWith("::ran")) {
        outputs.outputs = { bam: null, rate: null };
        outputs.missingOutputs = ["bam", "rate"];
        outputs.price = outputs.attempts[0].price;
        delete outputs.attempts[1].price;
        delete outputs.__attemptsRead;
      }
    writeFileSync(file, JSON.stringify(state));
    await stack.must("stack", "import", "--file", file);
    await stack.refresh();
    expect((await stack.resource("ran")).outputs).toStrictEqual(healthy);
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
    await stack.must("stack", "import", "--file", file);
    await stack.up();
    expect((await stack.resource("ran")).outputs).toStrictEqual(healthy);
  });
});
