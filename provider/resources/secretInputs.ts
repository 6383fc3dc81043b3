import * as pulumi from "@pulumi/pulumi";
import { isNoted, isOfInputs } from "../model/task/secretArgs";

/** The notes on secret args, as the engine is given them. */

/** As inputs of the resource: none where there is no secret. */
export const asInputs = (notes: Promise<readonly string[]>): pulumi.Inputs => ({
  __secret: notes.then((names) => names.some(isOfInputs) || undefined),
  __secretArgs: notes.then((names) => (names.length > 0 ? names : undefined)),
});

/** Whether a value is a secret; one that fails reports its own error. */
export const isSecret = async (value: unknown): Promise<boolean> => {
  try {
    return await pulumi.isSecret(pulumi.output(value));
  } catch {
    return false;
  }
};

/** The notes, with the args that are secret and not noted: what transforms have made secret. */
export const withSecretsOf = async (
  notes: readonly string[],
  names: readonly string[],
  values: object,
): Promise<readonly string[]> => {
  const found = await Promise.all(
    names.map(async (name) => ((await isSecret(Reflect.get(values, name))) ? [name] : [])),
  );
  return [...new Set([...notes, ...found.flat().filter((name) => !isNoted(notes, name))])];
};
