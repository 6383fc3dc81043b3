import type * as E from "fp-ts/Either";
import type { App } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import type { Checks } from "../../config/checking";
import type { DeclaredTask } from "../../model/task/draftTask";
import type { ExpectedChildren } from "../../model/task/expectedChildren";
import type { ApiError, HostError } from "../../shared/errors";
import type { ExistingWork, OtherWork } from "../../shared/existingWork";
import type { Properties } from "../properties";
import type { Skipped } from "../session/bestEffort";
import type { CallPolicy } from "../session/callPolicies";
import type { Session } from "../session/session";

/** What the checks of one task look at. */
export interface CheckContext {
  readonly session: Session;
  readonly client: Client;
  /** The checked inputs that the state has; empty for a new task, and for the second `check` of a replacement. */
  readonly olds: Properties;
  /** As the program has handed it over: what lookups say of files is in its `inputs`, and nowhere else. */
  readonly news: Properties;
  /** As declared, with the app's revision where that is known. */
  readonly now: DeclaredTask;
  /** Whose the task is, as its tag says; none where the program is of a version without owners. */
  readonly owner: string | undefined;
  readonly level: Checks;
  readonly preview: boolean;
  /** The task exists and is imported (`import`): what the program does not say is what the task has. */
  readonly adopting: boolean;
  /** Whether the task is new, or one of these args differs from those of the state. */
  readonly changed: (...args: readonly (keyof DeclaredTask)[]) => boolean;
  /** Every call of a check goes through this: see `session/callPolicies.ts`. It says `Skipped` where there is nothing to ask. */
  readonly ask: CallPolicy;
  /** The app, read once per process. */
  readonly app: () => Promise<E.Either<Skipped | ApiError, App>>;
}

/** What was found. A sentence begins with the path of what it is about, and quotes no value: it may be secret. */
export interface Findings {
  /** The task must not be made like this. */
  readonly mistakes: readonly string[];
  /** It may be made; said with the resource. */
  readonly warnings: readonly string[];
  /** What could not be checked, as whole sentences. Said once per process, for many tasks may share the reason. */
  readonly unchecked: readonly string[];
  /** What a batch is going to be split into, for the preview: a visible input of the resource. */
  readonly expectedChildren?: ExpectedChildren;
  /** What a new task would pay for again, or adopt, for the preview. */
  readonly existing?: ExistingWork;
  /** The same for a task of another resource of the stack. */
  readonly other?: OtherWork;
}

export const nothingFound: Findings = { mistakes: [], warnings: [], unchecked: [] };

/**
 * One kind of check. It decides itself whether there is something to look at: an unchanged task costs no call. On the left
 * is what kept it from looking, which becomes a line, not a failure.
 */
export interface Check {
  /** What is checked, in the plural, for the line that says that it was not: `inputs against the ports of their apps`. */
  readonly what: string;
  readonly look: (checking: CheckContext) => Promise<E.Either<Skipped | HostError, Findings>>;
}
