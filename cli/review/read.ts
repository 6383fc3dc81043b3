import { secretArgsOf, secretTexts } from "../../provider/model/secretArgs";
import { patternOf } from "../../provider/model/secrets";
import { hiddenOf } from "../../provider/model/taskState";
import { type Before, draftTask, taskRun } from "./certainty";
import type { Complaint, Kind, Past, Review, RunStep, TaskStep } from "./model";
import { pastOf } from "./past";
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

const nameIn = ({ message, urn }: Diagnostic): string | undefined =>
  urn === undefined ? /^sb:(.+?): /.exec(message)?.[1] : partsOfUrn(urn).name;

/** The tables say the same, and more. */
const isTold = (message: string): boolean =>
  /^sb:[^\n]*?: (run of )?task [0-9a-f-]{36} [^\n]*(a new task will be made|will be run anew|attempt \d+ of \S+ will run)/.test(
    message,
  );

/** What the provider and the program say, without the secrets of the resource that it is said of. */
const complaints = (
  steps: readonly Step[],
  diagnostics: readonly Diagnostic[],
): readonly (Complaint & { readonly severity: string })[] => {
  const secrets = steps.flatMap(({ urn, oldState, newState }) => {
    const held = [newState?.inputs ?? {}, oldState ? storedArgs(oldState) : {}];
    const names = [...new Set(held.flatMap((it) => secretArgsOf(hiddenOf(it))))];
    const pattern = patternOf(held.flatMap((it) => secretTexts(names, it)));
    return pattern === undefined ? [] : [{ name: partsOfUrn(urn).name, pattern }];
  });
  return diagnostics.map((diagnostic) => {
    const name = nameIn(diagnostic);
    const message = diagnostic.message.replace(/^sb:.+?: /, "").replace(/^(error|warning): /, "");
    const text = secrets
      .filter((it) => name === undefined || it.name === name)
      .reduce((clear, { pattern }) => clear.replace(pattern, "[secret]"), message)
      .trim();
    return { severity: diagnostic.severity ?? "", text, ...(name === undefined ? {} : { name }) };
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

/** A task and its run mostly have the same name. */
const keyOf = (type: string, name: string | undefined): string => `${type} ${name ?? ""}`;

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

/** Read in the order of the steps: what comes later may hang on what stands before it. */
const ours = (
  steps: readonly Step[],
  past: ReadonlyMap<string, Past>,
  onlyIf: ReadonlySet<string>,
  diagnostics: readonly Diagnostic[],
): { readonly tasks: readonly TaskStep[]; readonly runs: readonly RunStep[] } => {
  const [tasks, runs] = [new Map<string, TaskStep>(), new Map<string, RunStep>()];
  const before: Before = { tasks, runs, ops: new Map(steps.map(({ urn, op }) => [urn, op])) };
  for (const step of steps.filter(isOurs)) {
    const kind = kinds[step.op];
    const { type, name } = partsOfUrn(step.urn);
    // One that lives has the URN; the engine may still have to delete an earlier one.
    const key =
      kind === "delete" && (tasks.has(step.urn) || runs.has(step.urn)) ? `${step.urn} (old)` : step.urn;
    if (kind === undefined) continue;
    const unsure = onlyIf.has(keyOf(type, name));
    if (type === draftTask) tasks.set(key, taskStep(before, past, step, kind, unsure));
    else runs.set(key, sharedAmong(runs.values(), runStep(before, past, step, kind, unsure, diagnostics)));
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
  const onlyIf = new Set(
    diagnostics
      .filter(({ message }) => / only if .* really changes/.test(message))
      .map((it) => keyOf(/^sb:.+?: run of task /.test(it.message) ? taskRun : draftTask, nameIn(it))),
  );
  const said = complaints(steps, diagnostics);
  const errors = byName(said.filter(({ severity }) => severity === "error"));
  const { stack = "", project = "" } = steps[0] === undefined ? {} : partsOfUrn(steps[0].urn);
  return {
    project,
    stack,
    destroys: steps.length > 0 && steps.every(({ op }) => op === "delete"),
    errors: errors.length > 1 ? errors.filter(({ text }) => text !== "preview failed") : errors,
    warnings: byName(
      said.filter(
        ({ severity }, at) =>
          severity === "warning" ||
          (severity !== "error" &&
            /^sb:/.test(diagnostics[at]?.message ?? "") &&
            !isTold(diagnostics[at]?.message ?? "")),
      ),
    ),
    ...ours(steps, pastOf(states, diagnostics), onlyIf, diagnostics),
    others: othersOf(steps),
    unchanged: unchangedOf(preview),
  };
};
