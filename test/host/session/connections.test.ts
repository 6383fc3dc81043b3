import * as E from "fp-ts/Either";
import type { Client } from "../../../provider/api/transport/http";
import { taskRunProvider } from "../../../provider/host";
import { clientFor } from "../../../provider/host/session/connections";
import type { Session } from "../../../provider/host/session/session";
import { unknownValue } from "../../../provider/shared/unknown";
import { Platform } from "../../support/platform";
import { app, cwl, project, reads, seed } from "../../support/seed";
import { whose } from "../../support/tags";
import { until } from "../../support/until";
import { failureOf, type Kept, Process, type Properties } from "../provider";

/* One process over several connections: two platforms of the same projects, apps and users, and a second user of one. */

let cgc: Platform;
let eu: Platform;
beforeEach(async () => {
  cgc = await Platform.start();
  const users = [{ username: "ada", token: "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0" }];
  eu = await Platform.start({ seed: { ...seed, users, projects: seed.projects?.slice(0, 2) ?? [] } });
});
afterEach(() => Promise.all([cgc.close(), eu.close()]));

const bob = "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0";

type Connections = Readonly<Record<string, { readonly endpoint: string; readonly token: string }>>;

const at = ({ url: endpoint, token }: Platform) => ({ endpoint, token });
const both = (): Connections => ({ cgc: at(cgc), eu: at(eu) });

/** A process whose stack has named connections only. */
const over = (
  connections: Connections,
  owner?: string,
  more: Readonly<Record<string, string>> = {},
): Process =>
  new Process(
    cgc,
    {
      "sevenbridges:endpoint": "",
      "sevenbridges:token": "",
      "sevenbridges:connections": JSON.stringify(connections),
      ...more,
    },
    owner,
  );

const clientOver = (session: Session, connection: string): Client => {
  const client = clientFor(session, "one", { connection });
  if (E.isLeft(client)) throw new Error(client.left.reason);
  return client.right;
};

const args = (connection: unknown, more: Properties = {}): Properties => ({
  project,
  app: `${app}/0`,
  inputs: { reads: reads.map((path) => ({ class: "File", path })) },
  connection,
  ...more,
});

const logs = async (): Promise<unknown> => [await cgc.log(), await eu.log()];

describe("what a process remembers", () => {
  test("of an app, a project and a user is that of one platform, though all are called the same on both", async () => {
    const { session } = over(both());
    for (const name of ["cgc", "eu", "cgc"]) {
      const client = clientOver(session, name);
      await session.cache.user(client)();
      await session.cache.app(client, app)();
      await session.cache.drafts(client, project)();
      await session.cache.tasksSince(client, `${project} 2026-01-01`)();
    }
    const once = [
      ...whose,
      `GET /apps/${app}`,
      expect.stringMatching(/^GET \/tasks\?project=ada\/lab&status=DRAFT/),
      expect.stringMatching(/^GET \/tasks\?project=ada\/lab&created_from=2025-12-31T23:59:59/),
    ];
    expect(await logs()).toStrictEqual([once, once]);
  });

  test("of a user is that of one token", async () => {
    const { session } = over({ ada: at(cgc), bob: { ...at(cgc), token: bob } });
    const names = await Promise.all(
      ["ada", "bob"].map((name) => session.cache.user(clientOver(session, name))()),
    );
    expect(names).toMatchObject([{ right: { username: "ada" } }, { right: { username: "bob" } }]);
  });

  test("of an app's pin holds on one platform: the other has different revisions", async () => {
    await eu.control("POST", "/seed", { apps: [{ id: app, cwl }] });
    const provider = over(both());
    const before = await provider.checked(args("cgc", { app }));
    const moved = await provider.checked(args("eu", { app }), before);
    // The check of the replacement, which is given no olds.
    const again = await provider.checked(args("eu", { app }));
    expect([before, moved, again].map((it) => it.app)).toStrictEqual([`${app}/0`, `${app}/1`, `${app}/1`]);
  });

  test("of a rate limit is that of one connection: where one waits, the other goes on", async () => {
    await cgc.control("POST", "/rate-limit", { limit: 9, remaining: 2 });
    const provider = over(both());
    const waiting = new AbortController();
    const spent = { ...clientOver(provider.session, "cgc"), signal: waiting.signal };
    await provider.session.cache.user(spent)();
    const stuck = provider.session.cache.app(spent, app)();
    await until(async () => provider.lines.some((line) => line.includes("rate limit")));
    const client = clientOver(provider.session, "eu");
    for (const name of ["a", "b", "c"]) await provider.session.cache.drafts(client, `ada/${name}`)();
    expect((await logs()) as readonly unknown[]).toMatchObject([whose, { length: 3 }]);
    waiting.abort();
    expect(E.isLeft(await stuck)).toBe(true);
  });

  test("of a refused token is that of one platform, though the other's is the same text", async () => {
    const token = eu.token;
    const profiles = [
      { name: "a", endpoint: cgc.url, token: cgc.token },
      { name: "b", endpoint: eu.url, token },
    ];
    const provider = new Process(
      cgc,
      {
        "sevenbridges:connections": JSON.stringify({
          cgc: { ...at(cgc), token },
          eu: { endpoint: eu.url, token: "gone" },
        }),
      },
      undefined,
      () => E.right(profiles),
    );
    for (const name of ["cgc", "eu"]) await provider.session.cache.user(clientOver(provider.session, name))();
    expect(await logs()).toStrictEqual([
      ["GET /user", ...whose],
      ["GET /user", ...whose],
    ]);
    expect(provider.lines).toStrictEqual([
      `sb: the token for ${cgc.url} was refused (401); using the one in profile a of the credentials file`,
      `sb: the token for ${eu.url} was refused (401); using the one in profile b of the credentials file`,
    ]);
  });
});

