import * as pulumi from "@pulumi/pulumi";
import { serialize } from "./preview";

/**
 * What only all resources of a program tell together, said when each of them has been looked at. An Automation API process
 * runs many programs, each with a monitor of its own.
 */

/** The values, with Pulumi's mark for what a preview does not know; nothing where they do not come. */
export const settled = async (values: pulumi.Inputs): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await serialize("DraftTask", values);
  } catch {
    return {};
  }
};

/** What the program of one monitor has shown so far. */
interface Seen<A> {
  readonly all: A[];
  readonly said: Set<string>;
  pending: number;
}

/** A function that is given a look at one resource after the other; the lines are said once all looks have come. */
export const atTheEnd = <A>(
  linesOf: (all: readonly A[]) => readonly string[],
  say: (line: string) => Promise<void>,
): ((look: () => Promise<A | undefined>) => Promise<void>) => {
  const runs = new WeakMap<object, Seen<A>>();

  const looked = (seen: Seen<A>): void => {
    seen.pending -= 1;
    if (seen.pending > 0) return;
    for (const line of linesOf(seen.all).filter((one) => !seen.said.has(one))) {
      seen.said.add(line);
      void say(line);
    }
  };

  const thisRun = (): Seen<A> => {
    const monitor: object = pulumi.runtime.getMonitor() ?? runs;
    const seen = runs.get(monitor) ?? { all: [], said: new Set<string>(), pending: 1 };
    if (!runs.has(monitor)) {
      runs.set(monitor, seen);
      // The stack has its outputs when the program's own text has come to its end.
      const outputs = pulumi.runtime.getStackResource()?.outputs;
      void settled({ outputs }).then(() => looked(seen));
    }
    return seen;
  };

  return async (look) => {
    const seen = thisRun();
    seen.pending += 1;
    const found = await look();
    if (found !== undefined) seen.all.push(found);
    looked(seen);
  };
};
