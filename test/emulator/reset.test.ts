import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../emulator";
import { Built } from "./built";
import { Client, emulated, items, pick } from "./client";
import { ada, echo, files, seed } from "./seed";

/** `POST /_emulator/reset`: all as it was at the start. */

const emulator = emulated({ rateLimit: 500 });

const paths = [
  "/users/ada",
  "/projects?fields=_all",
  "/projects/ada/lab/members?fields=_all",
  "/apps?fields=_all",
  "/files?project=ada/lab&fields=_all",
  `/files/${files.r1}`,
  "/tasks?fields=_all",
  "/billing/groups?fields=_all",
];
const seen = async (client: Client) => {
  const all: unknown[] = [];
  for (const path of paths) all.push((await client.get(path)).body);
  return all;
};

/** Something of everything that can be changed. */
const changeAll = async (client: Client): Promise<void> => {
  const steps = [
    await client.post("/projects", { name: "More" }),
    await client.patch("/projects/ada/lab", { name: "Other" }),
    await client.post("/projects/ada/lab/members", { username: "bob", permissions: { write: true } }),
    await client.post("/apps/ada/lab/more/raw", echo),
    await client.put(`/files/${files.r1}/metadata`, { sample_id: "s9" }),
    await client.delete(`/files/${files.bare}`),
    await client.post("/files", { name: "folder", type: "folder", project: "ada/lab" }),
  ];
  expect(steps.map(({ status }) => status).filter((it) => it >= 300)).toEqual([]);
  await client.task({ name: "draft" });
  await client.task({ name: "run" }, "?action=run");
  await client.control("POST", "/seed", { users: [{ username: "eve", token: "e".repeat(32) }] });
};

test("brings back every record of the seed, and leaves no other", async () => {
  const { client } = emulator;
  const before = await seen(client);
  await changeAll(client);
  expect(await seen(client)).not.toEqual(before);
  expect(await client.control("POST", "/reset")).toEqual({});
  expect(await seen(client)).toEqual(before);
  expect((await client.as("e".repeat(32)).get("/users/ada")).status).toBe(401);
  expect((await client.get("/users/eve")).status).toBe(404);
});

test("brings back the clock, and empties the journal and the list of faults", async () => {
  const { client } = emulator;
  await client.advance(1_000_000);
  await client.control("POST", "/faults", { kind: "maintenance", times: "always" });
  expect((await client.get("/users/ada")).status).toBe(503);
  await client.control("POST", "/reset");
  expect([await client.control("GET", "/journal"), await client.control("GET", "/faults")]).toEqual([[], []]);
  const made = Date.parse(String(await client.field(`/tasks/${await client.task()}`, "created_time")));
  expect(Math.abs(made - Date.now())).toBeLessThan(100_000);
});

test("brings back the rate limit, and all of the present five minutes", async () => {
  const { client } = emulator;
  await client.control("POST", "/rate-limit", { limit: 7, remaining: 0 });
  expect((await client.get("/users/ada")).status).toBe(429);
  await client.control("POST", "/reset");
  const { status, headers } = await client.get("/users/ada");
  expect([status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")]).toEqual([
    200,
    "500",
    "499",
  ]);
});

test("is over before the next request: tasks that ran are not there, and new ones run", async () => {
  const { client } = emulator;
  const old = await client.task({}, "?action=run");
  await client.control("POST", "/reset");
  const id = await client.task({}, "?action=run");
  await client.advance(10);
  expect([(await client.get(`/tasks/${old}`)).status, await client.field(`/tasks/${id}`, "status")]).toEqual([
    404,
    "COMPLETED",
  ]);
});

