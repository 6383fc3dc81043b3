import type * as pulumi from "@pulumi/pulumi";
import { hasRevision, revisionOf, unversioned } from "../model/codecs/ids";
import { secretMark } from "../model/values/secrets";
import { isUnknown } from "../shared/unknown";
import { atTheEnd, settleRegistrations } from "./atTheEnd";
import { logWarning } from "./programLog";

/**
 * Tasks of one app that is written without a revision may hold different ones: those that are there keep theirs, new ones
 * take the newest. A preview says so, once for each app, when all tasks of the program have been looked at.
 */

/** One task of an app that is written without a revision. */
export interface Pinned {
  readonly app: string;
  /** Another platform has other revisions of an app of the same name. */
  readonly connection: string | undefined;
  readonly revision: number;
  /** It is made now. */
  readonly isNew: boolean;
  /** The app or the connection is not to be printed. */
  readonly isSecret?: boolean;
}

const countsOf = (tasks: readonly Pinned[]): string => {
  const counts = new Map<string, number>();
  const newestFirst = [...tasks].sort((a, b) => b.revision - a.revision || Number(b.isNew) - Number(a.isNew));
  for (const { revision, isNew } of newestFirst) {
    const kind = `${isNew ? "new " : ""}on /${revision}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
};

/** One line for each app of which there are several revisions: `star-align: 10 new on /7, 200 on /4`. */
export const mixedRevisions = (tasks: readonly Pinned[]): readonly string[] =>
  [...new Map(tasks.map((task) => [JSON.stringify([task.connection, task.app]), task])).values()].flatMap(
    ({ app, connection }) => {
      const its = tasks.filter((one) => one.app === app && one.connection === connection);
      const shown = (text: string): string =>
        its.some(({ isSecret }) => isSecret === true) ? secretMark : text;
      return new Set(its.map(({ revision }) => revision)).size < 2
        ? []
        : [
            `${shown(app.split("/").at(-1) ?? app)}: ${countsOf(its)} (the tasks of ${shown(app)}${connection === undefined ? "" : ` over connection ${shown(connection)}`} hold different revisions: each keeps the one that was the newest when it was made; write the revision into app to have one for all)`,
          ];
    },
  );

const warnOfMixedRevisions = atTheEnd<Pinned>(mixedRevisions, logWarning);

/** Looks at the revision that a task has come to hold, if its program names none. */
export const watchRevision = (
  { app: written, connection }: pulumi.Inputs,
  { id, app }: { readonly id: pulumi.Output<string>; readonly app: pulumi.Output<string> },
  secretArgs: Promise<readonly string[]>,
): Promise<void> =>
  warnOfMixedRevisions(async () => {
    const { text, over, ...now } = await settleRegistrations({ text: written, over: connection, id, app });
    const isSaid = over === undefined || (typeof over === "string" && !isUnknown(over));
    if (
      !isSaid ||
      typeof text !== "string" ||
      typeof now.app !== "string" ||
      isUnknown(text) ||
      hasRevision(text)
    )
      return undefined;
    const revision = revisionOf(now.app);
    return revision === undefined || unversioned(now.app) !== text
      ? undefined
      : {
          app: text,
          connection: over,
          revision,
          isNew: now.id === undefined || isUnknown(now.id),
          isSecret: (await secretArgs).some((name) => ["project", "app", "connection"].includes(name)),
        };
  });
