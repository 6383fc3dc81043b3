import * as t from "io-ts";
import { bulkGet } from "../../../provider/api/endpoints/bulk";
import { clientOf } from "../../../provider/api/transport/http";
import { Platform } from "../../support/platform";
import { quick } from "../../support/quick";
import { Scripted } from "../../support/scripted";
import { genome, reads } from "../../support/seed";

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

  describe("of a platform that answers otherwise", () => {
    const one = (id: string) => ({ id, name: id.toUpperCase() });
    const gone = { status: 404, code: 5002, message: "gone" };
    const asked = async (itemsOf: (ids: readonly string[]) => readonly unknown[], rounds = 1) => {
      const lines: string[] = [];
      const server = await Scripted.start(({ pathname }, body, { method }) => {
        const id = pathname.slice("/files/".length);
        if (method === "POST") return { body: { items: itemsOf((body as { file_ids: string[] }).file_ids) } }; // as sent
        return id === "c" ? { status: 404, body: { ...gone, more_info: "" } } : { body: one(id) };
      });
      const client = clientOf(
        { endpoint: server.url, token: "t" },
        { policy: quick, say: (line) => lines.push(line) },
      );
      const results = [];
      for (let round = 0; round < rounds; round++)
        results.push(await bulkGet(client, "files", { codec: item, fields: "id,name" }, ["a", "b", "c"])());
      await server.close();
      return { results, lines, log: server.asked.map(decodeURIComponent) };
    };
    const whole = {
      _tag: "Right",
      right: [found("a", "A"), found("b", "B"), { _tag: "Missing", ...gone }],
    };
    const singly = (...ids: readonly string[]) => ids.map((id) => `GET /files/${id}?fields=id,name`);
    const bulk = "POST /bulk/files/get?fields=id,name";

    test.each<[string, (ids: readonly string[]) => readonly unknown[], readonly string[]]>([
      ["in another order", () => [{ resource: one("b") }, { error: gone }, { resource: one("a") }], ["c"]],
      ["without an id", () => [{ resource: one("b") }, { error: gone }], ["a", "c"]],
      ["without the asked keys", (ids) => ids.map((id) => ({ resource: { id } })), ["a", "b", "c"]],
      ["with nothing", () => [], ["a", "b", "c"]],
    ])("%s: what is missing is asked for by itself", async (_, itemsOf, missing) => {
      const { results, log } = await asked(itemsOf);
      expect(results).toStrictEqual([whole]);
      expect(log).toStrictEqual([bulk, ...singly(...missing)]);
    });

    test("after two such calls none asks for fields, which is said once", async () => {
      const { results, lines, log } = await asked((ids) => ids.map((id) => ({ resource: { id } })), 4);
      expect(results).toStrictEqual([whole, whole, whole, whole]);
      expect(log.filter((line) => line.startsWith("POST"))).toStrictEqual([
        bulk,
        bulk,
        "POST /bulk/files/get",
        "POST /bulk/files/get",
      ]);
      expect(lines).toHaveLength(1);
    });
  });
});
