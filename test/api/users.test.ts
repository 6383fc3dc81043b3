import { clientOf } from "../../provider/api/http";
import { getUser } from "../../provider/api/users";
import { quick } from "../support/quick";
import { Scripted } from "../support/scripted";

let server: Scripted;
let date: string | false;

beforeEach(async () => {
  server = await Scripted.start(() => ({
    body: { username: "ada", email: "ada@x.org" },
    headers: { Date: date === false ? "" : date },
  }));
});
afterEach(() => server.close());

const asked = () => getUser(clientOf({ endpoint: server.url, token: "t" }, { policy: quick }))();

test("the user comes with the server's time", async () => {
  date = "Wed, 25 Nov 2026 10:00:00 GMT";
  expect(await asked()).toStrictEqual({
    _tag: "Right",
    right: { username: "ada", now: Date.UTC(2026, 10, 25, 10) },
  });
  expect(server.asked).toStrictEqual(["GET /user"]);
});

test("the user comes with this machine's time where the server does not say its own", async () => {
  date = false;
  const before = Date.now();
  const result = await asked();
  const now = result._tag === "Right" ? result.right.now : 0;
  expect([before <= now, now <= Date.now()]).toStrictEqual([true, true]);
});
