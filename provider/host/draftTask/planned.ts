import { isDeepStrictEqual } from "node:util";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { Task } from "../../api/wire";
import { sameEndpoint } from "../../endpoint";
import type { HostError } from "../../errors";
import type { Batching } from "../../model/batching";
import { type DeclaredTask, knownInputs } from "../../model/draftTask";
import { batchingFrom, inputsFrom } from "../../model/fromApi";
import { priceFrom, type StoredTask } from "../../model/taskState";
import { isUnknown } from "../../unknown";
import type { Host } from "../host";
import { type Live, lookAt } from "../live";
import { sameValue } from "../observe";
import { isDraft, type Plan, plan } from "../plan";
import { inItsTime, whyNot } from "../reach";

/** The plan, and the status that it was made for: `GONE` where the task does not exist any more. */
export interface Planned {
  readonly plan: Plan;
  readonly status: string;
  /** What a started task has cost so far. */
  readonly price?: StoredTask["price"];
}

const gone: Planned = {
  status: "GONE",
  plan: { _tag: "Replace", changes: [{ part: "endpoint", unsure: false }] },
};

/** A task without batching was started as a program says that switches it off. */
const ranAs = (said: DeclaredTask["batching"], live: Batching): boolean =>
  isDeepStrictEqual(said, live) ||
  (!isUnknown(said) && said._tag === "Disabled" && live._tag === "AppDefault" && !live.required);

/**
 * The state of a draft that was started since, brought up to what it was started with, as far as the program says
 * the same: an update that was cut short after its PATCH must not be taken for a difference, and paid for again.
 */
const caughtUp = (was: StoredTask, now: DeclaredTask, task: Task): StoredTask => {
  const live = inputsFrom(task.inputs);
  const same = Object.entries(knownInputs(now)).filter(([port, value]) =>
    sameValue(value, live[port] ?? null),
  );
  const dropped = Object.keys(knownInputs(was.declared)).filter(
    (port) => !(port in knownInputs(now)) && !(port in live),
  );
  const kept = Object.entries(knownInputs(was.declared)).filter(([port]) => !dropped.includes(port));
  const batching = ranAs(now.batching, batchingFrom(task)) ? now.batching : was.declared.batching;
  const inputs = { ...Object.fromEntries(kept), ...Object.fromEntries(same) };
  return { ...was, status: task.status, declared: { ...was.declared, inputs, batching } };
};

/** A start that was found to have happened after all still has to reach the state. */
const noticed = (found: Plan): Plan =>
  found._tag === "Keep" ? { _tag: "Update", changes: [], resume: true } : found;

const replanned = (
  was: StoredTask,
  now: DeclaredTask,
  endpoint: string,
  atFirst: Plan,
  live: Live,
): Planned => {
  if (live._tag === "Gone") return gone;
  if (live._tag === "Draft") return { plan: atFirst, status: was.status };
  const { task } = live;
  return {
    status: task.status,
    plan: noticed(plan(caughtUp(was, now, task), now, endpoint)),
    price: priceFrom(task.price),
  };
};

/**
 * Plans against the live status where that can matter: a draft of the state may have been started since, by a
 * person or a run, and an edit that the API will refuse must not be promised.
 */
export const planned = (
  host: Host,
  client: Client,
  id: string,
  was: StoredTask,
  now: DeclaredTask,
): TE.TaskEither<HostError, Planned> => {
  const { endpoint } = client.connection;
  const atFirst = plan(was, now, endpoint);
  const nothingToSend = atFirst._tag === "Keep" || atFirst.changes.length === 0;
  if (nothingToSend || !isDraft(was.status) || !sameEndpoint(was.endpoint, endpoint))
    return TE.right({ plan: atFirst, status: was.status, price: was.price });
  return pipe(
    inItsTime(host, client)((asking) => lookAt(host, asking, was.declared.project, id)),
    TE.map((live) => replanned(was, now, endpoint, atFirst, live)),
    TE.orElse((error) => {
      client.say(
        `the task's status could not be asked (${whyNot(error)}); going by the stored one, ${was.status}`,
      );
      return TE.right<HostError, Planned>({ plan: atFirst, status: was.status });
    }),
  );
};