describe("a connection that is called otherwise at the same platform", () => {
  test.each(["a draft", "a started task"])(
    "is stored for %s at no call, and nothing else is",
    async (which) => {
      const kept = await over(both()).create(args("cgc", { run: which !== "a draft" }));
      await logs();
      const now = await over({ genomics: at(cgc) }).update(
        kept,
        args("genomics", { run: which !== "a draft" }),
      );
      expect(now.outs).toStrictEqual({ ...kept.outs, connection: "genomics" });
      expect(await logs()).toStrictEqual([[], []]);
    },
  );

  test("is the stack's own", async () => {
    const kept = await over(both()).create(args("cgc"));
    await logs();
    const { outs } = await new Process(cgc).update(kept, args(undefined));
    const { connection: _, ...rest } = kept.outs;
    expect(outs).toStrictEqual(rest);
    expect(await logs()).toStrictEqual([[], []]);
  });

  test("goes with the changes on the platform", async () => {
    const kept = await over(both()).create(args("cgc"));
    await logs();
    const { outs } = await over({ genomics: at(cgc) }).update(kept, args("genomics", { name: "other" }));
    expect([outs.name, outs.connection]).toStrictEqual(["other", "genomics"]);
    expect(await cgc.writes()).toStrictEqual([`PATCH /tasks/${kept.id}`]);
  });
});

