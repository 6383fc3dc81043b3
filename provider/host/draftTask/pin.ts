import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { App, Task } from "../../api/wire";
import { hasRevision, taskId, unversioned } from "../../model/ids";
import { type Hidden, hiddenOf } from "../../model/taskState";
import { isUnknown } from "../../unknown";
import type { Host } from "../host";
import type { Properties } from "../properties";

/** What is known without a call: the revision that is written, or that the state has while the program's text is the same. */
const pinBefore = (host: Host, written: string, hidden: Hidden, olds: Properties): string | undefined => {
  if (isUnknown(written) || hasRevision(written)) return written;
  const before = olds.app;
  if (hiddenOf(olds).__app === written && typeof before === "string" && unversioned(before) === written)
    return before;
  // For a replacement the engine checks a second time, without olds: the same task must not move to a newer app.
  const remembered = host.pins.get(hidden.__owner ?? "");
  return remembered?.written === written ? remembered.pinned : undefined;
};

/** How the platform is asked for a pin. */
export interface Calls<E> {
  readonly app: TE.TaskEither<E, App>;
  readonly task: (id: string) => TE.TaskEither<E, Task | undefined>;
}

/** The app with a revision: the one that the state has while the program's text is the same, else the newest. */
export const pinned = <E>(
  host: Host,
  { app, task }: Calls<E>,
  written: string,
  hidden: Hidden,
  olds: Properties,
): TE.TaskEither<E, string> => {
  const before = pinBefore(host, written, hidden, olds);
  if (before !== undefined) return TE.right(before);
  const newest = pipe(
    app,
    TE.map(({ revision }) => `${written}/${revision}`),
  );
  const { __import: imported } = hidden;
  if (!taskId.is(imported)) return newest;
  // A task that is taken over keeps the revision that it has.
  return pipe(
    task(imported),
    TE.flatMap((it) => (it !== undefined && unversioned(it.app) === written ? TE.right(it.app) : newest)),
  );
};
