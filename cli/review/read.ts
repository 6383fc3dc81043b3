import { secretArgsOf, secretTexts } from "../../provider/model/task/secretArgs";
import { internalInputsOf } from "../../provider/model/task/taskState";
import { patternOf } from "../../provider/model/values/secrets";
import type { Note } from "../../provider/shared/printedLine";
import { type Before, draftTask, taskRun } from "./certainty";
import type { Complaint, Kind, PreviousRun, Review, RunStep, TaskStep } from "./model";
import { previousRunOf } from "./past";
import { type Diagnostic, type Preview, partsOfUrn, type Step } from "./preview";
import { runStep } from "./runs";
import { storedArgs, taskStep } from "./tasks";

/** What the engine calls the steps; what is left out here are the halves of a replacement, which it shows on request only. */
const kinds: Readonly<Partial<Record<string, Kind>>> = {
  create: "create",
  import: "adopt",
  read: "read",
  update: "update",
  refresh: "keep",
  replace: "replace",
  delete: "delete",
  same: "keep",
};

const nameIn = ({ line, urn }: Diagnostic): string | undefined =>
  urn === undefined ? line?.resource : partsOfUrn(urn).name;

type Level = "error" | "warning" | "other";

/** Every line of the provider is a warning, except those of which the tables tell the same, and more. */
const levelOf = ({ severity, line }: Diagnostic): Level => {
  if (severity === "error" || severity === "warning") return severity;
  const tells = line?.note?.tells;
  return line === undefined || tells === "Replacement" || tells === "Attempt" ? "other" : "warning";
};

/** The engine has no code for it. It only repeats that there are errors: nothing depends on it but whether it is shown. */
const enginesLastWord = "preview failed";

/** What the provider and the program say, without the secrets of the resource that it is said of. */
const complaints = (
  steps: readonly Step[],
  diagnostics: readonly Diagnostic[],
): readonly (Complaint & { readonly level: Level })[] => {
  const secrets = steps.flatMap(({ urn, oldState, newState }) => {
    const held = [newState?.inputs ?? {}, oldState ? storedArgs(oldState) : {}];
    const names = [...new Set(held.flatMap((it) => secretArgsOf(internalInputsOf(it))))];
    const pattern = patternOf(held.flatMap((it) => secretTexts(names, it)));
    return pattern === undefined ? [] : [{ name: partsOfUrn(urn).name, pattern }];
  });
  return diagnostics.map((diagnostic) => {
    const name = nameIn(diagnostic);
    const message = (diagnostic.line?.text ?? diagnostic.message).replace(/^(error|warning): /, "");
    const text = secrets
      .filter((it) => name === undefined || it.name === name)
      .reduce((clear, { pattern }) => clear.replace(pattern, "[secret]"), message)
      .trim();
    return { level: levelOf(diagnostic), text, ...(name === undefined ? {} : { name }) };
  });
};

const isOurs = ({ urn }: Step): boolean => [draftTask, taskRun].includes(partsOfUrn(urn).type);

/** The engine tells steps in the order in which it comes to them, which differs from time to time. */
const collator = new Intl.Collator("en", { numeric: true });
/** What is nobody's comes last. */
const byName = <A extends { readonly name?: string }>(some: Iterable<A>): readonly A[] =>
  [...some].toSorted(
    (a, b) =>
      Number(a.name === undefined) - Number(b.name === undefined) ||
      collator.compare(a.name ?? "", b.name ?? ""),
  );

/** A task and its run have one id. */
const keyOf = ({ of, id }: Pick<Note, "of" | "id">): string => `${of} ${id}`;

/** Two runs of one task start it once, and share its next attempt. */
const sharedAmong = (runs: Iterable<RunStep>, run: RunStep): RunStep => {
  const { _tag } = run.does;
  const isShared = (other: RunStep): boolean =>
    other.does._tag === _tag &&
    ((_tag === "Retries" && other.id !== undefined && other.id === run.id) ||
      (_tag === "Starts" &&
        run.kind === "create" &&
        other.kind === "create" &&
        run.task !== undefined &&
        other.task === run.task));
  return [...runs].some(isShared) ? { ...run, does: { _tag: "Waits" } } : run;
};

