import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError, HostError } from "../../shared/errors";
import { attempt, HostFailure } from "../failure";

const isApiError = (error: HostError): error is ApiError =>
  error._tag === "Unreachable" || error._tag === "Refused" || error._tag === "Unreadable";

/** For callers that are not plain async yet, and declare that calls of the API are all that can fail. */
export const lazily =
  <Args extends readonly unknown[], A>(run: (...args: Args) => Promise<A>) =>
  (...args: Args): TE.TaskEither<ApiError, A> =>
  async () => {
    const result = await attempt(() => run(...args));
    if (E.isRight(result)) return result;
    if (!isApiError(result.left)) throw new HostFailure(result.left);
    return E.left(result.left);
  };
