import { availableParallelism } from "node:os";
import type * as pulumi from "@pulumi/pulumi";
import { isUnknown } from "../shared/unknown";
import { atTheEnd, settleRegistrations } from "./atTheEnd";
import { logWarning } from "./programLog";

/**
 * A run that is waited for takes one of the engine's places, and what has none starts later. A preview says so, once, before
 * somebody agrees to hours of waiting.
 */

const numberIn = (text: string | undefined): number | undefined => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

/** How many things the engine does at a time: it tells a program's process (`--parallel` included); its own default is 4 per core. */
export const slotsIn = (env: NodeJS.ProcessEnv): number =>
  numberIn(env.PULUMI_NODEJS_PARALLEL) ?? numberIn(env.PULUMI_PARALLEL) ?? 4 * availableParallelism();

/** The line for so many runs to wait for. */
export const slotLines = (runs: number, slots: number): readonly string[] =>
  runs <= slots
    ? []
    : [
        `${runs} runs will wait, and ${slots} run in parallel here: each of the others starts when one has ended. Raise the limit with PULUMI_PARALLEL=${runs} pulumi up`,
      ];

const reportSlots = atTheEnd<true>((all) => slotLines(all.length, slotsIn(process.env)), logWarning);

/**
 * Counts a run if the update will wait for it: one that exists, and stays as it is, has its status in the preview; one that
 * fails in the preview has no value at all. `wait` is as registered: where nobody sets it, the preview does not know it.
 */
export const countIfWaiting = (
  wait: pulumi.Output<boolean | undefined>,
  status: pulumi.Output<string>,
): Promise<void> =>
  reportSlots(async () => {
    const now = await settleRegistrations({ wait, status });
    if (!("wait" in now)) return undefined;
    const isKnown = typeof now.status === "string" && !isUnknown(now.status);
    return now.wait === false || isKnown ? undefined : true;
  });
