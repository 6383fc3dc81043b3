import { emulated, items, pick } from "./client";
import { bob, files, fileValue } from "./seed";

const emulator = emulated();
const start = Date.now();
/** A time that many seconds after the tests began. */
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString().slice(0, 19);

/** alpha: a draft; beta: completed; gamma: a batch that runs, with two children; delta: a draft of the other project. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  const { client } = emulator;
  ids.alpha = await client.task({ name: "alpha" });
  await client.advance(100);
  ids.beta = await client.task({ name: "beta" }, "?action=run");
  await client.advance(100);
  const inputs = { bams: [fileValue(files.r1), fileValue(files.r3)] };
  ids.gamma = await client.task({ name: "gamma", app: "ada/lab/count", inputs }, "?action=run");
  await client.advance(5);
  ids.delta = await client.task({ name: "delta", project: "division/shared" });
});

describe("the list of tasks", () => {
  test.each([
    ["", ["delta", "gamma", "beta", "alpha"]],
    ["project=ada/lab", ["gamma", "beta", "alpha"]],
    ["project=ada%2Flab", ["gamma", "beta", "alpha"]],
    ["status=DRAFT", ["delta", "alpha"]],
    ["status=completed", ["beta"]],
    ["status=CREATING", []],
    ["batch=true", ["gamma"]],
    ["batch=False", ["delta", "beta", "alpha"]],
    ["origin_id=00000000-0000-4000-8000-000000000000", []],
    [`created_from=${at(50)}`, ["delta", "gamma", "beta"]],
    [`created_to=${at(150)}`, ["beta", "alpha"]],
    [`created_from=${at(50)}&created_to=${at(150)}`, ["beta"]],
    [`created_from=${at(50)}Z&created_to=${at(150)}%2B00:00`, ["beta"]],
    [`created_from=${at(50 + 7200)}%2B02:00`, ["delta", "gamma", "beta"]],
    [`created_from=${at(50 + 7200)}+02:00`, ["delta", "gamma", "beta"]],
    [`started_from=${at(150)}&status=running`, ["gamma"]],
    [`ended_from=${at(50)}&ended_to=${at(150)}`, ["beta"]],
    [`ended_to=${at(50)}`, []],
    ["created_from=2016-02-29T23:59:59", ["delta", "gamma", "beta", "alpha"]],
    ["created_from=2001-01-01", ["delta", "gamma", "beta", "alpha"]],
    ["created_to=2001-01-01", []],
    ["order=asc", ["alpha", "beta", "gamma", "delta"]],
    ["order_by=name&order=asc", ["alpha", "beta", "delta", "gamma"]],
    ["order_by=name", ["gamma", "delta", "beta", "alpha"]],
    ["order_by=end_time", ["beta", "delta", "gamma", "alpha"]],
    ["project=ada/lab&status=DRAFT&batch=false&order=asc", ["alpha"]],
    ["unknown=1", ["delta", "gamma", "beta", "alpha"]],
  ])("with %j is %j", async (query, names) => {
    expect(items(await emulator.client.get(`/tasks?${query}`), "name")).toEqual(names);
  });

  test.each(["", ",!name", ",!execution_status.duration", ",nonsense"])(
    "and a bulk read show what a reader of states asks for, and nothing else%s",
    async (more) => {
      const { client } = emulator;
      const fields = `fields=id,status,batch,execution_status.running,project,app,errors${more}`;
      const expected = {
        id: ids.gamma,
        status: "RUNNING",
        project: "ada/lab",
        app: "ada/lab/count/0",
        batch: true,
        execution_status: { running: 2 },
        errors: [],
      };
      const listed = await client.get(`/tasks?status=running&${fields}`);
      expect(pick(listed.body, "items")).toEqual([expected]);
      const bulk = await client.post(`/bulk/tasks/get?${fields}`, { task_ids: [ids.gamma] });
      expect(bulk.body).toEqual({ items: [{ resource: expected }] });
      expect((await client.get(`/tasks/${ids.gamma}?${fields}`)).body).toEqual(expected);
    },
  );

  test("of a parent is its children", async () => {
    const { client } = emulator;
    expect(items(await client.get(`/tasks?parent=${ids.gamma}&order=asc`), "name")).toEqual([
      "gamma - s1",
      "gamma - s2",
    ]);
    expect(items(await client.get(`/tasks?parent=${ids.gamma}&status=COMPLETED`), "name")).toEqual([]);
  });

  test("shows a few fields by default and all with _all", async () => {
    const { client } = emulator;
    const { body } = await client.get("/tasks?order=asc&limit=1");
    expect(pick(body, "items")).toEqual([
      {
        href: `${client.url}/tasks/${ids.alpha}`,
        id: ids.alpha,
        name: "alpha",
        project: "ada/lab",
        status: "DRAFT",
      },
    ]);
    const whole = await client.get("/tasks?order=asc&limit=1&fields=_all");
    expect(pick(whole.body, "items.0")).toEqual((await client.get(`/tasks/${ids.alpha}`)).body);
  });

  test("of another user's is empty", async () => {
    const theirs = await emulator.client.as(bob).get("/tasks");
    expect(items(theirs, "name")).toEqual(["delta"]);
  });
});

describe("pages", () => {
  test("one page has the effective offset and limit in its href, no links, and the total in a header", async () => {
    const { client } = emulator;
    const answer = await client.get("/tasks?project=ada/lab&fields=name&order=asc");
    expect(answer.body).toEqual({
      href: `${client.url}/tasks?project=ada/lab&fields=name&order=asc&offset=0&limit=50`,
      items: [{ name: "alpha" }, { name: "beta" }, { name: "gamma" }],
      links: [],
    });
    expect([answer.headers.get("x-total-matching-query"), answer.headers.get("link")]).toEqual(["3", null]);
  });

  test("a page in the middle links to the next and the previous one, in the body and in the Link header", async () => {
    const { client } = emulator;
    const answer = await client.get("/tasks?limit=1&offset=1");
    const [next, prev] = [`${client.url}/tasks?limit=1&offset=2`, `${client.url}/tasks?limit=1&offset=0`];
    expect(pick(answer.body, "links")).toEqual([
      { href: next, rel: "next", method: "GET" },
      { href: prev, rel: "prev", method: "GET" },
    ]);
    expect(answer.headers.get("link")).toBe(`<${next}>; rel="next", <${prev}>; rel="prev"`);
    expect(answer.headers.get("x-total-matching-query")).toBe("4");
  });

  test("following next from the first page meets every task once", async () => {
    const { client } = emulator;
    const seen: unknown[] = [];
    for (let path: string | undefined = "/tasks?limit=3"; path !== undefined; ) {
      const answer = await client.get(path);
      seen.push(...items(answer, "name"));
      const next: unknown =
        pick(answer.body, "links.0.rel") === "next" ? pick(answer.body, "links.0.href") : undefined;
      path = typeof next === "string" ? next.slice(client.url.length) : undefined;
    }
    expect(seen).toEqual(["delta", "gamma", "beta", "alpha"]);
  });

  test("hrefs point to the host that was asked", async () => {
    const { client } = emulator;
    const local = client.url.replace("127.0.0.1", "localhost");
    const answer = await fetch(`${local}/user`, { headers: { "X-SBG-Auth-Token": bob } });
    expect(pick(await answer.json(), "href")).toBe(`${local}/users/bob`);
  });

  test.each([
    ["limit=1000", "limit=100"],
    ["limit=7", "limit=7"],
    ["offset=99", "offset=99"],
  ])("%s is served as %s", async (query, effective) => {
    const { client } = emulator;
    const asked = new URLSearchParams({
      offset: "0",
      limit: "50",
      ...Object.fromEntries([effective.split("=")]),
    });
    const href = String(pick((await client.get(`/files?project=ada/lab&${query}`)).body, "href"));
    const [path, found] = href.split("?");
    expect(path).toBe(`${client.url}/files`);
    expect(Object.fromEntries(new URLSearchParams(found))).toEqual({
      project: "ada/lab",
      ...Object.fromEntries(asked),
    });
  });

  test("hold 50 items unless asked for more, and never more than 100", async () => {
    const { client } = emulator;
    const many = Array.from({ length: 103 }, (_, n) => ({
      project: "division/shared",
      name: `many/${n}.txt`,
    }));
    // A seed that names no project can only add to those it brings.
    await client.control("POST", "/seed", { projects: [{ id: "division/shared" }], files: many });
    const [folder] = items(await client.get("/files?project=division/shared&name=many"), "id");
    const counts: number[] = [];
    for (const query of ["", "limit=1000", "limit=1000&offset=100", "limit=100"]) {
      counts.push(items(await client.get(`/files?parent=${folder}&${query}`), "id").length);
    }
    expect(counts).toEqual([50, 100, 3, 100]);
  });
});
