import { randomUUID } from "node:crypto";
import { NOT_VALID, refuse } from "../calls/refusals";
import { isString, own } from "../json";
import type { Change, Task, User } from "../store/model";
import type { Context } from "../world";
import { filesFor } from "./access";
import { findings } from "./findings";
import { groups } from "./groups";
import { takesList } from "./inputs";
import { createsUntil } from "./lifecycle";
import { logAdded } from "./logs";
import { taskPorts } from "./ports";
import { ordersOfChild } from "./taskControl";

/**
 * Starts a draft, or refuses with 7024 (API digest 5.6). A batch makes its children now, not at draft (API digest 6);
 * clients see them when CREATING is over.
 */
export const start = (world: Context, draft: Task, user: User, now: number): Change[] => {
  const { store, taskSeconds } = world;
  const [error] = findings(store, draft, filesFor(store, user)).errors;
  if (error !== undefined)
    return refuse(NOT_VALID, [NOT_VALID.message, error.description].filter(isString).join(" "));
  const run = { at: now, seconds: taskSeconds, by: user.username };
  const started: Task = { ...draft, run };
  return [
    ["task", draft.id, started],
    ...(started.batching === undefined ? [logAdded(started, now)] : children(world, started, run, user)),
  ];
};

const children = ({ store }: Context, parent: Task, run: NonNullable<Task["run"]>, user: User): Change[] => {
  const { batching } = parent;
  if (batching === undefined) return [];
  const at = createsUntil(run);
  const port = taskPorts(store, parent)?.inputs.find((it) => it.id === batching.batchInput);
  const list = port !== undefined && takesList(port);
  const { batching: _, outcome, addedErrors, childOutcomes, childOutputs, ...shared } = parent;
  return groups(batching, own(parent.inputs, batching.batchInput), filesFor(store, user)).flatMap(
    ({ group, values }): Change[] => {
      // One file for a File port, the group's files for a list; a File port whose group has several files gets one
      // child per group all the same, and takes the first: our choice (API digest 6).
      const value = list ? values : values[0];
      const id = randomUUID();
      const child: Task = {
        ...shared,
        id,
        seq: store.nextSeq(),
        name: `${parent.name} - ${group.value}`,
        createdAt: at,
        inputs: { ...parent.inputs, [batching.batchInput]: value },
        parent: parent.id,
        group,
        run: { ...run, at },
        ...ordersOfChild(parent, { group }),
      };
      return [["task", id, child], logAdded(child, at)];
    },
  );
};
