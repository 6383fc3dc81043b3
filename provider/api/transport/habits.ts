import type { Connection } from "../../shared/connection";

/** What a process has learned of how a platform answers, where the API's documents leave it open. */
export interface Habits {
  /** An item of a list has had `description`: where another one lacks it, that task has none. */
  listsShowDescription: boolean;
  /** How many bulk calls did not show what `fields` asks for. */
  readonly shortBulks: { tasks: number; files: number };
}

export type HabitsOf = (connection: Connection) => Habits;

/** One per endpoint. */
export const newHabits = (): HabitsOf => {
  const all = new Map<string, Habits>();
  return ({ endpoint }) => {
    const habits = all.get(endpoint) ?? {
      listsShowDescription: false,
      shortBulks: { tasks: 0, files: 0 },
    };
    all.set(endpoint, habits);
    return habits;
  };
};
