import { Platform } from "../support/platform";
import { type Answer, Scripted } from "../support/scripted";
import { complete } from "./operations";
import { failureOf, type Kept, Process, type Properties } from "./provider";
import { draft, ended } from "./runs";

/**
 * A platform whose actions and bulk calls answer with a part of a task: the documentation's own example of a bulk item has no
 * inputs, no outputs and no price (API digest, 5.11).
 */

let platform: Platform;
let scant: Scripted;
/** Paths whose answers are cut down. */
let cut: RegExp;
beforeEach(async () => {
  platform = await Platform.start();
  cut = /^$/;
  scant = await Scripted.start(async (url, body, { method, token }) => {
    const response = await fetch(`${new URL(platform.url).origin}${url.pathname}${url.search}`, {
      method,
      headers: { "X-SBG-Auth-Token": token, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answered = text === "" ? undefined : JSON.parse(text);
    const total = response.headers.get("x-total-matching-query");
    return {
      status: response.status,
      body: cut.test(`${method} ${url.pathname}`) ? partOf(answered) : answered,
      ...(total === null ? {} : { total: Number(total) }),
    } satisfies Answer;
  });
});
afterEach(async () => {
  await scant.close();
  await platform.close();
});

const partOf = (answer: Properties): unknown => {
  const { items, id, status } = answer;
  return Array.isArray(items)
    ? { items: items.map(({ resource, ...rest }) => (resource ? { resource: partOf(resource) } : rest)) }
    : { id, status };
};

const over = (start: typeof Process.runs): Process => {
  const seen = new Proxy(platform, {
    get: (target, key) => (key === "url" ? `${scant.url}/v2` : Reflect.get(target, key, target)),
  });
  return start(seen);
};

/** A task that has failed, and its second attempt. */
const retried = async (): Promise<Kept> => {
  const task = await draft(platform, { description: "E18" });
  await platform.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
  const args = { task, maxAttempts: 2 };
  const process = over(Process.runs);
  const inputs = await process.checked(args);
  const { properties = {} } = await ended(platform, () => failureOf(process.provider.create(inputs)));
  return ended(platform, () => over(Process.runs).update({ id: task, inputs, outs: properties }, args));
};

test("a run and its attempts are whole where actions and bulk calls answer with ids and statuses only", async () => {
  const whole = await retried();
  cut = /^(POST|PATCH) /;
  const scanty = await retried();
  const told = ({ outs }: Kept): unknown => {
    const { status, price, outputs, missingOutputs, attempts } = outs;
    return {
      status,
      price,
      missingOutputs,
      ports: Object.keys(outputs as object),
      attempts: (attempts as Properties[]).map(({ number, status, price }) => ({ number, status, price })),
    };
  };
  expect(told(scanty)).toStrictEqual(told(whole));
  const { items } = await platform.api("GET", "/tasks?limit=100&order=asc&fields=description");
  expect(
    (items as { description: string }[]).map(({ description }) => description.split("\n")[0]),
  ).toStrictEqual(Array(4).fill("E18"));
});

test("a draft that was patched is whole in the state", async () => {
  const process = over(Process.drafts);
  const kept = await process.create(complete);
  cut = /^PATCH /;
  const { outs } = await process.update(kept, { ...complete, description: "E18" });
  expect(outs).toStrictEqual({ ...kept.outs, description: "E18" });
});

test("a draft that was made is in the state with what its answer says, and is not read once more", async () => {
  cut = /^POST /;
  const kept = await over(Process.drafts).create(complete);
  expect(kept.outs).toMatchObject({ status: "DRAFT", ...complete, name: "align" });
  expect(scant.asked.map((line) => line.split("?")[0])).not.toContain(`GET /tasks/${kept.id}`);
});

test("a start that answers with the end is read again, for its values may come later", async () => {
  const task = await draft(platform);
  await platform.fault({
    match: { method: "POST", path: "/actions/run$" },
    kind: "alter",
    set: { status: "COMPLETED", outputs: null, price: null },
  });
  const { outs } = await ended(platform, () => Process.runs(platform).create({ task }));
  expect(outs).toMatchObject({ status: "COMPLETED", outputs: { rate: 0.5 }, price: { amount: 0.04 } });
});
