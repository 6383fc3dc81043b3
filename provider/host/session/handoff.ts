import type { RunUses } from "../../model/run/runRequests";
import type { AttemptTag } from "../../model/tags/attemptTag";
import type { DeclaredTask } from "../../model/task/draftTask";
import type { Batching } from "../../model/values/batching";
import type { Unknown } from "../../shared/unknown";
import { noPreviewRecords, type PreviewRecords } from "./previewRecords";

/** What `check` has seen of a DraftTask, for the `check` of its run. */
export interface DeclaredBeside {
  readonly connection: string | Unknown | undefined;
  /** Missing where it is not known: a task that is imported may be a batch without the program's saying so. */
  readonly batching?: Batching | Unknown;
}

/** A revision that `check` has pinned. */
interface PinnedApp {
  /** The app as the program writes it. */
  readonly written: string;
  readonly pinned: string;
  readonly endpoint: string;
}

/**
 * Notes from one call of the engine to a later one. docs/architecture.md says who writes and who reads each, in which order. The
 * key is the owner, where no other is named.
 */
export interface Handoff {
  /** Whether the engine previews. A preview reports mistakes and fails nothing; programs tell `check`, which comes first. */
  readonly mode: { preview: boolean };
  readonly declaredTasks: Map<string, DeclaredBeside>;
  /** The args that `check` let through, with the app's revision: what a draft must be when it is started. */
  readonly declaredArgs: Map<string, DeclaredTask>;
  /** What the program takes from a run: no state holds it. */
  readonly runUses: Map<string, RunUses>;
  /** Reruns requested by changed `triggers`: written by diff, read by the replacement's create. */
  readonly pendingReruns: Map<string, Pick<AttemptTag, "which" | "of">>;
  /** Why a `diff` has refused to replace finished work in a preview. */
  readonly refusals: Map<string, string>;
  /** For the second `check` of a replacement, which gets no state. */
  readonly pins: Map<string, PinnedApp>;
  /** Id of a failed task → the run whose next attempt a preview has announced. */
  readonly announcedAttempts: Map<string, string>;
  /** The only notes that another process reads: those of a preview, for the update that follows. */
  readonly previewRecords: PreviewRecords;
}

export const newHandoff = (previewRecords: PreviewRecords = noPreviewRecords): Handoff => ({
  mode: { preview: false },
  declaredTasks: new Map(),
  declaredArgs: new Map(),
  runUses: new Map(),
  pendingReruns: new Map(),
  refusals: new Map(),
  pins: new Map(),
  announcedAttempts: new Map(),
  previewRecords,
});
