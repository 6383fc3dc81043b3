import type { Certainty, Change, RunStep, TaskStep } from "./model";
import { partsOfUrn, type State, type Step } from "./preview";

/** The steps before a step in the preview: the engine names a resource after all that it depends on. */
export interface Before {
  readonly tasks: ReadonlyMap<string, TaskStep>;
  readonly runs: ReadonlyMap<string, RunStep>;
  /** Operations of all resources, by URN. */
  readonly ops: ReadonlyMap<string, string>;
}

const replacedAnyway = ["create", "replace", "create-replacement", "import"];

/** How surely the values of a resource will be others than now. */
const ofSource = ({ tasks, runs, ops }: Before, urn: string): Certainty => {
  const run = runs.get(urn);
  if (run !== undefined) {
    const { _tag } = run.does;
    return _tag === "Starts" ? atMost(run.certainty) : _tag === "Retries" ? "expected" : "maybe";
  }
  const task = tasks.get(urn);
  if (task !== undefined)
    return task.kind === "create" || task.kind === "replace" ? atMost(task.certainty) : "maybe";
  return replacedAnyway.includes(ops.get(urn) ?? "") ? "expected" : "maybe";
};

/** Values that are not there yet are never sure to differ. */
const atMost = (certainty: Certainty): Certainty => (certainty === "sure" ? "expected" : certainty);

/** The resources that an arg's value comes from. */
export const sourcesOf = (state: State | null | undefined, arg: string): readonly string[] =>
  state?.propertyDependencies?.[arg] ?? [];

const headOf = ({ path }: Change): string => path.split(".")[0] ?? path;

interface Found {
  readonly certainty: Certainty;
  readonly forced: boolean;
}

/** How surely a replacement comes: the provider replaces for the changes in `replaceReasons`. */
export const replacement = (
  before: Before,
  { newState, replaceReasons }: Step,
  changes: readonly Change[],
  onlyIf: boolean,
): Found => {
  const reasons = (replaceReasons ?? []).map((reason) => (reason === "__endpoint" ? "endpoint" : reason));
  const why = changes.filter((change) => reasons.includes(headOf(change)));
  if (reasons.length === 0) return { certainty: "maybe", forced: true };
  // The reason is one that cannot be seen: a secret, or a task that is gone.
  if (why.length === 0) return { certainty: onlyIf ? "maybe" : "sure", forced: false };
  if (why.some(({ unsure }) => !unsure)) return { certainty: "sure", forced: false };
  const sources = why.flatMap((change) => sourcesOf(newState, headOf(change)));
  const expected = sources.some((urn) => ofSource(before, urn) === "expected");
  return { certainty: expected ? "expected" : "maybe", forced: false };
};

/** A run whose task is another one comes exactly as surely as that task. */
export const ofTask = ({ tasks }: Before, urn: string | undefined): Certainty | undefined => {
  const task = urn === undefined ? undefined : tasks.get(urn);
  return task !== undefined && (task.kind === "create" || task.kind === "replace")
    ? task.certainty
    : undefined;
};

export const isDraftTask = (urn: string): boolean => partsOfUrn(urn).type === draftTask;
export const draftTask = "pulumi-nodejs:dynamic/sevenbridges:DraftTask";
export const taskRun = "pulumi-nodejs:dynamic/sevenbridges:TaskRun";
