import { getUser } from "../../../provider/api/endpoints/users";
import { clientOf } from "../../../provider/api/transport/http";
import { quick } from "../../support/quick";
import { Scripted } from "../../support/scripted";

let server: Scripted;
/** What the server says that its time is; nothing at all where that is empty. */
let date: string;

beforeEach(async () => {
  server = await Scripted.start(() => ({
    body: { username: "ada", email: "ada@x.org" },
    headers: { Date: date },
  }));
});
afterEach(() => server.close());

const asked = () => getUser(clientOf({ endpoint: server.url, token: "t" }, { policy: quick }))();
const hour = 3_600_000;
/** HTTP's dates have no fractions of a second. */
const now = Math.floor(Date.now() / 1000) * 1000;

test("the user comes with the server's time, also where this machine's clock is some hours off", async () => {
  for (const time of [now, now - 20 * hour, now + 20 * hour]) {
    date = new Date(time).toUTCString();
    expect(await asked()).toStrictEqual({ _tag: "Right", right: { username: "ada", now: time } });
  }
  expect(server.asked).toStrictEqual(Array(3).fill("GET /user"));
});

test.each([
  ["that the server does not say", ""],
  ["that is none", "soon"],
  ["of another day", new Date(now + 25 * hour).toUTCString()],
  ["of the beginning of all clocks", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ["of the end of all years", "Fri, 31 Dec 9999 23:59:59 GMT"],
])("a time %s is no time", async (_, said) => {
  date = said;
  expect(await asked()).toStrictEqual({ _tag: "Right", right: { username: "ada", now: undefined } });
});
