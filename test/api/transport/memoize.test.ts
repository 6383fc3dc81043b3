import * as TE from "fp-ts/TaskEither";
import { type Client, clientOf } from "../../../provider/api/transport/http";
import { memoize } from "../../../provider/api/transport/memoize";
import { defaultPolicy } from "../../../provider/api/transport/retry";
import type { ApiError } from "../../../provider/shared/errors";

const at = (endpoint: string): Client => clientOf({ endpoint, token: "t" }, { policy: defaultPolicy });
const [here, there] = [at("https://here/v2"), at("https://there/v2")];

const failure: ApiError = {
  _tag: "Unreachable",
  asked: { method: "GET", path: "/user", endpoint: "https://here/v2" },
  reason: "ECONNRESET",
  sent: true,
};

/** Notes what is asked; the first `failing` times in vain. */
const asking = (failing = 0) => {
  const asked: string[] = [];
  const ask = memoize(({ connection }, key) => async () => {
    asked.push(`${connection.endpoint} ${key}`);
    return (asked.length <= failing ? TE.left(failure) : TE.right(asked.length))();
  });
  return { asked, ask };
};

test("what many want to know of one platform is asked once, and for itself on another one", async () => {
  const { asked, ask } = asking();
  const answers = await Promise.all([here, here, there].map((client) => ask(client, "a")()));
  expect(answers).toMatchObject([{ right: 1 }, { right: 1 }, { right: 2 }]);
  expect(asked).toStrictEqual(["https://here/v2 a", "https://there/v2 a"]);
});

test("a failure is not kept, and its end takes no later answer away", async () => {
  const { asked, ask } = asking(1);
  const again = async () => {
    const first = await ask(here, "a")();
    return first._tag === "Left" ? ask(here, "a")() : first;
  };
  expect(await Promise.all([again(), again(), again()])).toMatchObject([
    { right: 2 },
    { right: 2 },
    { right: 2 },
  ]);
  expect(await ask(here, "a")()).toMatchObject({ right: 2 });
  expect(asked).toHaveLength(2);
});
