import * as pulumi from "@pulumi/pulumi";

/**
 * Ends the program with one sentence. Pulumi shows a RunError's text alone where a program throws it, but its stack, too,
 * where nobody has asked for the Output that it came out of; so it has none.
 */
export const programError = (sentence: string): pulumi.RunError => {
  const error = new pulumi.RunError(sentence);
  error.stack = sentence;
  return error;
};
