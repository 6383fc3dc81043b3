import * as t from "io-ts";
import { hasEnded } from "../../provider/model/task/taskState";
import { formatParts } from "../../provider/shared/codec";
import type { Note } from "../../provider/shared/printedLine";
import { type PreviousRun, Price } from "./model";
import type { State } from "./preview";

const Known = t.partial({
  task: t.string,
  status: t.string,
  price: Price,
});

const knownRun = (state: State) => formatParts(Known.props, state.outputs);

/**
 * The tasks that have been started, by id. A run's state knows what became of its task, if it has waited for that; the state
 * of a `DraftTask` is as old as its last change, and says DRAFT where a run has started it; of what a person has started, or
 * has ended since, the provider's notes tell.
 */
export const previousRunOf = (
  states: readonly { readonly what: "task" | "run"; readonly state: State }[],
  notes: readonly Note[],
): ReadonlyMap<string, PreviousRun> => {
  const found = new Map<string, PreviousRun>();
  for (const { what, state } of states) {
    const { status, price } = knownRun(state);
    if (what === "task" && state.id !== undefined && status !== undefined && status !== "DRAFT")
      found.set(state.id, { id: state.id, status, ...(price && { price }) });
  }
  const toldToHaveEnded = new Set<string>();
  for (const { id, status, price } of notes) {
    if (status === "DRAFT") continue;
    found.set(id, { id, status, ...(price && { price }) });
    if (hasEnded(status)) toldToHaveEnded.add(id);
  }
  for (const { what, state } of states) {
    const { task, status, price } = knownRun(state);
    if (what === "run" && status !== undefined)
      for (const id of [task, state.id])
        if (id !== undefined && (hasEnded(status) || !toldToHaveEnded.has(id)))
          found.set(id, { id, status, ...(price && { price }) });
  }
  return found;
};
