import { emulated } from "./client";
import { exchange } from "./exchange";
import { ada } from "./seed";

/** What no ordinary client sends, and what one sends that spells things oddly. */
const emulator = emulated();

test.each([
  ["garbage", "\u0001garbage\r\n\r\n", 400, "400 Bad Request"],
  ["a method that does not exist", "GRAB / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "400 Bad Request"],
  [
    "a URL of 20 kB",
    `GET /v2/tasks?name=${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
    "431 Request Header Fields Too Large",
  ],
])("%s is answered with the API's body", async (_, bytes, status, line) => {
  const { head, body } = await exchange(emulator.client.url, bytes);
  expect(head.split("\r\n")).toEqual(
    expect.arrayContaining([
      `HTTP/1.1 ${line}`,
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${body.length}`,
    ]),
  );
  expect(JSON.parse(body)).toEqual({
    status,
    code: 90000,
    message: expect.stringMatching(/\w/),
    more_info: expect.stringMatching("^https://"),
  });
});

test.each(["", "json", "application/", "application/json;", "text/plain; charset", "multipart/form-data"])(
  "a body of type %j is read",
  async (type) => {
    const body = JSON.stringify({ project: "ada/lab", app: "ada/lab/echo", name: "typed" });
    const lines = [
      "POST /v2/tasks?fields=name HTTP/1.1",
      "Host: x",
      "Connection: close",
      `X-SBG-Auth-Token: ${ada}`,
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`,
    ];
    const answer = await exchange(emulator.client.url, `${lines.join("\r\n")}\r\n\r\n${body}`);
    expect([answer.head.split("\r\n")[0], answer.body]).toEqual(["HTTP/1.1 201 Created", '{"name":"typed"}']);
  },
);

test("a malformed type on a route that there is not is 501, not 415", async () => {
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await emulator.client.send("POST", "/volumes", {}, { "Content-Type": "json" });
  expect(answer.status).toBe(501);
  error.mockRestore();
});
