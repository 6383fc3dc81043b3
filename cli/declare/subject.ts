import * as E from "fp-ts/Either";
import type { App, Project, RecentTask, Task } from "../../provider/api/endpoints/schemas";
import { defaultBatching, outputPorts } from "../../provider/cwl/ports";
import { isBatch, type RunSnapshot, statusOf } from "../../provider/model/run/runSnapshot";
import { encodeRunState } from "../../provider/model/run/runState";
import { declaredFrom } from "../../provider/model/task/declaredFrom";
import { decodeDeclared, encodeDeclared } from "../../provider/model/task/draftTask";
import { hasBegun, hasEnded } from "../../provider/model/task/taskState";
import { inputsFrom } from "../../provider/model/values/fromApi";
import type { TaskInputs } from "../../provider/model/values/value";
import type { RunView } from "../../provider/resources/runOutputs";
import { isRecord } from "../../provider/shared/codec";
import { sentence } from "../../provider/shared/mistakes";

/* What a program has to say of an existing task to import it unchanged. Pure. */

/** What the platform said of a task to declare. */
export interface Subject {
  readonly task: Task;
  /** Of a task that was started. */
  readonly run: RunSnapshot | undefined;
  /** The app and the project, where the user sees them. */
  readonly app: App | undefined;
  readonly project: Project | undefined;
  /** Of a task that was found by its tag: what a lost state knew of it. */
  readonly lost?: Lost;
}

/** The resource that has created a task. */
export interface Lost {
  /** `undefined` where no tag tells. */
  readonly name: string | undefined;
  /** Whether the stack's name is known, by which names are checked. */
  readonly isStackKnown: boolean;
  /** That of its `TaskRun`, where what it ran again tells. */
  readonly runName: string | undefined;
  /** The types of the components around it. */
  readonly parents: readonly string[];
  /** Its tasks from other args, which it has replaced. */
  readonly earlier: readonly RecentTask[];
  /** Tasks that ran it again because `triggers` of its `TaskRun` changed. */
  readonly again: readonly RecentTask[];
  /** Tasks that ran it again for a `TaskRun` of an unknown name. */
  readonly unfound: readonly RecentTask[];
}

type Args = Readonly<Record<string, unknown>>;

/** The args of the `TaskRun`: what makes it end well with the task's present status, so that a failure of long ago fails no program. */
export const runArgsOf = ({ run }: Subject): Args | undefined => {
  if (run === undefined || !hasBegun(run.first.status)) return undefined;
  const status = statusOf(run);
  if (!hasEnded(status) || status === "COMPLETED") return {};
  const hasChildren = isBatch(run) && (run.children ?? []).length > 0;
  return status === "FAILED" && hasChildren ? { allowFailures: true } : { wait: false };
};

/** The run as the program will see it; it is asked for its values. */
export const seenOf = (subject: Subject, endpoint: string): RunView | undefined => {
  const { run, app } = subject;
  const args = runArgsOf(subject);
  if (run === undefined || args === undefined) return undefined;
  const declared = { wait: true, allowFailures: args.allowFailures === true, maxAttempts: 1, triggers: [] };
  const ports = outputPorts(app?.raw).map(({ id, optional }) => ({ id, optional }));
  const state = encodeRunState(run, { ...declared, task: run.first.id }, {}, endpoint, ports, []);
  const seen = { ...state, name: run.first.id, allowFailures: declared.allowFailures };
  return seen as unknown as RunView; // the names and forms are those of a TaskRun's outputs
};

/** What a program's args cannot be, as sentences; values are never quoted. */
const mistakesIn = (args: Args): readonly string[] => {
  const decoded = decodeDeclared({ project: "o/p", app: "o/p/a", name: "n", ...args });
  return E.isLeft(decoded) ? decoded.left.map(sentence) : [];
};

/** The args, and what had to be left out because no program can say it. */
export interface Declaration {
  readonly args: Args;
  readonly inputs: TaskInputs;
  readonly leftOut: readonly string[];
}

const without = (args: Args, ...names: readonly string[]): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

/** What the project would give anyway is not said. */
const withoutDefaults = (args: Args, project: Project | undefined): Args => {
  const spot = project?.settings?.use_interruptible_instances;
  const memoization = project?.settings?.use_memoization;
  const { executionSettings, ...rest } = args;
  const settings =
    isRecord(executionSettings) && executionSettings.useMemoization === memoization
      ? without(executionSettings, "useMemoization")
      : executionSettings;
  return {
    ...(rest.useInterruptibleInstances === spot ? without(rest, "useInterruptibleInstances") : rest),
    ...(isRecord(settings) && Object.keys(settings).length > 0 ? { executionSettings: settings } : {}),
  };
};

const conflictingArgs = ["batchInput", "batchBy"];

/** What `check` would refuse is left out, and said. */
const splitDeclarable = (args: Args): readonly [Args, readonly string[]] => {
  const names = Object.keys(args);
  const wrong = names.flatMap((name) => {
    const mistakes = conflictingArgs.includes(name)
      ? mistakesIn({ batchInput: args.batchInput, batchBy: args.batchBy })
      : mistakesIn({ [name]: args[name] });
    return mistakes.length > 0 ? [{ name, mistakes }] : [];
  });
  return [
    without(args, ...wrong.map(({ name }) => name)),
    [...new Set(wrong.flatMap(({ mistakes }) => mistakes))],
  ];
};

/** What a program says of the task under a resource's name. */
export const declarationOf = ({ task, app, project }: Subject, resource: string): Declaration => {
  const { inputs: _, ...whole } = encodeDeclared(declaredFrom(task));
  const named = task.name && task.name !== resource ? whole : without(whole, "name");
  // The app would make a batch of it, if it were created again.
  const alone = task.batch !== true && defaultBatching(app?.raw) !== undefined ? { batch: false } : {};
  const [args, leftOut] = splitDeclarable({ ...withoutDefaults(named, project), ...alone });
  const ports = Object.entries(inputsFrom(task.inputs)).map(([port, value]) => ({
    port,
    value,
    mistakes: mistakesIn({ inputs: { [port]: value } }),
  }));
  return {
    args,
    inputs: Object.fromEntries(
      ports.flatMap(({ port, value, mistakes }) => (mistakes.length > 0 ? [] : [[port, value]])),
    ),
    leftOut: [...leftOut, ...ports.flatMap(({ mistakes }) => mistakes)],
  };
};
