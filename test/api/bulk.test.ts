import * as t from "io-ts";
import { bulkGet } from "../../provider/api/bulk";
import { clientOf } from "../../provider/api/http";
import { Platform } from "../support/platform";
import { quick } from "../support/quick";
import { Scripted } from "../support/scripted";
import { genome, reads } from "../support/seed";

const item = t.type({ id: t.string, name: t.string }, "Item");

const unknownId = "f".repeat(24);

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform.close());
beforeEach(() => platform.log());

const get = (ids: readonly string[], { url, token }: { url: string; token: string } = platform) =>
  bulkGet(
    clientOf({ endpoint: url, token }, { policy: quick }),
    "files",
    { codec: item, fields: "id,name" },
    ids,
  )();
const found = (id: string, name: string) => ({ _tag: "Found", resource: { id, name } });

describe("a bulk get", () => {
  test("answers for each id, in the order asked; what is missing is an answer, too", async () => {
    expect(await get([genome, unknownId, reads[0], genome])).toStrictEqual({
      _tag: "Right",
      right: [
        found(genome, "genome.fa"),
        { _tag: "Missing", status: 404, code: 5002, message: "Requested file does not exist." },
        found(reads[0], "a_1.fastq"),
        found(genome, "genome.fa"),
      ],
    });
    expect(await platform.log()).toStrictEqual(["POST /bulk/files/get?fields=id,name"]);
  });

  test("of no id asks nothing", async () => {
    expect(await get([])).toStrictEqual({ _tag: "Right", right: [] });
    expect(await platform.log()).toStrictEqual([]);
  });

  test("asks for at most 100 ids at once", async () => {
    const ids = Array.from({ length: 201 }, (_, n) => n.toString(16).padStart(24, "0"));
    const result = await get(ids);
    expect(result).toMatchObject({ _tag: "Right", right: { length: 201 } });
    const sent = (await platform.requests()).map(({ body }) => (body as { file_ids: string[] }).file_ids); // as sent
    expect(sent.map(({ length }) => length)).toStrictEqual([100, 100, 1]);
    expect(sent.flat()).toStrictEqual(ids);
  });

  test("is repeated on passing trouble, for it only reads", async () => {
    await platform.fault({ match: { method: "POST" }, kind: "status", status: 503, code: 0, times: 2 });
    expect(await get([genome])).toStrictEqual({ _tag: "Right", right: [found(genome, "genome.fa")] });
    expect(await platform.log()).toHaveLength(3);
  });

  test("tells resources by their ids, in whatever order they come, and what is not named is missing", async () => {
    const server = await Scripted.start(() => ({
      body: { items: [{ resource: { id: "b", name: "B" } }, { resource: { id: "a", name: "A" } }] },
    }));
    expect(await get(["a", "b", "c"], { url: server.url, token: "t" })).toStrictEqual({
      _tag: "Right",
      right: [
        found("a", "A"),
        found("b", "B"),
        { _tag: "Missing", status: 0, code: undefined, message: "the answer does not name it" },
      ],
    });
    expect(server.bodies).toStrictEqual([{ file_ids: ["a", "b", "c"] }]);
    await server.close();
  });
});
