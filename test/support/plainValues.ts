import { type ArgName, fields } from "../../provider/model/task/fields";

/** Two values of each plain kind. */
const pairs: readonly (readonly [unknown, unknown])[] = [
  ["one", "two"],
  [1, 2],
  [true, false],
];

/** Two values for an arg that takes plain ones. */
export const plainValues = (arg: ArgName): readonly [unknown, unknown] => {
  const pair = pairs.find((values) => values.every((value) => fields[arg].codec.is(value)));
  if (pair === undefined) throw new Error(`${arg} takes no plain value: give a sample of it in this test`);
  return pair;
};
