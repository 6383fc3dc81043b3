import * as t from "io-ts";
import { listAll } from "../../../provider/api/endpoints/paging";
import { clientOf } from "../../../provider/api/transport/http";
import { explain } from "../../../provider/shared/errors";
import { quick } from "../../support/quick";
import { type Answer, Scripted } from "../../support/scripted";

const item = t.type({ id: t.string }, "Item");
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({ id: String(from + n).padStart(4, "0") }));

let server: Scripted | undefined;
afterEach(() => server?.close());

/** Reads a list whose state may be another one at each request: `states[n]`, the last one from then on. */
const read = async (
  states: readonly (readonly { readonly id: string }[])[],
  totalOf: (state: readonly unknown[]) => number | undefined = (state) => state.length,
) => {
  let request = 0;
  server = await Scripted.start((url): Answer => {
    const state = states[Math.min(request++, states.length - 1)] ?? [];
    const offset = Number(url.searchParams.get("offset"));
    const total = totalOf(state);
    return { body: { items: state.slice(offset, offset + 100) }, ...(total === undefined ? {} : { total }) };
  });
  const client = clientOf({ endpoint: server.url, token: "t" }, { policy: { ...quick, attempts: 1 } });
  return listAll(client, "/files", item, { project: "ada/lab" })();
};

const pages = (...offsets: readonly number[]) =>
  offsets.map((offset) => `GET /files?project=ada%2Flab&offset=${offset}&limit=100`);
const sorted = (items: readonly { readonly id: string }[]) =>
  items.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe("a list", () => {
  test.each([
    [0, [0]],
    [1, [0]],
    [99, [0]],
    [100, [0]],
    [101, [0, 100]],
    [200, [0, 100]],
    [250, [0, 100, 200]],
  ])("of %i items is read in exactly the pages that it has", async (length, offsets) => {
    expect(await read([ids(0, length)])).toStrictEqual({ _tag: "Right", right: ids(0, length) });
    expect(server?.asked).toStrictEqual(pages(...offsets));
  });

  test.each([
    [99, [0]],
    [100, [0, 100]],
    [150, [0, 100]],
  ])("of %i items that names no total is read until a page is not full", async (length, offsets) => {
    expect(await read([ids(0, length)], () => undefined)).toStrictEqual({
      _tag: "Right",
      right: ids(0, length),
    });
    expect(server?.asked).toStrictEqual(pages(...offsets));
  });

  test("that got an item in front between two pages is read again: none twice, none missing", async () => {
    const [before, after] = [ids(1, 151), ids(0, 151)];
    expect(await read([before, after])).toStrictEqual({ _tag: "Right", right: after });
    expect(server?.asked).toStrictEqual(pages(0, 100, 0, 100));
  });

  test("that lost an item between two pages is read again", async () => {
    const [before, after] = [ids(0, 150), ids(1, 150)];
    expect(await read([before, after])).toStrictEqual({ _tag: "Right", right: after });
    expect(server?.asked).toStrictEqual(pages(0, 100, 0, 100));
  });

  test("whose order changes with each page is put together from several readings", async () => {
    const all = ids(0, 150);
    const turned = [...all.slice(75), ...all.slice(0, 75)];
    const result = await read([all, turned, turned, all]);
    expect(result._tag === "Right" && sorted(result.right)).toStrictEqual(all);
    expect(server?.asked).toStrictEqual(pages(0, 100, 0, 100));
  });

  test("that never keeps still is an error after five readings, not a part of the list", async () => {
    const states = Array.from({ length: 20 }, (_, n) => ids(0, 150 + n));
    const result = await read(states);
    if (result._tag === "Right") throw new Error("it was read");
    expect(explain(result.left)).toBe(
      `GET /files at ${server?.url} answered 200 with something unreadable (the list changed while its pages were read, 5 times in a row): check that the endpoint is the API's, and not a proxy or a web page`,
    );
    expect(server?.asked).toStrictEqual(pages(...Array.from({ length: 5 }, () => [0, 100]).flat()));
  });

  test("with a page that is refused is an error", async () => {
    server = await Scripted.start((url) =>
      url.searchParams.get("offset") === "0"
        ? { body: { items: ids(0, 100) }, total: 150 }
        : { status: 400, body: { code: 5005, message: "no" } },
    );
    const client = clientOf({ endpoint: server.url, token: "t" }, { policy: { ...quick, attempts: 1 } });
    expect(await listAll(client, "/files", item, {})()).toMatchObject({
      _tag: "Left",
      left: { _tag: "Refused", status: 400, code: 5005 },
    });
  });
});
