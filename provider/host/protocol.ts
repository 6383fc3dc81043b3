import { isRecord } from "../shared/codec";
import { explain, type HostError } from "../shared/errors";
import { safeLines, safeText } from "../shared/safeText";
import { showableProperties } from "../shared/shownValues";
import { HostFailure } from "./failure";

/**
 * The one error that leaves the provider. The engine prints its message with the resource; the engine's host prints
 * `${error}: ${error.stack}` as well, so these two only point there: no stack trace, and nothing twice.
 */
class ProviderError extends Error {
  constructor(message: string, stack: readonly string[] = ["failed; see the error of the resource above"]) {
    super(safeText(message));
    this.stack = safeLines(stack);
  }

  override toString(): string {
    return "sevenbridges";
  }
}

/**
 * A resource that exists but is not what was asked for. The engine keeps it in the state when an error carries
 * these three fields (pulumi/pulumi#18009), and calls `update` at the next `up`. `properties` must bring
 * `__provider` along, or a later refresh or delete cannot load the provider.
 */
class PartialFailure extends ProviderError {
  readonly reasons: readonly string[];

  constructor(
    readonly id: string,
    readonly properties: Readonly<Record<string, unknown>>,
    reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.reasons = reasons.map(safeText);
  }
}

const toThrown = (error: HostError, provider: unknown): ProviderError =>
  error._tag === "Unfinished"
    ? new PartialFailure(
        error.id,
        { ...showableProperties(error.outputs), __provider: provider },
        error.reasons,
      )
    : new ProviderError(explain(error));

/** What the engine stores must bring the provider's text along. The newest properties come last. */
const providerIn = (args: readonly unknown[]): unknown =>
  args.flatMap((given) => (isRecord(given) && "__provider" in given ? [given.__provider] : [])).at(-1);

/** Any other error is a mistake of this package: it keeps its stack, for a report. */
const asProviderError = (error: unknown, args: readonly unknown[]): ProviderError => {
  if (error instanceof HostFailure) return toThrown(error.error, providerIn(args));
  if (error instanceof ProviderError) return error;
  if (!(error instanceof Error)) return new ProviderError(String(error));
  const frames = error.stack?.split("\n").filter((line) => /^ +at /.test(line)) ?? [];
  return new ProviderError(error.message, [error.message, ...frames]);
};

/** A method of the provider that throws nothing but a `ProviderError`. */
export const throwingSafely =
  <Args extends readonly unknown[], A>(
    method: (...args: Args) => Promise<A>,
  ): ((...args: Args) => Promise<A>) =>
  async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      throw asProviderError(error, args);
    }
  };