describe("a connection that is gone from the settings", () => {
  const unseen = ({ id }: Kept): string =>
    `GET /tasks/${id} at ${cgc.url} was refused (404, code 7002: Requested task does not exist): the fallback token used instead of connection cgc may lack access: restore connection cgc, or, if the task is gone, run pulumi state delete`;

  test("gives way to any other one to the same platform, for a look as for clearing up", async () => {
    const kept = await over(both()).create(args("cgc"));
    const provider = over({ eu: at(eu), genomics: at(cgc) });
    const { id, props } = (await provider.read(kept.id, kept.outs)) ?? {};
    expect([id, props]).toStrictEqual([kept.id, kept.outs]);
    await provider.delete(kept);
    expect(await cgc.tasks()).toStrictEqual([]);
    expect(await eu.log()).toStrictEqual([]);
  });

  test("is not taken for by one that does not show the task: it is not gone for that", async () => {
    const kept = await over(both()).create(args("cgc"));
    await cgc.fault({ kind: "status", status: 404, code: 7002, times: "always", match: { path: "/tasks/" } });
    const provider = over({ eu: at(eu), genomics: at(cgc) });
    expect((await failureOf(provider.read(kept.id, kept.outs))).message).toBe(unseen(kept));
    expect((await failureOf(provider.delete(kept))).message).toBe(unseen(kept));
    // Its own connection is believed.
    expect(await over(both()).read(kept.id, kept.outs)).toStrictEqual({});
  });

  test("nor, in cleanup, where it now points elsewhere", async () => {
    const kept = await over(both()).create(args("cgc"));
    await cgc.fault({ kind: "status", status: 404, code: 7002, times: "always" });
    const provider = over({ cgc: at(eu), old: at(cgc) });
    expect((await failureOf(provider.delete(kept))).message).toBe(unseen(kept));
  });

  test("does not keep a run from being cleared of attempts that somebody has deleted", async () => {
    const { id } = await over(both()).create(args("cgc"));
    await cgc.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
    await cgc.api("POST", `/tasks/${id}/actions/run`);
    await cgc.advance(5000);
    const runs = (connections: Connections): Process =>
      new Process(
        cgc,
        { "sevenbridges:connections": JSON.stringify(connections) },
        undefined,
        undefined,
        taskRunProvider,
      );
    const failure = await failureOf(runs(both()).create({ task: id, connection: "cgc", wait: true }));
    const attempts = [
      { number: 1, status: "FAILED", tasks: [{ id }] },
      { number: 2, status: "FAILED", tasks: [{ id: "6b0e3f1c-9d2a-4b7e-8c5f-0a1b2c3d4e5f", of: id }] },
    ];
    const outs = { ...failure.properties, attempts };
    const provider = runs({ genomics: at(cgc) });
    await provider.delete({ id, inputs: {}, outs });
    expect(provider.lines).toStrictEqual([
      `sb:align: the run of task ${id} is FAILED, 0.04 USD: removed from this state only; the platform keeps its record`,
    ]);
  });

  test("is named where nothing else points there, and no other platform is asked", async () => {
    const kept = await over(both()).create(args("cgc"));
    await logs();
    const provider = over({ eu: at(eu) });
    const reason = `no configured connection points to ${cgc.url}, where task ${kept.id} is: connection is not known: sevenbridges:connections has eu`;
    expect((await failureOf(provider.read(kept.id, kept.outs))).message).toBe(reason);
    expect((await failureOf(provider.delete(kept))).message).toBe(reason);
    expect(await logs()).toStrictEqual([[], []]);
  });

  test("or now points elsewhere: a look is refused, and cleanup uses what points there", async () => {
    const kept = await over(both()).create(args("cgc"));
    await logs();
    const moved = over({ cgc: at(eu) });
    expect((await failureOf(moved.read(kept.id, kept.outs))).message).toBe(
      `task ${kept.id} is at ${cgc.url}, but connection cgc is configured for ${eu.url}, where it cannot be found: set sevenbridges:connections.cgc.platform or sevenbridges:connections.cgc.endpoint back to ${cgc.url}`,
    );
    expect((await failureOf(moved.delete(kept))).message).toBe(
      `task ${kept.id} is at ${cgc.url}, but connection cgc is configured for ${eu.url}: to have it deleted, add a profile with api_endpoint = ${cgc.url} and its auth_token to ~/.sevenbridges/credentials and run this again; or delete it on that platform yourself, then take it out of the state with pulumi state delete`,
    );
    await over({ cgc: at(eu), old: at(cgc) }).delete(kept);
    expect(await logs()).toStrictEqual([[`GET /tasks/${kept.id}`, `DELETE /tasks/${kept.id}`], []]);
  });
});

describe("a task that moves to another platform", () => {
  const refusing = (connections: Connections = both(), setting = "refuse"): Process =>
    over(connections, undefined, { "sevenbridges:replaceFinished": setting, "sevenbridges:checks": "apps" });

  /** The state knows it as a draft. */
  const finished = async (): Promise<Kept> => {
    const kept = await over(both()).create(args("cgc"));
    await cgc.api("POST", `/tasks/${kept.id}/actions/run`);
    await cgc.advance(5000);
    await logs();
    return kept;
  };

  test("is asked for where it was: what has been finished since is guarded, and reported", async () => {
    const kept = await finished();
    const { message } = await failureOf(refusing().diff(kept, args("eu")));
    expect(message).toMatch(
      new RegExp(`^Refusing to replace task ${kept.id} \\(COMPLETED, [0-9.]+ USD\\): endpoint`),
    );
    const process = refusing(both(), "allow");
    expect(await process.diff(kept, args("eu"))).toMatchObject({ replaces: ["__endpoint", "connection"] });
    expect(process.lines).toStrictEqual([
      expect.stringMatching(
        new RegExp(
          `^sb:align: task ${kept.id} has been started \\(COMPLETED, [0-9.]+ USD\\): a new task will be made`,
        ),
      ),
    ]);
    expect(await cgc.writes()).toStrictEqual([]);
  });

  test("is not asked for one by one with allow, if the state knows that it was started", async () => {
    const kept = await over(both()).create(args("cgc", { run: true }));
    await logs();
    const process = refusing(both(), "allow");
    expect(await process.diff(kept, args("eu", { run: true }))).toMatchObject({
      replaces: ["__endpoint", "connection"],
    });
    expect(await cgc.log()).toStrictEqual([]);
    await failureOf(cgc.advance(5000).then(() => refusing().diff(kept, args("eu", { run: true }))));
    expect(await cgc.log()).toStrictEqual([`GET /tasks/${kept.id}`]);
  });

  test("keeps nobody waiting if that platform does not answer, in an update neither: it is asked once", async () => {
    const [one, two] = [await finished(), await finished()];
    await cgc.fault({ kind: "drop", times: "always" });
    const process = refusing();
    for (const kept of [one, two])
      expect(await process.diff(kept, args("eu"))).toMatchObject({ replaces: ["__endpoint", "connection"] });
    const asked = await cgc.log();
    expect(new Set(asked).size).toBe(1);
    expect(process.lines.map((line) => line.replace(/\(.*\)/, "(…)"))).toStrictEqual(
      [one, two].map(() => "sb:align: could not read the task's status (…); using the stored one, DRAFT"),
    );
  });

  test("is what the state says where nothing points there any more, and where that platform does not answer", async () => {
    const kept = await finished();
    expect(await refusing({ eu: at(eu) }).diff(kept, args("eu"))).toMatchObject({
      replaces: ["__endpoint", "connection"],
    });
    expect((await cgc.log()).length).toBe(0);
    await cgc.fault({ kind: "status", status: 500, code: 90004, times: "always" });
    const process = refusing();
    expect(await process.diff(kept, args("eu"))).toMatchObject({ replaces: ["__endpoint", "connection"] });
    expect(process.lines).toStrictEqual([
      expect.stringMatching(
        /^sb:align: could not read the task's status \(.*\); using the stored one, DRAFT$/,
      ),
    ]);
  });
});

