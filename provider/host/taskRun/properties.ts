import * as E from "fp-ts/Either";
import { decodeStoredRun } from "../../model/run/runStored";
import { decodeRun, type KnownRun } from "../../model/run/taskRun";
import type { HostError } from "../../shared/errors";
import { isResolved } from "../../shared/unknown";
import {
  argsIn,
  decodeOr,
  heldBack,
  isHeldBack,
  type Properties,
  pendingError,
  unknownInput,
} from "../properties";

/** What the state holds. */
export const storedRunFrom = decodeOr(decodeStoredRun);

/** The last guard before anything is sent: decoded, and nothing in it is unknown. */
export const knownRunFrom = (news: Properties): E.Either<HostError, KnownRun> => {
  if (isHeldBack(news)) return E.left(heldBack);
  const declared = decodeRun(argsIn(news));
  if (E.isLeft(declared)) return E.left({ _tag: "Invalid", mistakes: declared.left });
  const missing = pendingError(declared.right);
  if (missing !== undefined) return E.left(missing);
  return isResolved(declared.right) ? E.right(declared.right) : E.left(unknownInput);
};
