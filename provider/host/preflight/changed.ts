import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import type { DeclaredTask } from "../../model/task/draftTask";
import { decodeStoredArgs } from "../../model/task/stored";
import { canonical } from "../../model/values/value";
import { isUnknown } from "../../shared/unknown";
import type { Properties } from "../properties";
import type { CheckContext } from "./check";

/** As in a diff: a file's name and the order of keys are no differences. */
const comparableValue = (declared: DeclaredTask): DeclaredTask =>
  isUnknown(declared.inputs)
    ? declared
    : {
        ...declared,
        inputs: Object.fromEntries(
          Object.entries(declared.inputs).map(([port, given]) => [port, canonical(given)]),
        ),
      };

/** Which args of a task differ from those in the state's inputs; all of a new one, and of one that moves to another platform. */
export const changedInputs = (
  olds: Properties,
  now: DeclaredTask,
  endpoint: string,
): CheckContext["changed"] => {
  const stored = decodeStoredArgs(olds);
  if (E.isLeft(stored) || olds.__endpoint !== endpoint) return () => true;
  const [before, after] = [comparableValue(stored.right), comparableValue(now)];
  return (...args) => args.some((arg) => !isDeepStrictEqual(before[arg], after[arg]));
};