/** Read in the order of the steps: a later step may depend on an earlier one. */
const ourSteps = (
  steps: readonly Step[],
  past: ReadonlyMap<string, PreviousRun>,
  notes: readonly Note[],
): { readonly tasks: readonly TaskStep[]; readonly runs: readonly RunStep[] } => {
  const [tasks, runs] = [new Map<string, TaskStep>(), new Map<string, RunStep>()];
  const replacements = notes.flatMap((note) => (note.tells === "Replacement" ? [note] : []));
  const sure = new Set(replacements.filter(({ isSure }) => isSure).map(keyOf));
  // Two runs of one task have one id: what surely comes for one of them counts as sure for both.
  const onlyIf = new Set(replacements.map(keyOf).filter((key) => !sure.has(key)));
  const before: Before = { tasks, runs, ops: new Map(steps.map(({ urn, op }) => [urn, op])) };
  for (const step of steps.filter(isOurs)) {
    const kind = kinds[step.op];
    const { type } = partsOfUrn(step.urn);
    // One that lives has the URN; the engine may still have to delete an earlier one.
    const key =
      kind === "delete" && (tasks.has(step.urn) || runs.has(step.urn)) ? `${step.urn} (old)` : step.urn;
    if (kind === undefined) continue;
    const unsure = onlyIf.has(
      keyOf({ of: type === draftTask ? "task" : "run", id: step.oldState?.id ?? "" }),
    );
    if (type === draftTask) tasks.set(key, taskStep(before, past, step, kind, unsure));
    else runs.set(key, sharedAmong(runs.values(), runStep(before, past, step, kind, unsure, notes)));
  }
  return { tasks: byName(tasks.values()), runs: byName(runs.values()) };
};

const othersOf = (steps: readonly Step[]): Review["others"] => {
  const counts = new Map<string, number>();
  for (const step of steps) {
    const { type } = partsOfUrn(step.urn);
    const key = `${step.op} ${type}`;
    if (!isOurs(step) && type !== "pulumi:pulumi:Stack") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [op = "", ...type] = key.split(" ");
    return { op, type: type.join(" "), count };
  });
};

/** The engine always shows the stack itself; without --show-sames it only counts what else is unchanged. */
const unchangedOf = ({ steps, changeSummary }: Preview): Review["unchanged"] => {
  const same = steps.filter(({ op }) => op === "same");
  const stacks = same.filter(({ urn }) => partsOfUrn(urn).type === "pulumi:pulumi:Stack").length;
  const count = Math.max(changeSummary.same ?? 0, same.length) - stacks;
  return { count: Math.max(0, count), listed: same.length - stacks >= count };
};

export const reviewOf = (preview: Preview): Review => {
  const { steps, diagnostics } = preview;
  const states = steps.filter(isOurs).flatMap((step) =>
    step.oldState
      ? [
          {
            what: partsOfUrn(step.urn).type === draftTask ? ("task" as const) : ("run" as const),
            state: step.oldState,
          },
        ]
      : [],
  );
  const notes = diagnostics.flatMap(({ line }) => line?.note ?? []);
  const said = complaints(steps, diagnostics);
  const errors = byName(said.filter(({ level }) => level === "error"));
  const { stack = "", project = "" } = steps[0] === undefined ? {} : partsOfUrn(steps[0].urn);
  return {
    project,
    stack,
    destroys: steps.length > 0 && steps.every(({ op }) => op === "delete"),
    errors: errors.length > 1 ? errors.filter(({ text }) => text !== enginesLastWord) : errors,
    warnings: byName(said.filter(({ level }) => level === "warning")),
    ...ourSteps(steps, previousRunOf(states, notes), notes),
    others: othersOf(steps),
    unchanged: unchangedOf(preview),
  };
};
