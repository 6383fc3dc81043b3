import * as pulumi from "@pulumi/pulumi";

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
  const error = new pulumi.RunError();
  const text = { get: typeof sentence === "string" ? () => sentence : sentence, set: () => undefined };
  return Object.defineProperties(error, { message: text, stack: text });
};
