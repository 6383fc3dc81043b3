// Makes one call after the other in a separate process, and prints what came of each, with what nobody had caught.
const { text } = require("node:stream/consumers");
const t = require("io-ts");
const { call, clientOf } = require("../../dist/provider/api/transport/http");
const { explain } = require("../../dist/provider/shared/errors");

const policy = {
  firstDelay: 1,
  longestDelay: 1,
  attempts: 2,
  maintenanceDelay: [1, 1],
  maxElapsed: { trouble: 1_000, limited: 1_000, maintenance: 1_000 },
};

const uncaught = [];
process.on("uncaughtException", (error) => uncaught.push(String(error)));
process.on("unhandledRejection", (error) => uncaught.push(String(error)));

const given = { ...process.env };

const one = async ({ endpoint, env = {}, timeout = 2_000, method = "GET" }) => {
  process.env = { ...given, ...env };
  const client = clientOf({ endpoint, token: "t0ken" }, { policy, timeout });
  const answer = await call(client)(t.unknown, method, "/user", {}, method === "GET" ? undefined : {})();
  // What comes after the answer has time to do harm.
  await new Promise((done) => setTimeout(done, 20));
  return answer._tag === "Right"
    ? { answer: answer.right }
    : { ...answer.left, text: explain(answer.left), asked: undefined };
};

(async () => {
  const results = [];
  for (const each of JSON.parse(await text(process.stdin))) results.push(await one(each));
  process.stdout.write(JSON.stringify({ results, uncaught }));
})();
