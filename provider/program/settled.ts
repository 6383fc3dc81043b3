import * as pulumi from "@pulumi/pulumi";
import { isUnderMocks } from "./previewErrors";

/** Values are what they are going to be; a preview may leave them unknown. */
export const isUpdate = (): boolean => !pulumi.runtime.isDryRun() && !isUnderMocks();

/** What an Output holds, as the SDK keeps it. */
export interface Content {
  readonly value: unknown;
  readonly isKnown: boolean;
  readonly isSecret: boolean;
}

/** A value that is no secret. */
export const content = (value: unknown): Content => ({ value, isKnown: true, isSecret: false });

export const unknownContent: Content = { value: undefined, isKnown: false, isSecret: false };

/** The class itself: its declaration has no constructor. */
const OutputClass: new (...parts: readonly unknown[]) => unknown = Object(pulumi.Output);

/** The SDK's type declarations leave these out; its own `recover` is made of them. */
interface Parts {
  promise(withUnknowns: true): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  allResources(): Promise<ReadonlySet<pulumi.Resource>>;
  resources(): ReadonlySet<pulumi.Resource>;
}

const partsOf = <T>(output: pulumi.Output<T>): Parts => output as pulumi.Output<T> & Parts; // see Parts

/** That an Output fails is no error of the program. */
export const ignoreFailure = (output: pulumi.Output<unknown>): void => {
  const parts = partsOf(output);
  for (const part of [parts.isKnown, parts.isSecret, parts.allResources()]) part.catch(() => undefined);
};

/** What an Output holds, and what it depends on. */
type Held = Content & { readonly resources: ReadonlySet<pulumi.Resource> };

const contentOf = async (parts: Parts): Promise<Held> => {
  try {
    const [value, isKnown, isSecret, resources] = await Promise.all([
      parts.promise(true),
      parts.isKnown,
      parts.isSecret,
      parts.allResources(),
    ]);
    return { value, isKnown, isSecret, resources };
  } catch (error) {
    // A mistake of the program, which ends it: what comes after has the same one.
    if (pulumi.RunError.isInstance(error)) throw error;
    return { ...unknownContent, resources: parts.resources() };
  }
};

/** The Output with other content. */
const keepOutputs = <T>(
  output: pulumi.Output<T>,
  contentFrom: (parts: Parts) => Promise<Held>,
): pulumi.Output<T> => {
  const parts = partsOf(output);
  const held = contentFrom(parts);
  const made: unknown = Reflect.construct(OutputClass, [
    parts.resources(),
    held.then(({ value }) => value),
    held.then(({ isKnown }) => isKnown),
    held.then(({ isSecret }) => isSecret),
    held.then(({ resources }) => resources),
  ]);
  return pulumi.Output.isInstance<T>(made) ? made : output;
};

/**
 * In an update: the Output, or other content where it has no value, because its resource failed or was held back. What it
 * depends on stays the same, so that the engine still holds back what receives it. In a preview the Output as it is.
 */
export const orElse = <T>(output: pulumi.Output<T>, other: () => Promise<Content>): pulumi.Output<T> => {
  if (!isUpdate()) return output;
  return keepOutputs(output, (parts) =>
    contentOf(parts).then(async (own) => {
      if (own.isKnown) return own;
      const { value, isKnown, isSecret } = await other();
      return { value, isKnown, isSecret: own.isSecret || isSecret, resources: own.resources };
    }),
  );
};

/**
 * An arg's Output, which holds what transforms have made of it; where it is not known, as the program gives it: what the state
 * lacks, defaults among it, is unknown in a preview.
 */
export const registeredValue = <T>(output: pulumi.Output<T>, given: pulumi.Output<T>): pulumi.Output<T> =>
  isUnderMocks()
    ? given
    : keepOutputs(output, async (parts) => {
        const own = await contentOf(parts);
        return own.isKnown ? own : contentOf(partsOf(given));
      });

/** The Output; where that fails by a mistake of the program, an unknown value, once somebody knows of the mistake. */
export const orUnknown = <T>(
  output: pulumi.Output<T>,
  failed: (error: pulumi.RunError) => void,
): pulumi.Output<T> => {
  ignoreFailure(output);
  return keepOutputs(output, async (parts) => {
    try {
      return await contentOf(parts);
    } catch (error) {
      if (!pulumi.RunError.isInstance(error)) throw error;
      failed(error);
      return { ...unknownContent, resources: parts.resources() };
    }
  });
};
