/** A file that is mutated, and the tests that have to notice it. */
export interface Subject {
  /** By which `npm run mutation` is asked for several at once. */
  readonly folder: string;
  readonly file: string;
  readonly tests: readonly string[];
}

const core = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `test/core/${name}.test.ts`);
const host = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `test/host/${name}.test.ts`);

/** The tests of the same name, unless others are named. */
const model = (name: string, ...tests: readonly string[]): Subject => ({
  folder: "model",
  file: `provider/model/${name}.ts`,
  tests: core(...(tests.length === 0 ? [name] : tests)),
});

const tags = (name: string, ...tests: readonly string[]): Subject => ({
  folder: "model/tags",
  file: `provider/model/tags/${name}.ts`,
  tests: core(...(tests.length === 0 ? [name] : tests).map((test) => `tags/${test}`)),
});

const plans = (name: string, tests: readonly string[]): Subject => ({
  folder: "host/plans",
  file: `provider/host/${name}.ts`,
  tests,
});

const guards = (name: string, tests: readonly string[]): Subject => ({
  folder: "host/guards",
  file: `provider/host/guards/${name}.ts`,
  tests,
});

const recovery = (name: string, tests: readonly string[]): Subject => ({
  folder: "host/recovery",
  file: `provider/host/${name}.ts`,
  tests,
});

/**
 * Few tests each: every mutant loads all of them again, and one in what runs while a file is loaded runs all of them. The first
 * that fails ends it, so what fails most comes first.
 */
export const subjects: readonly Subject[] = [
  tags("tag"),
  tags("ownerTag"),
  tags("attemptTag"),
  tags("resourceId"),
  tags("sentBody"),
  model("timeIn"),
  model("sameUser"),
  model("batching"),
  recovery("draftTask/claim", core("claim")),
  plans("plan", core("plan", "planStates")),
  plans("taskRun/plan", core("planRun")),
  guards("existingWork", [...core("existingWork"), ...host("existingWork")]),
  model("taskState", "taskState", "oddTasks", "properties"),
  model("toApi", "toApi", "patch.property"),
  model("fromApi"),
  model("expectedChildren"),
  model("runNow"),
  model("runState", "runState", "runs.property"),
  model("runStored", "runState", "planRun"),
  model("draftTask", "draftTask", "batching"),
  model("taskRun"),
  model("ids", "ids", "sameIds"),
  model("keptText"),
  model("pending"),
  model("duration"),
  model("executionSettings"),
  model("outputLocation"),
  model("value", "values"),
  model("codec", "draftTask", "properties", "executionSettings", "slips"),
  model("stored", "properties", "taskState"),
  model("previewRecord"),
  model("argPlaces"),
  model("report", "slips", "draftTask"),
  model("secretArgs"),
  model("secrets", "secrets", "secretArgs"),
  model("slips"),
  model("wireSlips"),
  guards("editedTask", host("editedTask")),
  guards("announceStart", host("startedByAnother")),
  plans("draftTask/planned", host("update", "diff")),
  recovery("draftTask/own", host("ownTask")),
  recovery("draftTask/create", host("create", "ownTask")),
  recovery("taskRun/marked", [...core("marked"), ...host("runAnew")]),
  recovery("taskRun/attempts", host("runAttempts", "runAnew")),
  recovery("taskRun/clone", host("runAttempts", "runCuts")),
];
