import * as E from "fp-ts/Either";
import { draftTaskProvider } from "../../../provider/host";
import { newSession } from "../../../provider/host/session/session";
import { Platform } from "../../support/platform";
import { app, project, reads } from "../../support/seed";
import { until } from "../../support/until";
import { failureOf, type Kept, Process, type Properties } from "../provider";

let platform: Platform;
let provider: Process;
const complete: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
};

beforeEach(async () => {
  platform = await Platform.start();
  provider = new Process(platform);
});
afterEach(() => platform.close());

/** Made by one process, deleted by a later one. */
const made = async (more: Properties = {}): Promise<Kept> => {
  const kept = await provider.create({ ...complete, ...more });
  provider = new Process(platform);
  await platform.log();
  return kept;
};

describe("delete", () => {
  test("a draft is deleted, after a look at its live status", async () => {
    const kept = await made();
    await provider.delete(kept);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`, `DELETE /tasks/${kept.id}`]);
    expect(await platform.tasks()).toStrictEqual([]);
  });

  test.each(["align\t", "align\r", "al\u2028ign"])(
    "a draft %j is deleted with the state and the tag of an earlier version, with a salt, too",
    async (name) => {
      for (const salt of ["", "mine@"]) {
        const kept = await made();
        const owner = `${salt}${provider.owner.replace(/align$/, name)}`;
        const { description } = await platform.api("GET", `/tasks/${kept.id}`);
        const tag = String(description).replace(provider.owner, owner);
        await platform.api("PATCH", `/tasks/${kept.id}`, { description: tag });
        await provider.delete({ ...kept, outs: { ...kept.outs, __owner: owner } });
        expect(await platform.tasks()).toStrictEqual([]);
      }
    },
  );

  test("what somebody else has started is left and named", async () => {
    const kept = await made();
    await platform.api("POST", `/tasks/${kept.id}/actions/run`);
    await provider.delete(kept);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`]);
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} is QUEUED and the program does not say run: true: left running, removed from this state only. If nobody needs it, abort it on its page: ${platform.page(kept.id)}`,
    ]);
  });

  test("what run: true has started is aborted, and its stop is awaited", async () => {
    const kept = await made({ run: true });
    const deleting = provider.delete(kept);
    await until(async () => (await platform.api("GET", `/tasks/${kept.id}`)).status === "ABORTING");
    await platform.advance(1000);
    await deleting;
    const log = await platform.log();
    expect(log.slice(0, 2)).toStrictEqual([`GET /tasks/${kept.id}`, `POST /tasks/${kept.id}/actions/abort`]);
    expect((await platform.api("GET", `/tasks/${kept.id}`)).status).toBe("ABORTED");
  });

  test("a task that stays ABORTING fails it after some time with the task's page; the next one waits again", async () => {
    const kept = await made({ run: true });
    provider = Process.drafts(platform, { pollInterval: 1 });
    // Unless the clock is advanced, a task of the emulator is ABORTING for 100 seconds here.
    const { message } = await failureOf(provider.delete(kept));
    expect(message).toContain(`task ${kept.id} was aborted, is still ABORTING`);
    expect(message).toContain(platform.page(kept.id));
    expect(await platform.writes()).toStrictEqual([`POST /tasks/${kept.id}/actions/abort`]);
    await platform.advance(1000);
    await provider.delete(kept);
    expect(await platform.writes()).toStrictEqual([]);
  });

  describe("an abort that is refused while a task is QUEUED", () => {
    const refuse = (status: number, code: number, times: number | "always"): Promise<unknown> =>
      platform.fault({
        match: { method: "POST", path: "/actions/abort$" },
        kind: "status",
        status,
        code,
        message: "not yet",
        times,
      });

    // The vendor's table of codes has 403 for some of them, and a conflict has its own status.
    test.each([
      [400, 7011],
      [403, 7008],
      [409, 90007],
    ])("with %i and code %i is tried again until it is accepted", async (status, code) => {
      const kept = await made({ run: true });
      await refuse(status, code, 3);
      const deleting = provider.delete(kept);
      await until(async () => (await platform.api("GET", `/tasks/${kept.id}`)).status === "ABORTING");
      await platform.advance(1000);
      await deleting;
      expect((await platform.writes()).length).toBe(4);
      expect((await platform.api("GET", `/tasks/${kept.id}`)).status).toBe("ABORTED");
      expect(provider.lines.filter((line) => line.includes("does not abort it yet"))).toHaveLength(1);
    });

    test("is not tried again once the task has ended", async () => {
      const kept = await made({ run: true });
      await refuse(400, 7011, "always");
      const deleting = provider.delete(kept);
      await until(async () => provider.lines.some((line) => line.includes("does not abort it yet")));
      await platform.advance(2000);
      await deleting;
      expect((await platform.api("GET", `/tasks/${kept.id}`)).status).toBe("COMPLETED");
    });
  });

  test("an abort that is refused although the task runs fails with the task's page", async () => {
    const kept = await made({ run: true });
    await platform.advance(500);
    await platform.fault({
      match: { method: "POST", path: "/actions/abort$" },
      kind: "status",
      status: 400,
      code: 7011,
      message: "no",
      times: "always",
    });
    const { message } = await failureOf(provider.delete(kept));
    expect(message).toContain(platform.page(kept.id));
    expect(await platform.writes()).toHaveLength(2);
  });

  test("what has ended is removed from the state only: the platform keeps its record", async () => {
    const kept = await made({ run: true });
    await platform.advance(2000);
    await provider.delete(kept);
    expect(await platform.log()).toStrictEqual([`GET /tasks/${kept.id}`]);
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} is COMPLETED, 0.04 USD: removed from this state only; the platform keeps its record`,
    ]);
  });

  // 403 in the vendor's table of codes, 400 by the pattern of the others.
  test.each([400, 403])(
    "a draft that is started between the look and the call, which is refused with %i and 7007, is looked at again",
    async (status) => {
      const kept = await made();
      await platform.fault({
        match: { method: "DELETE" },
        kind: "status",
        status,
        code: 7007,
        message: "only drafts",
      });
      await provider.delete(kept);
      expect(await platform.log()).toStrictEqual([
        `GET /tasks/${kept.id}`,
        `DELETE /tasks/${kept.id}`,
        `GET /tasks/${kept.id}`,
        `DELETE /tasks/${kept.id}`,
      ]);
    },
  );

  test("does nothing to an id that a resource of this process lives on", async () => {
    const kept = await made();
    await provider.diff(kept, complete);
    await provider.delete(kept);
    expect(await platform.log()).toStrictEqual([]);
    expect(await platform.tasks()).toStrictEqual(["align"]);
  });

  test("a task left on another platform is deleted there when a token for it is at hand, else it says how", async () => {
    const kept = await made();
    const other = await Platform.start();
    try {
      const moved = new Process(other);
      expect((await failureOf(moved.delete(kept))).message).toBe(
        `task ${kept.id} is at ${platform.url}, but the stack is configured for ${other.url}: to have it deleted, add a profile with api_endpoint = ${platform.url} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
      );
      expect(await platform.tasks()).toStrictEqual(["align"]);
      const config: Readonly<Record<string, string>> = {
        "sevenbridges:endpoint": other.url,
        "sevenbridges:token": other.token,
      };
      const credentials = () =>
        E.right([{ name: "old", endpoint: `${platform.url}/`, token: platform.token }]);
      const session = newSession({
        config: () => (key) => config[key],
        env: {},
        credentials,
        say: () => undefined,
      });
      await draftTaskProvider(session, () => undefined).delete?.(kept.id, kept.outs);
      expect(await platform.tasks()).toStrictEqual([]);
      expect(await other.log()).toStrictEqual([]);
    } finally {
      await other.close();
    }
  });
});

test("a status that is not known is no reason to forget a task", async () => {
  const kept = await made();
  await platform.fault({ match: { method: "GET" }, kind: "alter", set: { status: "PAUSED" } });
  await platform.log();
  const failure = await failureOf(provider.delete(kept));
  expect(failure.message).toBe(
    `task ${kept.id} has a status that is not known here (PAUSED): nothing is done to it, and the state keeps it: try again later, with a newer version of pulumi-sevenbridges if that does not help, or see to it on its page and take it out of the state with pulumi state delete: ${platform.page(kept.id)}`,
  );
  expect(await platform.writes()).toStrictEqual([]);
});
