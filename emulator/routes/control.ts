import type { FastifyInstance, FastifyReply } from "fastify";
import { BAD_REQUEST, refuse } from "../calls/refusals";
import { readFault } from "../faults/orders";
import type { OwnRoute } from "../http/guard";
import { readRateOrder } from "../http/rateLimit";
import type { Service } from "../http/serve";
import { type AppRef, appRef } from "../ids";
import { deeperThan, isObject, MAX_DEPTH, reason } from "../json";
import { readAppOrders, withOrders } from "../rules/appOrders";
import { statusOf } from "../rules/lifecycle";
import { portsOf, taskPorts } from "../rules/ports";
import { advanceClock } from "../rules/settle";
import { readTaskControl, unknownOutput, withControl } from "../rules/taskControl";
import { seedChanges } from "../seed/seed";
import type { Revision } from "../store/model";
import type { Store } from "../store/store";
import { contentRoutes } from "./content";

/** Past the year 9999 a time has another form, and clients can not read it (API digest 2.5): our choice. */
const FURTHEST = 1000 * 365.25 * 24 * 3600 * 1000;

/**
 * The emulator's own routes, beside the API: what was asked, trouble to come, how tasks end, the clock, the rate limit,
 * more seed, and all as it was. They need no token of the API's and leave no trace in the journal of requests.
 */
export const controlRoutes = (
  app: FastifyInstance,
  { world, requests, faults, rate }: Service,
  own: readonly OwnRoute[],
): void => {
  const { store } = world;

  app.get("/_emulator/", async () => own.filter(({ path }) => path.startsWith("/_emulator")));

  app.get("/_emulator/journal", async () => requests.all());
  app.delete("/_emulator/journal", async () => {
    requests.clear();
    return {};
  });

  app.post("/_emulator/faults", async (request, reply) => {
    const fault = readFault(json(request.body));
    if (typeof fault === "string") return wrong(reply, fault);
    faults.add(fault, world.now());
    return {};
  });
  app.get("/_emulator/faults", async () => faults.pending(world.now()));
  app.delete("/_emulator/faults", async () => {
    faults.clear();
    return {};
  });

  app.post("/_emulator/clock", async (request, reply) => {
    const body = json(request.body);
    const advance = isObject(body) ? body.advance : undefined;
    if (typeof advance !== "number" || !(advance >= 0))
      return wrong(reply, "advance must be a number of seconds");
    const offset = store.clockOffset + advance * 1000;
    if (offset > FURTHEST)
      return wrong(reply, "advance must leave the clock within a thousand years from now");
    store.commit(["clock", "clock", { offset }]);
    advanceClock(store, world.now());
    return { now: new Date(world.now()).toISOString() };
  });

  app.post("/_emulator/rate-limit", async (request, reply) => {
    const order = readRateOrder(json(request.body), rate.limit);
    if (typeof order === "string") return wrong(reply, order);
    rate.set(order, [...store.users.keys()], world.now());
    return {};
  });

  app.post<{ Params: { id: string } }>("/_emulator/tasks/:id", async (request, reply) => {
    advanceClock(store, world.now());
    const task = store.tasks.get(request.params.id);
    if (task === undefined) return wrong(reply, `there is no task ${request.params.id}`);
    const control = readTaskControl(json(request.body));
    if (typeof control === "string") return wrong(reply, control);
    const ports = taskPorts(store, task)?.outputs;
    const odd = ports && unknownOutput(control, ports);
    if (odd !== undefined) return wrong(reply, odd);
    const now = world.now();
    store.commitAll(withControl(task, store.childrenOf(task.id), control, now));
    const next = store.tasks.get(task.id) ?? task;
    return { id: task.id, status: statusOf(next, store.childrenOf(task.id), now) };
  });

  app.post<{ Params: { "*": string } }>("/_emulator/apps/*", async (request, reply) => {
    advanceClock(store, world.now());
    const id = request.params["*"];
    const ref = appRef(id);
    const revisions = ref === undefined ? [] : revisionsOf(store, ref);
    const newest = revisions.at(-1);
    if (newest === undefined) return wrong(reply, `there is no app ${id}`);
    const orders = readAppOrders(json(request.body), portsOf(newest.cwl).outputs);
    if (typeof orders === "string") return wrong(reply, orders);
    store.commitAll(withOrders(revisions, orders));
    return { id };
  });

  app.post("/_emulator/seed", async (request, reply) => {
    try {
      // A task that has ended does not change.
      advanceClock(store, world.now());
      store.commitAll(seedChanges(json(request.body), { present: store }));
      return {};
    } catch (error) {
      return wrong(reply, reason(error));
    }
  });

  app.post("/_emulator/reset", async () => {
    // The state first: if its file can not be written, nothing has changed.
    store.restart();
    requests.clear();
    faults.clear();
    rate.reset();
    return {};
  });

  contentRoutes(app, store);
};

/** One revision, or all of the app where the id names none; oldest first. */
const revisionsOf = (store: Store, { app, revision }: AppRef): Revision[] =>
  (revision === undefined ? store.revisionNumbers(app) : [revision]).flatMap(
    (it) => (store.revisionNumbers(app).includes(it) ? store.revision(app, it) : undefined) ?? [],
  );

const wrong = (reply: FastifyReply, message: string): FastifyReply => reply.code(400).send({ message });

/** A body that is wrong is refused like what is wrong in it; none at all is undefined. */
const json = (body: unknown): unknown => {
  if (typeof body !== "string" || body.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refuse(BAD_REQUEST, "The body is not JSON.");
  }
  return deeperThan(MAX_DEPTH, value) ? refuse(BAD_REQUEST, "The body is nested too deeply.") : value;
};
