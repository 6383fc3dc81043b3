import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import { canonical, type Value } from "../../provider/model/values/value";
import { childOutputOf, oneChildOutputOf, outputOf, type RunView } from "../../provider/resources/runOutputs";
import { filesIn } from "../files";
import { quoteText } from "./literal";

/**
 * What flows from one task to the next: a value is the output of a run only where the run gives that very value, by the
 * same functions that a program calls.
 */

/** All files and folders that a run has to give. */
export const producerOf = ({ outputs, childOutputs }: RunView): readonly string[] => [
  ...filesIn(outputs),
  ...filesIn(childOutputs),
];

/** Everything that a program can take from a run, as it writes it, with its value. */
interface Taken {
  readonly code: string;
  readonly value: Value;
}

const filesAmong = (code: string, taken: E.Either<string, unknown>): readonly Taken[] =>
  // What a run gives are values of ports.
  E.isRight(taken) ? [{ code, value: taken.right as Value }] : [];

export const takenFiles = (run: RunView, variable: string): readonly Taken[] => {
  const whole = Object.keys(run.outputs ?? {}).flatMap((port) =>
    filesAmong(`${variable}.output(${quoteText(port)})`, outputOf(run, port)),
  );
  const ports = Object.keys(run.childOutputs ?? {});
  const children = ports.flatMap((port) =>
    filesAmong(`${variable}.childOutput(${quoteText(port)})`, childOutputOf(run, port)),
  );
  const groups = [...new Set((run.children ?? []).map(({ group }) => group.value))];
  const one = groups.flatMap((group) =>
    ports.flatMap((port) =>
      filesAmong(
        `${variable}.child(${quoteText(group)}).output(${quoteText(port)})`,
        oneChildOutputOf(run, group, port),
      ),
    ),
  );
  return [...whole, ...children, ...one];
};

/** The first of them that is this very value, if it has a file in it: other values may be the same by chance. */
export const takenBy = (value: Value, taken: readonly Taken[]): string | undefined =>
  filesIn(value).length === 0
    ? undefined
    : taken.find((it) => isDeepStrictEqual(canonical(it.value), canonical(value)))?.code;