describe("with a state file", () => {
  let cli: Built;
  beforeAll(() => {
    cli = new Built();
    writeFileSync(join(cli.folder, "seed.json"), JSON.stringify(seed));
  });
  afterAll(() => cli.remove());

  test("what was there before is gone for good, what came after survives kill -9", async () => {
    const args = ["--seed", join(cli.folder, "seed.json"), "--state", join(cli.folder, "state")];
    const before = await cli.emulator(...args);
    const first = new Client(before.url, ada);
    await changeAll(first);
    // Tokens of users that were added are in it: a reader without access has none after a reset.
    chmodSync(join(cli.folder, "state"), 0o600);
    await first.control("POST", "/reset");
    expect(statSync(join(cli.folder, "state")).mode & 0o777).toBe(0o600);
    await first.task({ name: "after" });
    await first.patch(`/files/${files.r2}`, { name: "renamed.fastq" });
    const kept = (await seen(first)).map((it) => JSON.stringify(it).replaceAll(before.url, ""));
    expect(await before.stop("SIGKILL")).toBe("SIGKILL");

    const after = await cli.emulator(...args);
    const second = new Client(after.url, ada);
    expect((await seen(second)).map((it) => JSON.stringify(it).replaceAll(after.url, ""))).toEqual(kept);
    expect(items(await second.get("/tasks"), "name")).toEqual(["after"]);
    await second.control("POST", "/reset");
    expect(await after.stop("SIGKILL")).toBe("SIGKILL");

    const last = await cli.emulator(...args);
    expect(items(await new Client(last.url, ada).get("/tasks"), "name")).toEqual([]);
    expect(await new Client(last.url, ada).field(`/files/${files.r2}`, "name")).toBe("s1_2.fastq");
    await last.stop("SIGTERM");
  });
});

test("GET /_emulator/ lists what there is to order; another path is 404, another method 405", async () => {
  const { client } = emulator;
  const base = client.url.replace(/v2$/, "_emulator");
  const control = new Client(base, undefined);
  const routes = (await control.get("/")).body;
  expect(Array.isArray(routes) && routes.map((it) => `${it.method} ${it.path}`).sort()).toEqual([
    "DELETE /_emulator/faults",
    "DELETE /_emulator/journal",
    "GET /_emulator/",
    "GET /_emulator/content/:id",
    "GET /_emulator/faults",
    "GET /_emulator/journal",
    "HEAD /_emulator/content/:id",
    "POST /_emulator/apps/*",
    "POST /_emulator/clock",
    "POST /_emulator/faults",
    "POST /_emulator/rate-limit",
    "POST /_emulator/reset",
    "POST /_emulator/seed",
    "POST /_emulator/tasks/:id",
  ]);
  const [none, wrong] = [await control.get("/none"), await control.get("/clock")];
  expect([none.status, none.body]).toEqual([
    404,
    { message: "There is no /_emulator/none; GET /_emulator/ lists what there is." },
  ]);
  expect([wrong.status, wrong.headers.get("allow"), wrong.body]).toEqual([
    405,
    "POST",
    { message: "/_emulator/clock has POST, and no GET." },
  ]);
});

test.each([
  ["/clock", "{", "The body is not JSON."],
  ["/faults", "[1,", "The body is not JSON."],
  ["/seed", "users: []", "The body is not JSON."],
  ["/rate-limit", "{'limit': 1}", "The body is not JSON."],
  ["/seed", `${"[".repeat(300)}${"]".repeat(300)}`, "The body is nested too deeply."],
])("an order at %s that can not be read is refused", async (path, body, message) => {
  const control = new Client(emulator.client.url.replace(/v2$/, "_emulator"), undefined);
  const answer = await control.post(path, body);
  expect([answer.status, answer.body]).toEqual([400, { message }]);
});

test("an emulator that has no state file goes back as well, time after time", async () => {
  const other = await startEmulator({ seed, rateLimit: 100_000 });
  try {
    const client = new Client(other.url, ada);
    for (let n = 0; n < 20; n += 1) {
      await client.task();
      expect(pick((await client.get("/tasks")).body, "items.length")).toBe(1);
      await client.control("POST", "/reset");
    }
  } finally {
    await other.close();
  }
});
