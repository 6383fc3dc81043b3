import { isRecord } from "../../../provider/shared/codec";
import { showing, without } from "../change";
import type { Row } from "../row";
import { type Json, type StandIn, withTasks } from "../standIn";

const inText = (task: Json): Json =>
  isRecord(task.price)
    ? { ...task, price: { ...task.price, amount: String(task.price.amount), breakdown: undefined } }
    : task;

/** A task that ends has no price yet: it comes while the program goes on to its next task, the fourth of the life. */
const late: StandIn = {
  name: "`price` only minutes after the end",
  behavior: () => {
    let created = 0;
    return async (asked, forward) => {
      if (asked.method === "POST" && asked.path === "/tasks") created += 1;
      return withTasks(asked, await forward(asked), (task) =>
        created > 3 ? task : { ...task, price: null },
      );
    };
  },
};

export const priceRows: readonly Row[] = [
  {
    standIn: showing("`price.amount` as text, without `breakdown`", inText),
    meets: "a number in the state",
    demanded: {},
  },
  {
    standIn: showing("`price` null for ever", (task) => ({ ...task, price: null })),
    meets: "no price in the state, and nothing is wrong",
    demanded: { outputs: { bam: true, bams: 2, children: 2, costs: ["undefined", "undefined"] } },
  },
  {
    standIn: showing("no key `price`", without("price")),
    meets: "the same",
    demanded: { outputs: { bam: true, bams: 2, children: 2, costs: ["undefined", "undefined"] } },
  },
  { standIn: late, meets: "collected by the next refresh", demanded: {} },
];
