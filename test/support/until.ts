import { setTimeout as later } from "node:timers/promises";

/** Looks until it is so; gives up, and fails the test, after a great many looks. */
export const until = async (so: () => Promise<boolean>, looks = 3000): Promise<void> => {
  if (await so()) return;
  if (looks === 0) throw new Error("it never came to be");
  await later(20);
  await until(so, looks - 1);
};
