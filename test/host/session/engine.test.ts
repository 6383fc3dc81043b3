import { createServer } from "node:net";
import { engineIn, isGone } from "../../../provider/host/session/engine";

test.each([
  [["127.0.0.1:43117"], { host: "127.0.0.1", port: 43117 }],
  [["-logtostderr", "-v=9", "localhost:1", "/srv/lab"], { host: "localhost", port: 1 }],
  [["[::1]:80"], { host: "::1", port: 80 }],
  [["--tracing", "http://localhost:9411/api", "127.0.0.1:5"], { host: "127.0.0.1", port: 5 }],
  [["test/host"], undefined],
  [[], undefined],
])("the engine's address is found in %j", (args, address) => {
  expect(engineIn(args)).toStrictEqual(address);
});

test("an engine is gone when nothing listens at its address any more", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens nowhere");
  const engine = { host: "127.0.0.1", port: address.port };
  expect(await isGone(engine)).toBe(false);
  await new Promise((done) => server.close(done));
  expect(await isGone(engine)).toBe(true);
});
