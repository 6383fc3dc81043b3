import * as E from "fp-ts/Either";
import { clientOf } from "../../../provider/api/transport/http";
import { newFiles } from "../../../provider/host/session/files";
import { quick } from "../../support/quick";
import { type Answer, Scripted } from "../../support/scripted";

let answers: Answer[];
let server: Scripted;
beforeEach(async () => {
  server = await Scripted.start((_, body) => {
    const { file_ids: ids } = body as { file_ids: string[] }; // our own call
    return (
      answers.shift() ?? {
        body: { items: ids.map((id) => ({ resource: { id, name: `${id}.bam`, metadata: {} } })) },
      }
    );
  });
});
afterEach(() => server.close());

const client = () =>
  clientOf({ endpoint: server.url, token: "t" }, { policy: { ...quick, attempts: 1 }, say: () => undefined });

const refused: Answer = { status: 403, body: { status: 403, code: 5001, message: "no" } };

describe("what a process has asked of a file", () => {
  test("is asked once", async () => {
    answers = [];
    const files = newFiles();
    const [first, second] = [await files.read(client(), ["a"])(), await files.read(client(), ["a"])()];
    expect(second).toStrictEqual(first);
    expect(server.bodies).toStrictEqual([{ file_ids: ["a"] }]);
  });

  test("is asked once more where the first call has failed", async () => {
    answers = [refused];
    const files = newFiles();
    expect(E.isLeft(await files.read(client(), ["a"])())).toBe(true);
    expect(await files.read(client(), ["a"])()).toMatchObject(
      E.right(new Map([["a", { _tag: "Found", resource: { id: "a", name: "a.bam" } }]])),
    );
    expect(server.bodies).toStrictEqual([{ file_ids: ["a"] }, { file_ids: ["a"] }]);
  });
});
