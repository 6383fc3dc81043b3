import * as fc from "fast-check";
import { type Answer, type Client, emulated, items, pick } from "./client";
import { bob, files, seed } from "./seed";

const project = "division/many";
const id = (n: number): string => `aaaa${String(n).padStart(20, "0")}`;
const one = (values: readonly string[], n: number): string => values[n % values.length] ?? "";

/** Names, tags, and metadata of few values, so that every filter meets some of them. */
const many = Array.from({ length: 60 }, (_, n) => ({
  project,
  id: id(n),
  name: `${one(["a", "b c", "d&e", "ü"], n)}${n < 4 ? "" : n}.txt`,
  metadata: {
    ...(n % 3 === 0 ? {} : { sample_id: one(["s1", "s2", "s 3"], Math.floor(n / 3)) }),
    ...(n % 5 === 0 ? { lane: one(["1", "2"], Math.floor(n / 5)) } : {}),
  },
  tags: n % 4 === 0 ? ["x", one(["y", "z"], n / 4)] : [],
}));

const emulator = emulated({
  seed: {
    ...seed,
    projects: [...(seed.projects ?? []), { id: project }],
    files: [...(seed.files ?? []), ...many, { project, name: "folder/inside.txt" }],
  },
});

const advance = { "X-SBG-Advance-Access": "Advance" };

/** Every page of a list, by its links. */
const pages = async (client: Client, path: string): Promise<readonly Answer[]> => {
  const found: Answer[] = [];
  for (let at: string | undefined = path; at !== undefined; ) {
    const answer: Answer = await client.send("GET", at, undefined, advance);
    found.push(answer);
    const links = pick(answer.body, "links");
    const next = Array.isArray(links) ? links.find((it) => pick(it, "rel") === "next") : undefined;
    at = next === undefined ? undefined : String(pick(next, "href")).slice(client.url.length);
  }
  return found;
};

const query = (filter: Readonly<Record<string, readonly string[]>>, more: Record<string, string>): string => {
  const sent = new URLSearchParams({ project, ...more });
  for (const [name, values] of Object.entries(filter)) for (const it of values) sent.append(name, it);
  return sent.toString();
};

const some = (...values: string[]) => fc.subarray([...values, "none"]);
const limit = fc.integer({ min: 1, max: 70 });
const byName = some(...many.slice(0, 9).map((it) => it.name), "folder");
const byTag = some("x", "y", "z");
/** Nothing in the seed comes from a task. */
const byTask = fc.constantFrom<string[]>([], [], [], ["00000000-0000-4000-8000-000000000000"]);

