import * as pulumi from "@pulumi/pulumi";
import { serialize } from "./previewErrors";

/**
 * What only all resources of a program tell together, said when each of them has been looked at. An Automation API process
 * runs many programs, each with another monitor.
 */

/** The values, with Pulumi's mark for what a preview does not know; nothing where they do not come. */
export const settleRegistrations = async (
  values: pulumi.Inputs,
): Promise<Readonly<Record<string, unknown>>> => {
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

/** A function that is given a look at one resource after the other, and acts on all of them once they have come. */
export const whenAllSeen = <A>(
  act: (all: readonly A[], said: Set<string>) => void,
): ((look: () => Promise<A | undefined>) => Promise<void>) => {
  const runs = new WeakMap<object, Seen<A>>();

  const looked = (seen: Seen<A>): void => {
    seen.pending -= 1;
    if (seen.pending > 0) return;
    try {
      act(seen.all, seen.said);
    } catch {
      // What is said or done at the end is no part of the program: it must not fail for that.
    }
  };

  const thisRun = (): Seen<A> => {
    const monitor: object = pulumi.runtime.getMonitor() ?? runs;
    const seen = runs.get(monitor) ?? { all: [], said: new Set<string>(), pending: 1 };
    if (!runs.has(monitor)) {
      runs.set(monitor, seen);
      // The stack has its outputs when the program's own text has come to its end.
      const outputs = pulumi.runtime.getStackResource()?.outputs;
      void settleRegistrations({ outputs }).then(() => looked(seen));
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

/** The same with lines, each of which is said once. */
export const atTheEnd = <A>(
  linesOf: (all: readonly A[]) => readonly string[],
  say: (line: string) => Promise<void>,
): ((look: () => Promise<A | undefined>) => Promise<void>) =>
  whenAllSeen((all, said) => {
    for (const line of linesOf(all).filter((one) => !said.has(one))) {
      said.add(line);
      void say(line);
    }
  });
