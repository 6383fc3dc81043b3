import { isDeepStrictEqual } from "node:util";
import { type DeclaredTask, encodeDeclared, knownInputs } from "../../model/task/draftTask";
import { canonical, onPort, type Value } from "../../model/values/value";
import { isRecord } from "../../shared/codec";
import { kindName } from "../../shared/text";
import { type Change, properties } from "./plan";

/* In what a task differs from the program, for people: each difference by its path, with both of its values. */

interface Difference {
  readonly path: string;
  readonly there: unknown;
  readonly here: unknown;
}

const isFile = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && typeof value.class === "string";

/** The name of a file is no difference. */
const isSameText = (there: unknown, here: unknown): boolean =>
  there === undefined || here === undefined
    ? there === here
    : isDeepStrictEqual(canonical(there as Value), canonical(here as Value)); // JSON, as all args are

/** Records differ field by field; anything else as a whole. */
const differencesWithin = (path: string, there: unknown, here: unknown): readonly Difference[] => {
  if (!isRecord(there) || !isRecord(here) || isFile(there) || isFile(here)) return [{ path, there, here }];
  const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return keys.flatMap((key) =>
    isSameText(onPort(there, key), onPort(here, key))
      ? []
      : differencesWithin(`${path}.${key}`, onPort(there, key), onPort(here, key)),
  );
};

const differences = (
  was: DeclaredTask,
  now: DeclaredTask,
  changes: readonly Change[],
): readonly Difference[] => {
  const [there, here] = [encodeDeclared(was), encodeDeclared(now)];
  const [liveInputs, inputs] = [knownInputs(was), knownInputs(now)];
  const names = properties(changes).filter((name) => name !== "inputs");
  const args = names.flatMap((name) =>
    isSameText(there[name], here[name]) ? [] : differencesWithin(name, there[name], here[name]),
  );
  const ports = changes.flatMap(({ port }) => (port === undefined ? [] : [port]));
  return [
    ...args,
    ...ports.flatMap((port) =>
      differencesWithin(`inputs.${port}`, onPort(liveInputs, port), onPort(inputs, port)),
    ),
  ];
};

const maxLength = 40;

const clip = (text: string): string => {
  const letters = [...text];
  return letters.length <= maxLength ? text : `${letters.slice(0, maxLength - 1).join("")}…`;
};

const shownText = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (isFile(value)) return String(value.name ?? value.path);
  if (Array.isArray(value)) return `[${value.map(shownText).join(", ")}]`;
  return JSON.stringify(value);
};

const maxNamed = 3;

/** Of two long lists, what one has and the other has not. */
const onlyOn = (some: readonly Value[], others: readonly Value[], sign: string): readonly string[] => {
  const rest = some.filter(
    (item) => !others.some((other) => isDeepStrictEqual(canonical(item), canonical(other))),
  );
  const more = rest.length > maxNamed ? [`${sign}${rest.length - maxNamed} more`] : [];
  return [...rest.slice(0, maxNamed).map((item) => `${sign}${clip(shownText(item))}`), ...more];
};

const isLong = (value: unknown): value is readonly Value[] =>
  Array.isArray(value) && shownText(value).length > maxLength;

/** The value at a path, from its form there to its form here. */
const pairOf = (
  { there, here }: Difference,
  between: (there: string, here: string) => string,
  veiled: boolean,
): string => {
  if (veiled) return between(kindName(there), kindName(here));
  if (!Array.isArray(there) || !Array.isArray(here) || !(isLong(there) || isLong(here)))
    return between(clip(shownText(there)), clip(shownText(here)));
  const news = [...onlyOn(here, there, "+"), ...onlyOn(there, here, "−")];
  const counts = between(`a list of ${there.length}`, `a list of ${here.length}`);
  return `${counts}: ${news.length === 0 ? "the same in another order" : news.join(", ")}`;
};

/** `inputs.threads (3 → 4)`; where a value may be secret, its kind. */
export const formatDifferences = (
  was: DeclaredTask,
  now: DeclaredTask,
  changes: readonly Change[],
  {
    veiled,
    between,
  }: { readonly veiled: boolean; readonly between: (there: string, here: string) => string },
): readonly string[] =>
  differences(was, now, changes).map((it) => `${it.path} (${pairOf(it, between, veiled)})`);