describe("a list of files", () => {
  test("with any filters is, in pages of any length, all the files that fit, in one order", async () => {
    const { client } = emulator;
    const all = (await pages(client, `/files?${query({}, { fields: "_all", limit: "100" })}`)).flatMap(
      (it) => {
        const found = pick(it.body, "items");
        return Array.isArray(found) ? found : [];
      },
    );
    expect(all.map((it) => pick(it, "id")).slice(0, 60)).toEqual(many.map((it) => it.id));
    const filter = fc.record({
      name: byName,
      tag: byTag,
      "origin.task": byTask,
      "metadata.sample_id": some("s1", "s2", "s 3"),
      "metadata.lane": some("1", "2"),
    });
    await fc.assert(
      fc.asyncProperty(filter, limit, async (asked, length) => {
        const any = (values: readonly string[], found: unknown) =>
          values.length === 0 || values.includes(String(found));
        const expected = all.filter((it) => {
          const tags = pick(it, "tags");
          return (
            any(asked.name, pick(it, "name")) &&
            any(asked["origin.task"], pick(it, "origin.task")) &&
            any(asked["metadata.sample_id"], pick(it, "metadata.sample_id")) &&
            any(asked["metadata.lane"], pick(it, "metadata.lane")) &&
            (asked.tag.length === 0 || (Array.isArray(tags) && tags.some((tag) => asked.tag.includes(tag))))
          );
        });
        const found = await pages(
          client,
          `/files?${query(asked, { fields: "_all", limit: String(length) })}`,
        );
        expect(found.flatMap((it) => items(it, "id"))).toEqual(expected.map((it) => pick(it, "id")));
        expect(found).toHaveLength(Math.max(1, Math.ceil(expected.length / length)));
        expect(new Set(found.map((it) => it.headers.get("x-total-matching-query")))).toEqual(
          new Set([String(expected.length)]),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("has the fields that are asked for, nested and negated ones too", async () => {
    const { client } = emulator;
    const fields = async (asked: string) =>
      pick((await client.get(`/files?project=ada/lab&name=s1_1.fastq&fields=${asked}`)).body, "items");
    expect(await fields("id,metadata.sample_id,origin.task")).toEqual([
      { id: files.r1, metadata: { sample_id: "s1" }, origin: {} },
    ]);
    expect(await fields("name,metadata,!metadata.lane")).toEqual([
      { name: "s1_1.fastq", metadata: { sample_id: "s1", library_id: "l1" } },
    ]);
    expect(await fields("")).toEqual([
      {
        href: `${client.url}/files/${files.r1}`,
        id: files.r1,
        name: "s1_1.fastq",
        project: "ada/lab",
        type: "file",
      },
    ]);
  });

  test.each<[string, number, number]>([
    ["/files", 400, 5029],
    ["/files?project=", 400, 5029],
    ["/files?project=ada/lab&parent=x", 400, 5031],
    ["/files?dataset=tcga", 501, 90004],
    ["/files?project=lab", 400, 5005],
    ["/files?project=no/where", 404, 3002],
    ["/files?project=bob/private", 403, 3001],
    [`/files?parent=${files.r1}`, 400, 5022],
    [`/files?parent=${"0".repeat(24)}`, 404, 5002],
    [`/files?parent=${files.secret}`, 403, 5001],
    [`/files/${files.r1}/list`, 400, 5022],
    ["/files?project=ada/lab&limit=0", 400, 90000],
    ["/files?project=ada/lab&offset=-1", 400, 90000],
  ])("is refused as %s", async (path, status, code) => {
    jest.spyOn(console, "error").mockImplementation(() => undefined);
    const answer = await emulator.client.get(path);
    jest.restoreAllMocks();
    expect([answer.status, pick(answer.body, "code")]).toEqual([status, code]);
  });
});

describe("scrolling", () => {
  const scroll = (asked: string, headers: Record<string, string> = advance) =>
    emulator.client.send("GET", `/files/scroll?${asked}`, undefined, headers);

  test("meets every file that fits once, in pages of any length", async () => {
    const { client } = emulator;
    await fc.assert(
      fc.asyncProperty(byName, byTag, limit, async (name, tag, length) => {
        const asked = query({ name, tag }, { token: "init", limit: String(length) });
        const found = await pages(client, `/files/scroll?${asked}`);
        const listed = await pages(client, `/files?${query({ name, tag }, { limit: "100" })}`);
        expect(found.flatMap((it) => items(it, "id"))).toEqual(listed.flatMap((it) => items(it, "id")));
      }),
      { numRuns: 30 },
    );
  });

  test("has a page's own token in its href, a total, and one link at most", async () => {
    const { client } = emulator;
    const first = await scroll(`project=${project}&token=init&limit=59&fields=id`);
    const next = String(pick(first.body, "links.0.href"));
    expect(first.body).toEqual({
      href: `${client.url}/files/scroll?project=${project}&token=init&limit=59&fields=id`,
      items: many.slice(0, 59).map((it) => ({ id: it.id })),
      links: [{ href: expect.any(String), rel: "next", method: "GET" }],
    });
    expect(first.headers.get("link")).toBe(`<${next}>; rel="next"`);
    const last = await client.send("GET", next.slice(client.url.length), undefined, advance);
    expect([items(last, "name"), pick(last.body, "links"), pick(last.body, "href")]).toEqual([
      [undefined, undefined],
      [],
      next,
    ]);
    expect([first, last].map((it) => it.headers.get("x-total-matching-query"))).toEqual(["61", "61"]);
  });

  test("goes through a folder too, the project's own included", async () => {
    const { client } = emulator;
    const root = await client.field(`/projects/${project}`, "root_folder");
    const found = await pages(client, `/files/${root}/scroll?token=init&limit=25`);
    expect(found.map((it) => items(it, "id").length)).toEqual([25, 25, 11]);
    const [inside] = items(await client.get(`/files?project=${project}&name=folder`), "id");
    const inFolder = await client.send("GET", `/files/${inside}/scroll?token=init`, undefined, advance);
    expect([items(inFolder, "name"), items(inFolder, "type")]).toEqual([["inside.txt"], ["file"]]);
  });

  test("misses nothing and meets nothing twice while files come, go and change", async () => {
    const { client } = emulator;
    const made: string[] = [];
    for (const name of ["1", "2", "3", "4", "5", "6"]) {
      const body = { project: "division/shared", name };
      made.push(String(pick((await client.post(`/files/${files.r1}/actions/copy`, body)).body, "id")));
    }
    const first = await scroll("project=division/shared&token=init&limit=2&fields=id,name");
    await client.delete(`/files/${made[0]}`);
    // The very one after which it goes on.
    await client.delete(`/files/${made[1]}`);
    await client.patch(`/files/${made[3]}`, { name: "0" });
    await client.post(`/files/${files.r1}/actions/copy`, { project: "division/shared", name: "7" });
    const path = String(pick(first.body, "links.0.href")).slice(client.url.length);
    const rest = (await pages(client, path)).flatMap((it) => items(it, "name"));
    expect([...items(first, "name"), ...rest]).toEqual(["1", "2", "3", "0", "5", "6", "7"]);
    // A token is good for as long as its list.
    expect((await pages(client, path)).flatMap((it) => items(it, "name"))).toEqual(rest);
  });

  test("is for those only who say that they want advance access", async () => {
    for (const headers of [{}, { "X-SBG-Advance-Access": "no" }]) {
      const answer = await scroll(`project=${project}&token=init`, headers);
      expect([answer.status, pick(answer.body, "message")]).toEqual([
        400,
        "Advance access feature needs X-SBG-Advance-Access: advance header.",
      ]);
    }
  });

  test("is refused with a token that no page gave, with an offset, and with metadata", async () => {
    const { client } = emulator;
    const first = await scroll("project=ada/lab&token=init&limit=1");
    const token = new URLSearchParams(String(pick(first.body, "links.0.href")).split("?")[1]).get("token");
    const unknown = Buffer.from(JSON.stringify(["x", "y"])).toString("base64url");
    for (const asked of [
      "project=ada/lab",
      "project=ada/lab&token=",
      "project=ada/lab&token=INIT",
      "project=ada/lab&token=abc",
      "project=ada/lab&token=MTIz",
      `project=ada/lab&token=${unknown}`,
      `project=${project}&token=${token}`,
      "project=ada/lab&token=init&offset=5",
      "project=ada/lab&token=init&metadata.sample_id=s1",
    ]) {
      const answer = await scroll(asked);
      expect([asked, answer.status, pick(answer.body, "code")]).toEqual([asked, 400, 5033]);
    }
    expect((await scroll(`project=ada/lab&token=${token}&offset=0&limit=1`)).status).toBe(200);
    expect(pick((await scroll("token=init")).body, "code")).toBe(5029);
    expect(pick((await scroll("token=init&project=bob/private")).body, "code")).toBe(3001);
    const theirs = await client
      .as(bob)
      .send("GET", `/files/scroll?project=ada/lab&token=${token}`, undefined, advance);
    expect(pick(theirs.body, "code")).toBe(3001);
  });
});
