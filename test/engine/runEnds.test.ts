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

const one = (run: string, more = ""): void =>
  stack.program(
    `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, ${more} });`,
    ...(run === ""
      ? []
      : [
          `const ran = new sb.TaskRun("ran", { task: one, ${run} });`,
          "exports.id = ran.id; exports.status = ran.status;",
        ]),
  );

describe("the real engine", () => {
  test("destroy aborts what is running, and waits until it has stopped", async () => {
    one("wait: false");
    await stack.up();
    const { id } = await stack.resource("one");
    await platform.log();
    const destroyed = stack.destroy();
    await until(async () => (await platform.api("GET", `/tasks/${id}`)).status === "ABORTING");
    await platform.advance(1000);
    expect(await destroyed).toContain(`task ${id} was QUEUED: aborted, waiting until it has stopped`);
    expect(await platform.api("GET", `/tasks/${id}`)).toMatchObject({ status: "ABORTED" });
    expect(await platform.writes()).toStrictEqual([`POST /tasks/${id}/actions/abort`]);
    expect(await stack.resources()).toStrictEqual({});
  });

  test("a run that is replaced while it goes on is aborted before the new one starts", async () => {
    one("wait: false");
    await stack.up();
    const { id } = await stack.resource("one");
    one("wait: false", "triggers: [1]");
    const { text } = await stack.tryPreview();
    expect(text).toContain(
      `task ${id} has been started (QUEUED): a new task will be made, because triggers changed`,
    );
    await platform.log();
    const up = stack.up();
    await until(async () => (await platform.api("GET", `/tasks/${id}`)).status === "ABORTING");
    await platform.advance(1000);
    await up;
    const { one: now } = await stack.resources();
    expect(await platform.writes()).toStrictEqual([
      "POST /tasks",
      `POST /tasks/${id}/actions/abort`,
      `PATCH /tasks/${now?.id}`,
      `POST /tasks/${now?.id}/actions/run`,
    ]);
    expect((await stack.resource("ran")).id).toBe(now?.id);
  });

  test("new triggers run the same task again, once, although the process is killed; --replace runs nothing", async () => {
    one("wait: true");
    const first = stack.beginUp();
    await until(async () => /sb:ran: QUEUED/.test(first.text()));
    await platform.advance(1000);
    await first.run;
    const { id } = await stack.resource("ran");
    const urn = (await stack.resource("ran")).urn;

    await platform.log();
    const replaced = await stack.up("--replace", urn);
    expect(replaced).toContain(
      "results collected. It is not run again: a change of `triggers` runs it again, which is paid for again, with about 0.04 USD",
    );
    expect(await platform.writes()).toStrictEqual([]);
    expect(await stack.outputs()).toStrictEqual({ id, status: "COMPLETED" });

    one('triggers: ["again"]');
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: replace (triggers)"]);
    const cut = stack.beginUp();
    await until(async () => /sb:ran: QUEUED/.test(cut.text()));
    await cut.kill();
    const second = stack.beginUp();
    await until(async () => /sb:ran: QUEUED/.test(second.text()));
    await platform.advance(1000);
    expect((await second.run).code).toBe(0);
    const { id: again } = await stack.resource("ran");
    expect(again).not.toBe(id);
    expect(await platform.writes()).toStrictEqual([
      `POST /tasks/${id}/actions/clone`,
      `PATCH /tasks/${again}`,
      `POST /tasks/${again}/actions/run`,
    ]);
    expect(await stack.preview()).toStrictEqual(["one: same", "ran: same"]);
    await stack.destroy();
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("what ends in a watched update before its run is created is not said to have ended while you were away", async () => {
    stack.program(
      `const slow = new sb.DraftTask("slow", { ${base}, inputs: { ${inputs} } });`,
      'const first = new sb.TaskRun("first", { task: slow });',
      `const one = new sb.DraftTask("one", { ${base}, inputs: { ${inputs} }, run: true });`,
      'new sb.TaskRun("ran", { task: one }, { dependsOn: first });',
    );
    const watched = stack.beginUp();
    await until(async () => /sb:first: QUEUED/.test(watched.text()));
    await until(async () => (await platform.tasks()).length === 2);
    await platform.advance(1000);
    expect((await watched.run).code).toBe(0);
    const { id } = await stack.resource("one");
    expect(watched.text()).toContain(
      `sb:ran: task ${id} had already ended (COMPLETED, 0.04 USD); results collected`,
    );
    expect(watched.text()).not.toContain("while you were away");
  });

  test("a run whose first attempt ended after a kill finished while you were away", async () => {
    one("wait: true");
    const cut = stack.beginUp();
    await until(async () => /sb:ran: QUEUED/.test(cut.text()));
    await cut.kill();
    await platform.advance(1000);
    await platform.log();
    expect(await stack.up()).toContain("sb:ran: finished while you were away (0.04 USD); results collected");
    expect((await stack.outputs()).status).toBe("COMPLETED");
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a timeout ends the waiting and not the task: the next up waits on", async () => {
    one('timeout: "1s"');
    const { id } = await stack.tryUp().then(({ code, text }) => {
      expect([code, text]).toStrictEqual([
        1,
        expect.stringContaining(
          "still QUEUED after 00:00:01 of waiting (timeout: 1s): the task goes on; run pulumi up again to wait for it",
        ),
      ]);
      return stack.resource("ran");
    });
    await platform.advance(1000);
    await platform.log();
    await stack.up();
    expect(await stack.outputs()).toStrictEqual({ id, status: "COMPLETED" });
    expect(await platform.writes()).toStrictEqual([]);
  });

  test("a failed sample of a cohort stops none of the others with --continue-on-error, and alone is taken up again", async () => {
    const cohort = (run: boolean): void =>
      stack.program(
        'for (const sample of ["a", "b", "c"]) {',
        `  const task = new sb.DraftTask(sample, { ${base}, inputs: { ${inputs}, note: sample } });`,
        ...(run ? ['  new sb.TaskRun(sample + "-run", { task, maxAttempts: 2 });'] : []),
        "}",
      );
    cohort(false);
    await stack.up();
    const { a, b, c } = await stack.resources();
    await platform.control("POST", `/tasks/${b?.id}`, { outcome: "FAILED" });
    cohort(true);
    const begun = stack.begin(["up", "--yes", "--skip-preview", "--color", "never", "--continue-on-error"]);
    await until(async () => ["a", "b", "c"].every((it) => begun.text().includes(`sb:${it}-run: QUEUED`)));
    await platform.advance(1000);
    expect((await begun.run).code).toBe(1);
    const ended = await stack.resources();
    expect([a, b, c].map((task) => task?.id)).toStrictEqual(
      ["a-run", "b-run", "c-run"].map((name) => ended[name]?.id),
    );
    expect(["a-run", "b-run", "c-run"].map((name) => ended[name]?.outputs.status)).toStrictEqual([
      "COMPLETED",
      "FAILED",
      "COMPLETED",
    ]);
    await platform.log();
    const again = stack.beginUp();
    await until(async () => /sb:b-run: QUEUED/.test(again.text()));
    await platform.advance(1000);
    expect((await again.run).code).toBe(0);
    const log = await platform.log();
    expect(log.filter((line) => line.includes(String(a?.id)) || line.includes(String(c?.id)))).toStrictEqual(
      [],
    );
    expect(log.filter((line) => line.startsWith("POST") && !line.startsWith("POST /bulk"))).toStrictEqual([
      `POST /tasks/${b?.id}/actions/clone`,
      expect.stringMatching(/^POST .*\/actions\/run$/),
    ]);
  });
});
