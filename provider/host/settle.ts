import type * as TE from "fp-ts/TaskEither";
import { explain, type HostError } from "../errors";

/**
 * The one error that leaves the provider. The engine prints its message with the resource; the engine's host prints
 * `${error}: ${error.stack}` besides, so these two only point there: no stack trace, and nothing twice.
 */
class ProviderError extends Error {
  constructor(message: string) {
    super(message);
    this.stack = "failed; the reason stands with the resource";
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
  constructor(
    readonly id: string,
    readonly properties: Readonly<Record<string, unknown>>,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

const thrown = (error: HostError, provider: unknown): ProviderError =>
  error._tag === "Unfinished"
    ? new PartialFailure(error.id, { ...error.outputs, __provider: provider }, error.reasons)
    : new ProviderError(explain(error));

/** Runs a `TaskEither` at the edge: its value, or the one throw of the package. */
export const settle = async <A>(
  effect: TE.TaskEither<HostError, A>,
  properties: Readonly<Record<string, unknown>>,
): Promise<A> => {
  const result = await effect();
  if (result._tag === "Left") throw thrown(result.left, properties.__provider);
  return result.right;
};
