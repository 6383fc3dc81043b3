/** A file that is mutated, and the tests that have to notice it. */
export interface Subject {
  /** By which `npm run mutation` is asked for several at once: `model/tags`. */
  readonly folder: string;
  readonly file: string;
  readonly tests: readonly string[];
}

/** A file below `provider/`, and its tests below `test/`: the one at the same path, unless others are named. */
const subject = (path: string, ...tests: readonly string[]): Subject => ({
  folder: path.slice(0, path.lastIndexOf("/")),
  file: `provider/${path}.ts`,
  tests: (tests.length === 0 ? [path] : tests).map((test) => `test/${test}.test.ts`),
});

/**
 * Few tests each: every mutant loads all of them again, and one in what runs while a file is loaded runs all of them. The first
 * that fails ends it, so what fails most comes first.
 */
export const subjects: readonly Subject[] = [
  subject("model/tags/tag"),
  subject("model/tags/ownerTag"),
  subject("model/tags/attemptTag"),
  subject("model/tags/resourceId"),
  subject("model/tags/keptText"),
  subject("model/task/bodyHash", "model/task/stableHash", "model/tags/ownerTag"),
  subject("model/task/sentBody"),
  subject("model/task/taskState", "model/task/taskState", "model/task/oddTasks", "host/drift/plan.property"),
  subject("model/task/toApi", "model/task/toApi", "model/task/patch.property"),
  subject("model/task/expectedChildren"),
  subject("model/task/draftTask", "model/task/draftTask", "model/values/batching"),
  subject("model/task/stored", "host/drift/plan.property", "model/task/taskState"),
  subject("model/task/secretArgs"),
  subject("model/task/slips"),
  subject("model/run/runSnapshot"),
  subject("model/run/runState", "model/run/runState", "model/run/runs.property"),
  subject("model/run/runStored", "model/run/runState", "host/taskRun/plan"),
  subject("model/run/taskRun"),
  subject("model/values/sameUser"),
  subject("model/values/batching"),
  subject("model/values/fromApi"),
  subject("model/values/value"),
  subject("model/values/secrets", "model/values/secrets", "model/task/secretArgs"),
  subject("model/codecs/ids", "model/codecs/ids", "model/codecs/sameIds"),
  subject("model/codecs/executionSettings"),
  subject("model/codecs/outputLocation"),
  subject("model/codecs/argPlaces"),
  subject("model/codecs/wireSlips"),
  subject("model/previewRecord"),
  subject("shared/timeIn"),
  subject("shared/pending"),
  subject("shared/duration"),
  subject(
    "shared/codec",
    "model/task/draftTask",
    "host/drift/plan.property",
    "model/codecs/executionSettings",
    "model/task/slips",
  ),
  subject("shared/mistakes", "model/task/slips", "model/task/draftTask"),
  subject("host/drift/plan", "host/drift/plan", "host/drift/planStates"),
  subject("host/taskRun/plan"),
  subject("host/apply/planAgainstLive", "host/draftTask/update", "host/draftTask/diff"),
  subject("host/guards/editedTask"),
  subject("host/guards/announceStart", "host/taskRun/startedByAnother"),
  subject("host/recovery/matchCandidate"),
  subject("host/recovery/existingWork", "host/recovery/existingWorkText", "host/recovery/existingWork"),
  subject("host/recovery/adoptOrphan"),
  subject("host/recovery/taggedAttempts", "host/taskRun/rerun"),
  subject("host/draftTask/create", "host/draftTask/create", "host/recovery/adoptOrphan"),
  subject("host/taskRun/attempts", "host/taskRun/attempts", "host/taskRun/rerun"),
  subject("host/taskRun/clone", "host/taskRun/attempts", "host/taskRun/runCuts"),
];
