import * as pulumi from "@pulumi/pulumi";
import { safeText } from "../shared/safeText";

const programErrors = new WeakSet<object>();

/** Whether an error has its place in a program's own messages. */
const isProgramError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && programErrors.has(error);

/**
 * An Output that fails is read by some resources later than others. Node warns of each late reader, with a number that tells
 * a user nothing. It says nothing where somebody listens, so what is not ours is passed on.
 */
const passOnWarning = (promise: Promise<unknown>): void => {
  promise.catch((error: unknown) => {
    if (!isProgramError(error))
      process.emitWarning("Promise rejection was handled asynchronously", "PromiseRejectionHandledWarning");
  });
};

/**
 * Ends the program with one sentence, given at once or when it is read. Every error that the program's process throws is made
 * here.
 *
 * - It has no stack. Pulumi prints one where nobody has asked for the Output that the error came out of. And it formats each
 *   error with its stack, in colors: Node 22.23 never ends doing so where a line of it is like
 *   `node_modules/@pulumi/output.ts:1`, which all stacks through an Output have.
 * - Its text cannot be changed. The SDK writes `error serializing property "…": ` into whatever error a value fails with.
 */
export const programError = (sentence: string | (() => string)): pulumi.RunError => {
  const get = (): string => safeText(typeof sentence === "string" ? sentence : sentence());
  const text = { get, set: () => undefined };
  const error: pulumi.RunError = Object.defineProperties(new pulumi.RunError(), {
    message: text,
    stack: text,
  });
  programErrors.add(error);
  if (!process.listeners("rejectionHandled").includes(passOnWarning))
    process.on("rejectionHandled", passOnWarning);
  return error;
};
