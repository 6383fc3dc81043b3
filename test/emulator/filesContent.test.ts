import { emulated, items, pick } from "./client";
import { files, fileValue, seed } from "./seed";

const sizes: Readonly<Record<string, number>> = {
  empty: 0,
  small: 100,
  block: 71 * 1024,
  large: 300_000,
  huge: 31e9,
};
const emulator = emulated({
  seed: {
    ...seed,
    files: [
      ...(seed.files ?? []),
      ...Object.entries(sizes).map(([name, size]) => ({ project: "ada/lab", name: `sizes/${name}`, size })),
    ],
  },
});

const sentence = "Made up by the emulator: nothing was executed, so there is no content.\n";
/** What a file holds from a byte on, by the simplest rule. */
const text = (from: number, length: number): string =>
  Array.from({ length }, (_, n) => sentence[(from + n) % sentence.length]).join("");

const urlOf = async (name: string): Promise<string> => {
  const { client } = emulator;
  const [folder] = items(await client.get("/files?project=ada/lab&name=sizes"), "id");
  const [id] = items(await client.get(`/files?parent=${folder}&name=${name}`), "id");
  return String(await client.field(`/files/${id}/download_info`, "url"));
};

const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url, { method, headers });

describe("a file's content", () => {
  test.each(["empty", "small", "block", "large"])("is as long as its size says (%s)", async (name) => {
    const answer = await get(await urlOf(name));
    const body = await answer.text();
    expect([
      answer.status,
      answer.headers.get("content-length"),
      answer.headers.get("accept-ranges"),
    ]).toEqual([200, String(sizes[name]), "bytes"]);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(body === text(0, sizes[name] ?? 0)).toBe(true);
  });

  test.each<[string, string, number, string | null, string]>([
    ["large", "bytes=0-0", 206, "bytes 0-0/300000", text(0, 1)],
    ["large", "bytes=72650-72759", 206, "bytes 72650-72759/300000", text(72650, 110)],
    ["large", "bytes=299990-400000", 206, "bytes 299990-299999/300000", text(299990, 10)],
    ["large", "bytes=299990-", 206, "bytes 299990-299999/300000", text(299990, 10)],
    ["large", "bytes=-10", 206, "bytes 299990-299999/300000", text(299990, 10)],
    ["small", "bytes=-1000", 206, "bytes 0-99/100", text(0, 100)],
    [
      "huge",
      "bytes=30999999990-",
      206,
      "bytes 30999999990-30999999999/31000000000",
      text(30_999_999_990, 10),
    ],
    ["large", "bytes=300000-", 416, "bytes */300000", ""],
    ["large", "bytes=-0", 416, "bytes */300000", ""],
    ["empty", "bytes=0-10", 416, "bytes */0", ""],
    ["small", "bytes=5-2", 200, null, text(0, 100)],
    ["small", "bytes=0-1,5-6", 200, null, text(0, 100)],
    ["small", "lines=0-1", 200, null, text(0, 100)],
    ["small", "bytes=-", 200, null, text(0, 100)],
  ])("of %s is served for %s with %d", async (name, range, status, contentRange, body) => {
    const answer = await get(await urlOf(name), { Range: range });
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      status,
      contentRange,
      body,
    ]);
    expect(answer.headers.get("content-length")).toBe(String(body.length));
  });

  test("is described by HEAD, and begins at once however long it is", async () => {
    const url = await urlOf("huge");
    const head = await get(url, { Range: "bytes=0-1" }, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
      200,
      "31000000000",
      "",
    ]);
    const answer = await get(url);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(
      Buffer.from(first?.value ?? [])
        .toString()
        .startsWith(sentence),
    ).toBe(true);
    await reader?.cancel();
  });

  test("is a copy's too, and a log's, and nobody's when the file is gone", async () => {
    const { client } = emulator;
    const made = await client.post(`/files/${files.r1}/actions/copy`, { project: "division/shared" });
    const url = String(await client.field(`/files/${pick(made.body, "id")}/download_info`, "url"));
    expect(await (await get(url)).text()).toBe(text(0, 100));
    await client.delete(`/files/${pick(made.body, "id")}`);
    const gone = await get(url);
    expect([gone.status, pick(await gone.json(), "code")]).toEqual([404, 5002]);
    const inputs = { reads: [fileValue(files.r1)], genome: fileValue(files.genome) };
    const task = await client.task({ app: "ada/lab/align", inputs }, "?action=run");
    await client.advance(20);
    const log = String(await client.field(`/tasks/${task}/execution_details`, "jobs.0.logs.stderr"));
    const info = await client.get(log.slice(client.url.length));
    expect(await (await get(String(pick(info.body, "url")))).text()).toBe(text(0, 1024));
  });
});
