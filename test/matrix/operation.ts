import { setTimeout as later } from "node:timers/promises";
import type { Process } from "../host/provider";
import { rounds } from "../host/runs";
import type { Platform } from "../support/platform";
import type { Failure, Stack } from "./stack";
import type { Kind, Speed, World } from "./world";

/** One thing that the provider does, with what has to be there before. */
export interface Operation {
  readonly name: string;
  readonly kind: Kind;
  readonly speed: Speed;
  /** The stack's configuration, where it is not the tests' own. */
  readonly config?: Readonly<Record<string, string>>;
  /** The resource has got another name since its preparation, with an alias. */
  readonly isRenamed?: boolean;
  /** Untroubled: what the stack and the platform are like before. */
  readonly prepare: (bench: Bench) => Promise<Stack>;
  /** What meets the trouble. */
  readonly act: (stack: Stack, process: Process) => Promise<Failure | undefined>;
  /** What a user does next when that has failed. */
  readonly again: (stack: Stack, process: Process) => Promise<Failure | undefined>;
  /** Nobody waits for the task, which ends by itself: state and platform are looked at when it has. */
  readonly settles?: boolean;
  /** The operation whose traces these must be, where they are not its own to define. */
  readonly like?: Pick<Operation, "prepare" | "act"> | undefined;
}

/** What a preparation works with. */
export interface Bench {
  readonly platform: Platform;
  readonly world: World;
  /** Another process of the provider. */
  readonly process: () => Process;
}

export const up: Operation["act"] = (stack, process) => stack.up(process);
export const refresh: Operation["act"] = (stack, process) => stack.refresh(process);
export const preview: Operation["act"] = (stack, process) => stack.preview(process);
/** Under trouble it may say that it has not looked. */
export const previewNew: Operation["act"] = (stack, process) => stack.previewNew(process, false);
export const previewThatNames: Operation["act"] = (stack, process) => stack.previewNew(process);
/** An abort takes the platform a while; nothing is learnt from waiting for it. */
export const destroy: Operation["act"] = async (stack, process) => {
  const { platform } = process;
  let done = false;
  const clock = async (): Promise<void> => {
    while (!done) {
      const { items } = await platform.api("GET", "/tasks?status=ABORTING&fields=id");
      if (Array.isArray(items) && items.length > 0) await platform.control("POST", "/clock", { advance: 2 });
      await later(50);
    }
  };
  const destroying = stack.destroy(process).finally(() => {
    done = true;
  });
  const [failure] = await Promise.all([destroying, clock()]);
  return failure;
};

/** A task that goes on until somebody waits for it: then the clock brings its end. */
export const upThatWaits: Operation["act"] = async (stack, process) => {
  const { platform } = process;
  let done = false;
  const clock = async (): Promise<void> => {
    while (!done) {
      if ((await rounds(platform)) > 0)
        return void (await platform.control("POST", "/clock", { advance: 8 }));
      await later(20);
    }
  };
  const upping = stack.up(process).finally(() => {
    done = true;
  });
  const [failure] = await Promise.all([upping, clock()]);
  return failure;
};

/** A preparation that fails is a mistake of the test. */
export const untroubled = (failure: Failure | undefined): void => {
  if (failure !== undefined) throw new Error(`the preparation failed: ${failure.message}`);
};
