import type { Arena } from "./arena";
import { hasEnded, type Shown, shownBy } from "./check";
import { groups, type Program } from "./program";

/** Orders how those attempts end that exist and have no order yet. */
export type Orders = () => Promise<void>;

/** A clone of a batch's child is not named after the batch; only one batch of a program fails. */
export const ordersFor = ({ platform }: Pick<Arena, "platform">, program: Program): Orders => {
  const seen = new Set<string>();
  const attempts = new Map<string, number>();
  const failingBatch = program.find(({ batch, endings }) => batch && endings !== undefined);

  const order = async ({ id, name, status }: Shown): Promise<void> => {
    const task = program.find((it) => it.name === name);
    // The first attempt of a batch's child is the batch's.
    const attempt = attempts.get(name) ?? (task === undefined ? 1 : 0);
    attempts.set(name, attempt + 1);
    const { batch = false, endings = [], failing } = task ?? failingBatch ?? {};
    const outcome = endings[attempt];
    if (outcome === undefined || hasEnded(status)) return;
    const children = Object.fromEntries(groups.slice(0, failing).map((group) => [group, outcome]));
    await platform.control("POST", `/tasks/${id}`, task !== undefined && batch ? { children } : { outcome });
  };

  return async () => {
    if (!program.some(({ endings }) => endings !== undefined)) return;
    for (const task of await shownBy({ platform })) {
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      await order(task);
    }
  };
};
