import * as pulumi from "@pulumi/pulumi";

/** A run that has ended in this update has made files: what lookups have read before is older than that. */
const counts = new WeakMap<object, number>();

// An Automation API process runs many programs, each with another monitor.
const thisProgram = (): object => pulumi.runtime.getMonitor() ?? counts;

/** How often files may have changed by what this program has run so far. */
export const changesSoFar = (): number => counts.get(thisProgram()) ?? 0;

/** Notes that a resource which makes files is there. A preview makes none. */
export const noteChange = (): void => {
  if (!pulumi.runtime.isDryRun()) counts.set(thisProgram(), changesSoFar() + 1);
};
