import { type Asked, type Json, type Place, type StandIn, withTasks } from "./standIn";

/** A stand-in that shows tasks otherwise than the emulator; `undefined` leaves one out of a list or a bulk answer. */
export const showing = (
  name: string,
  change: (task: Json, place: Place, asked: Asked) => Json | undefined,
): StandIn => ({
  name,
  behavior: () => async (asked, forward) =>
    withTasks(asked, await forward(asked), (task, place) => change(task, place, asked)),
});

/** The task without some of its keys. */
export const without =
  (...keys: readonly string[]) =>
  (task: Json): Json =>
    Object.fromEntries(Object.entries(task).filter(([key]) => !keys.includes(key)));
