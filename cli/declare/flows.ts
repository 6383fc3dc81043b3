import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import { canonical, type Value } from "../../provider/model/values/value";
import { childOutputOf, oneChildOutputOf, outputOf, type RunSeen } from "../../provider/resources/runOutputs";
import { filesIn } from "../files";
import { quoted } from "./literal";

/**
 * What flows from one task to the next: a value is the output of a run only where the run gives that very value, by the
 * same functions that a program calls.
 */

/** All files and folders that a run has to give. */
export const madeBy = ({ outputs, childOutputs }: RunSeen): readonly string[] => [
  ...filesIn(outputs),
  ...filesIn(childOutputs),
];

/** Everything that a program can take from a run, as it writes it, with its value. */
interface Taken {
  readonly code: string;
  readonly value: Value;
}

const those = (code: string, taken: E.Either<string, unknown>): readonly Taken[] =>
  // What a run gives are values of ports.
  E.isRight(taken) ? [{ code, value: taken.right as Value }] : [];

export const takenFrom = (run: RunSeen, variable: string): readonly Taken[] => {
  const whole = Object.keys(run.outputs ?? {}).flatMap((port) =>
    those(`${variable}.output(${quoted(port)})`, outputOf(run, port)),
  );
  const ports = Object.keys(run.childOutputs ?? {});
  const children = ports.flatMap((port) =>
    those(`${variable}.childOutput(${quoted(port)})`, childOutputOf(run, port)),
  );
  const groups = [...new Set((run.children ?? []).map(({ group }) => group.value))];
  const one = groups.flatMap((group) =>
    ports.flatMap((port) =>
      those(
        `${variable}.child(${quoted(group)}).output(${quoted(port)})`,
        oneChildOutputOf(run, group, port),
      ),
    ),
  );
  return [...whole, ...children, ...one];
};

/** The first of them that is this very value, if it has a file in it: other values may be the same by chance. */
export const sameTaken = (value: Value, taken: readonly Taken[]): string | undefined =>
  filesIn(value).length === 0
    ? undefined
    : taken.find((it) => isDeepStrictEqual(canonical(it.value), canonical(value)))?.code;
