import { didYouMean } from "../../shared/alike";
import { joinWithAnd, nearest } from "../../shared/text";

/** What a program asks a run for by mistake, as sentences: the same before the run has started and after it has ended. */

/** `: did you mean bam? its app has bam and rate`; without a near one, the list alone. */
const hint = (name: string, known: readonly string[], list: string): string => {
  // A program in JavaScript may have left the name out.
  const meant = nearest(String(name), known);
  return meant === undefined ? `: ${list}` : `: ${didYouMean(String(name), meant)} ${list}`;
};

export const batchWithoutOutput = (run: string, port: string): string =>
  `${run} is a batch, whose values are its children's: use childOutput("${port}"), or child(group).output("${port}")`;

export const singleWithoutChildren = (run: string, port: string): string =>
  `${run} is not a batch, and has no children: use output("${port}")`;

/** A port that its app does not have. */
export const noOutputPort = (run: string, port: string, ports: readonly string[]): string =>
  ports.length === 0
    ? `${run} has no output port ${port}: its app has none`
    : `${run} has no output port ${port}${hint(port, ports, `its app has ${joinWithAnd(ports)}`)}`;

const mostNamed = 20;

/** What is wrong with a group that does not name exactly one child; `undefined` where it does. */
export const groupMistake = (
  run: string,
  group: string,
  groups: readonly string[],
  areSecret = false,
): string | undefined => {
  const count = groups.filter((value) => value === group).length;
  if (count === 1) return undefined;
  if (count > 1)
    return `${run} has ${count} children of the group ${group}: take them from childOutputs, which has them in the order of children`;
  if (areSecret) return `${run} has no child of the group ${group}`;
  const named = [...new Set(groups.map((value) => value || '""'))];
  const more = named.length > mostNamed ? [`${named.length - mostNamed} more`] : [];
  const list = `it has ${joinWithAnd([...named.slice(0, mostNamed), ...more])}`;
  return `${run} has no child of the group ${group}${hint(group, groups, list)}`;
};
