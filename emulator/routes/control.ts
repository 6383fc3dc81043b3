import type { FastifyInstance, FastifyReply } from "fastify";
import { readFault } from "../faults";
import { isObject, reason } from "../json";
import { statusOf } from "../rules/lifecycle";
import { settle } from "../rules/settle";
import { readTaskControl, withControl } from "../rules/taskControl";
import { seedChanges } from "../seed";
import type { Service } from "../serve";

/**
 * The emulator's own routes, beside the API: what was asked, trouble to come, how tasks end, the clock, more seed.
 * They need no token and leave no trace in the journal of requests.
 */
export const controlRoutes = (app: FastifyInstance, { world, requests, faults }: Service): void => {
  const { store } = world;

  app.get("/_emulator/journal", async () => requests.all());
  app.delete("/_emulator/journal", async () => {
    requests.clear();
    return {};
  });

  app.post("/_emulator/faults", async (request, reply) => {
    const fault = readFault(json(request.body));
    if (typeof fault === "string") return wrong(reply, fault);
    faults.add(fault);
    return {};
  });
  app.delete("/_emulator/faults", async () => {
    faults.clear();
    return {};
  });

  app.post("/_emulator/clock", async (request, reply) => {
    const body = json(request.body);
    const advance = isObject(body) ? body.advance : undefined;
    if (typeof advance !== "number" || !(advance >= 0))
      return wrong(reply, "advance must be a number of seconds");
    store.commit(["clock", "clock", { offset: store.clockOffset + advance * 1000 }]);
    settle(store, world.now());
    return { now: new Date(world.now()).toISOString() };
  });

  app.post<{ Params: { id: string } }>("/_emulator/tasks/:id", async (request, reply) => {
    settle(store, world.now());
    const task = store.tasks.get(request.params.id);
    if (task === undefined) return wrong(reply, `there is no task ${request.params.id}`);
    const control = readTaskControl(json(request.body));
    if (typeof control === "string") return wrong(reply, control);
    store.commit(...withControl(task, store.childrenOf(task.id), control));
    const now = store.tasks.get(task.id) ?? task;
    return { id: task.id, status: statusOf(now, store.childrenOf(task.id), world.now()) };
  });

  app.post("/_emulator/seed", async (request, reply) => {
    try {
      store.commit(...seedChanges(json(request.body), { store }));
      return {};
    } catch (error) {
      return wrong(reply, reason(error));
    }
  });

  app.get("/_emulator/content/:id", async (_request, reply) =>
    reply
      .type("text/plain; charset=utf-8")
      .send("Made up by the emulator: nothing was executed, so there is no content.\n"),
  );
};

const wrong = (reply: FastifyReply, message: string): FastifyReply => reply.code(400).send({ message });

const json = (body: unknown): unknown => {
  if (typeof body !== "string" || body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
