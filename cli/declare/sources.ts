import type { RunView } from "../../provider/resources/runOutputs";
import { filesIn } from "../files";
import { producerOf } from "./flows";
import type { Origin } from "./platform";
import { type Subject, seenOf } from "./subject";

/** All that a program is made from. */
export interface Given {
  readonly endpoint: string;
  /** The name of one of the stack's connections, for the args; none for the stack's own settings. */
  readonly connection: string | undefined;
  readonly subjects: readonly Subject[];
  /** Of files: which task has made them, and their names. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Of a subject, what the others may take from it. */
export interface Source {
  readonly subject: Subject;
  readonly seen: RunView | undefined;
  /** The files that it has made itself, and not only passed on. */
  readonly made: ReadonlySet<string>;
}

export const sourceOf = (subject: Subject, { endpoint, origins }: Given): Source => {
  const { task, run } = subject;
  const seen = seenOf(subject, endpoint);
  const own = new Set([task.id, ...(run?.children ?? []).map(({ id }) => id)]);
  const made = (seen === undefined ? [] : producerOf(seen)).filter((id) =>
    own.has(origins.get(id)?.task ?? ""),
  );
  return { subject, seen, made: new Set(made) };
};

const takesFrom = ({ subject }: Source, other: Source): boolean =>
  filesIn(subject.task.inputs).some((id) => other.made.has(id));

/** The maker of a file comes before its user. */
export const inOrder = (sources: readonly Source[]): readonly Source[] => {
  const ordered: Source[] = [];
  const seen = new Set<Source>();
  const visit = (source: Source): void => {
    if (seen.has(source)) return;
    seen.add(source);
    for (const other of sources) if (takesFrom(source, other)) visit(other);
    ordered.push(source);
  };
  for (const source of sources) visit(source);
  return ordered;
};