describe("a connection that a preview does not know yet", () => {
  test("asks nothing of any platform, and makes a new task only if it points to another one", async () => {
    const kept = await over(both()).create(args("cgc", { app, run: true }));
    await logs();
    const provider = over(both(), undefined, { "sevenbridges:checks": "apps" });
    const inputs = await provider.checked(args(unknownValue, { app, run: true }), kept.inputs);
    expect([inputs.app, inputs.__endpoint]).toStrictEqual([`${app}/0`, unknownValue]);
    expect(await provider.provider.diff?.(kept.id, kept.outs, inputs)).toStrictEqual({
      changes: true,
      replaces: ["__endpoint", "connection"],
    });
    expect(provider.lines).toStrictEqual([
      `sb:align: task ${kept.id} has been started (${kept.outs.status}): a new task will be made only if endpoint, connection really changes`,
    ]);
    expect(await logs()).toStrictEqual([[], []]);
  });

  test("is never sent anywhere", async () => {
    const provider = over(both());
    const inputs = await provider.checked(args(unknownValue));
    expect((await failureOf(provider.provider.create(inputs))).message).toBe(
      "an input is still unknown at the time of the update, and nothing unknown is sent: run pulumi up again",
    );
    expect(await logs()).toStrictEqual([[], []]);
  });

  test("nor does a run's", async () => {
    const { id } = await over(both()).create(args("cgc", { run: true }));
    const runs = new Process(
      cgc,
      { "sevenbridges:connections": JSON.stringify(both()) },
      undefined,
      undefined,
      taskRunProvider,
    );
    const kept = await runs.create({ task: id, connection: "cgc", wait: false });
    await logs();
    expect(await runs.diff(kept, { task: id, connection: unknownValue, wait: false })).toStrictEqual({
      changes: true,
      replaces: ["__endpoint", "connection"],
      deleteBeforeReplace: true,
    });
    expect(await logs()).toStrictEqual([[], []]);
  });
});

describe("a task that is there already", () => {
  test("is read over the connection that `get` names, which stays in the state", async () => {
    const { id } = await over(both()).create(args("eu"));
    await logs();
    const { props, inputs } = (await over(both()).read(id, { connection: "eu", __provider: "text" })) ?? {};
    expect([props?.connection, inputs?.connection, props?.status]).toStrictEqual(["eu", "eu", "DRAFT"]);
    expect(await logs()).toStrictEqual([[], [`GET /tasks/${id}`]]);
  });

  test("is imported over the connection of its args", async () => {
    const { id } = await over(both()).create(args("eu"));
    const other = over(
      both(),
      "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::other",
    );
    await logs();
    const kept = await other.create(args("eu", { __import: id, name: "align" }));
    expect([kept.id, kept.outs.connection]).toStrictEqual([id, "eu"]);
    expect(await cgc.log()).toStrictEqual([]);
  });
});
