import * as pulumi from "@pulumi/pulumi";
import { type Content, content, ignoreFailure, isUpdate, orElse, unknownContent } from "../program/settled";
import { safeText } from "../shared/safeText";
import { hasUnknown } from "../shared/unknown";
import { type Answer, answers, failedBefore } from "./hookAnswers";
import type { NoResult } from "./runOutputs";

/** What a resource's outputs hold where it failed, or was held back, in an update with `--continue-on-error`. */

const keepOutput = ({ properties }: Answer, name: string): Content => {
  const value = properties[name];
  return pulumi.runtime.isRpcSecret(value)
    ? { ...content(pulumi.runtime.unwrapRpcSecret(value)), isSecret: true }
    : content(value);
};

/** What the engine has answered for one resource, if that failed or was held back. */
export interface Registration {
  readonly urn: Promise<unknown>;
  readonly answer: () => Promise<Answer | undefined>;
}

/** To be called before the resource is registered. */
export const registration = (urnOf: () => Promise<unknown>): Registration => {
  if (!isUpdate()) return { urn: Promise.resolve(undefined), answer: async () => undefined };
  const all = answers();
  // Where the parent failed, this is unknown: the SDK does not register the resource then.
  const urn = urnOf().catch(() => undefined);
  return { urn, answer: async () => all.get(String(await urn)) };
};

/** The output of a resource; where that failed, what the state keeps. What was held back has no state of this update. */
export const keepOutputOf = <T>(output: pulumi.Output<T>, name: string, { answer }: Registration) =>
  orElse(output, async () => {
    const given = await answer();
    const isKept = given !== undefined && !given.isSkipped && given.properties.status !== undefined;
    return isKept ? keepOutput(given, name) : unknownContent;
  });

/**
 * Lets the outputs of a resource that failed hold what the state keeps. Its `urn` and `id` are known, too: the engine
 * then holds back what depends on it, where the SDK alone would fail the program.
 */
export const keepOutputs = (
  resource: pulumi.CustomResource,
  names: readonly string[],
  made: Registration,
): void => {
  if (!isUpdate()) return;
  // Nobody may ask for some of them: the error of a resource is the engine's to report, once.
  for (const output of Object.values(resource)) if (pulumi.Output.isInstance(output)) ignoreFailure(output);
  const define = (name: string, replace: <T>(output: pulumi.Output<T>) => pulumi.Output<T>): void => {
    const output: unknown = Reflect.get(resource, name);
    if (!pulumi.Output.isInstance(output)) return;
    let replaced: pulumi.Output<unknown> | undefined;
    Object.defineProperty(resource, name, {
      configurable: true,
      enumerable: true,
      // Made when it is asked for: most outputs of most resources never are.
      get: () => {
        replaced ??= replace(output);
        return replaced;
      },
    });
  };
  for (const name of names) define(name, (output) => keepOutputOf(output, name, made));
  define("urn", (output) => orElse(output, async () => content(await made.urn)));
  define("id", (output) =>
    orElse(output, async () => {
      const id = (await made.answer())?.id;
      return id === undefined ? unknownContent : content(id);
    }),
  );
};

/**
 * Whether an arg has no value in an update, because what it comes from failed or was held back. The engine drops such an
 * arg before it asks `check`, which would miss it, and end the update for all others.
 */
export const holdBack = async (
  args: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<boolean | undefined> => (isUpdate() && hasUnknown(await args())) || undefined;

/** Of a run about which the engine's answer says nothing that the state would keep. */
export const noResultOf = async (name: string, { answer }: Registration): Promise<NoResult> => {
  const given = await answer();
  if (given === undefined)
    return {
      status: "SKIPPED",
      reason: safeText(
        `${name} was not part of this update: it was left out, or something that it waits for failed`,
      ),
    };
  if (!given.isSkipped)
    return {
      status: "ERROR",
      reason: safeText(`${name} could not be started or read; its error is in the output of this pulumi up`),
    };
  const names = failedBefore(answers(), given);
  return {
    status: "SKIPPED",
    reason: safeText(
      `${name} waits for ${names.length === 0 ? "something" : names.join(", ")}, which failed in this update`,
    ),
  };
};
