import * as t from "io-ts";
import { partsOf } from "../../provider/model/codec";
import { hasEnded } from "../../provider/model/taskState";
import { type Past, Price } from "./model";
import type { Diagnostic, State } from "./preview";

const Known = t.partial({
  task: t.string,
  status: t.string,
  price: Price,
});

const known = (state: State) => partsOf(Known.props, state.outputs);

/** `sb:align: task 4b31… has been started (COMPLETED, 0.08 USD): …`, `run of task 4b31… (RUNNING)`, `takes over task 4b31… (FAILED)`. */
const told =
  /^sb:[^\n]*?: (?:run of |takes over )?task ([0-9a-f-]{36}) (?:has been started )?\(([A-Z]+)(?:, ([0-9.e-]+) ([A-Z]+))?\)/;

const priceOf = (amount: string | undefined, currency: string | undefined): { readonly price?: Price } =>
  amount === undefined || currency === undefined ? {} : { price: { amount: Number(amount), currency } };

/**
 * The tasks that have been started, by id. A run's state knows what became of its task, if it has waited for that; the state
 * of a `DraftTask` is as old as its last change, and says DRAFT where a run has started it; of what a person has started, or
 * has ended since, the provider's lines tell.
 */
export const pastOf = (
  states: readonly { readonly what: "task" | "run"; readonly state: State }[],
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<string, Past> => {
  const found = new Map<string, Past>();
  for (const { what, state } of states) {
    const { status, price } = known(state);
    if (what === "task" && state.id !== undefined && status !== undefined && status !== "DRAFT")
      found.set(state.id, { id: state.id, status, ...(price && { price }) });
  }
  const toldToHaveEnded = new Set<string>();
  for (const { message } of diagnostics) {
    const [, id, status, amount, currency] = told.exec(message) ?? [];
    if (id === undefined || status === undefined || status === "DRAFT") continue;
    found.set(id, { id, status, ...priceOf(amount, currency) });
    if (hasEnded(status)) toldToHaveEnded.add(id);
  }
  for (const { what, state } of states) {
    const { task, status, price } = known(state);
    if (what === "run" && status !== undefined)
      for (const id of [task, state.id])
        if (id !== undefined && (hasEnded(status) || !toldToHaveEnded.has(id)))
          found.set(id, { id, status, ...(price && { price }) });
  }
  return found;
};
