import * as E from "fp-ts/Either";
import type * as TE from "fp-ts/TaskEither";
import type { ApiError, HostError } from "../../shared/errors";
import { attempt, fail } from "../failure";

const isApiError = (error: HostError): error is ApiError =>
  error._tag === "Unreachable" || error._tag === "Refused" || error._tag === "Unreadable";

/** For callers that are not plain async yet, and expect what a call of the API can give. */
export const lazily =
  <Args extends readonly unknown[], A>(run: (...args: Args) => Promise<A>) =>
  (...args: Args): TE.TaskEither<ApiError, A> =>
  async () => {
    const result = await attempt(() => run(...args));
    if (E.isRight(result)) return result;
    return isApiError(result.left) ? E.left(result.left) : fail(result.left);
  };
