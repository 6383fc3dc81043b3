import { Platform } from "../support/platform";
import { project, seed } from "../support/seed";
import { hasEnded, type Shown, shownBy } from "./check";
import type { Ledger } from "./ledger";

/** What people do at the web interface. */
export const actKinds = [
  "editDraft",
  "startDraft",
  "abortRun",
  "deleteDraft",
  "clone",
  "cloneEdited",
  "cloneStarted",
  "renameTask",
] as const;
export type ActKind = (typeof actKinds)[number];

/** The token's user, and another one of the project's. */
export const users = ["ada", "bob"] as const;
export type User = (typeof users)[number];

export interface Act {
  readonly kind: ActKind;
  readonly by: User;
  /** Which one of the tasks that it can be done to. */
  readonly pick: number;
}

/** A lab in which the second user may do what the first may. */
export const sharedSeed: typeof seed = {
  ...seed,
  projects: (seed.projects ?? []).map((it) =>
    it.id === project
      ? { ...it, members: [{ username: "bob", permissions: { write: true, execute: true, copy: true } }] }
      : it,
  ),
};

const tokenOf = (user: User): string =>
  (seed.users ?? []).find(({ username }) => username === user)?.token ?? "";

const isDraft = ({ status }: Shown): boolean => status === "DRAFT";
const isGoing = ({ status }: Shown): boolean => !hasEnded(status) && status !== "DRAFT";

const candidates: Readonly<Record<ActKind, (task: Shown) => boolean>> = {
  editDraft: isDraft,
  startDraft: isDraft,
  abortRun: isGoing,
  deleteDraft: isDraft,
  clone: () => true,
  cloneEdited: () => true,
  cloneStarted: () => true,
  renameTask: isDraft,
};

/** A value of `threads` that no program has. */
const byHandThreads = 9000;

/** Does it to a task of the program's, and notes it. Nothing, where there is none that it can be done to. */
export const perform = async (at: Platform, act: Act, ledger: Ledger): Promise<void> => {
  const all = await shownBy({ platform: at });
  const possible = all.filter((task) => !ledger.isByHand(task.id) && candidates[act.kind](task));
  const task = possible[act.pick % Math.max(possible.length, 1)];
  if (task === undefined) return;
  const { api } = Platform.at(at.url, tokenOf(act.by));
  const { id } = task;
  const edit = { inputs: { threads: byHandThreads + act.pick } };
  const note = async (made: string): Promise<void> => {
    const now = (await shownBy({ platform: at })).find((it) => it.id === made);
    if (now !== undefined) ledger.noteByHand(now);
  };
  const clone = async (): Promise<string> => {
    const made = String((await api("POST", `/tasks/${id}/actions/clone`)).id);
    await note(made);
    return made;
  };
  switch (act.kind) {
    case "editDraft":
      await api("PATCH", `/tasks/${id}`, edit);
      break;
    case "startDraft":
      await api("POST", `/tasks/${id}/actions/run`);
      break;
    case "abortRun":
      await api("POST", `/tasks/${id}/actions/abort`);
      break;
    case "deleteDraft":
      await api("DELETE", `/tasks/${id}`);
      break;
    case "clone":
      await clone();
      break;
    case "cloneEdited": {
      const made = await clone();
      await api("PATCH", `/tasks/${made}`, edit);
      await note(made);
      break;
    }
    case "cloneStarted": {
      const made = await clone();
      await api("POST", `/tasks/${made}/actions/run`);
      await note(made);
      break;
    }
    case "renameTask":
      await api("PATCH", `/tasks/${id}`, { name: `renamed by ${act.by}` });
      break;
  }
  ledger.noteAct(act, task);
};
