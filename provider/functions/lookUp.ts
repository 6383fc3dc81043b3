import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type * as t from "io-ts";
import { type Client, clientOf, newBudgets, newHabits } from "../api/transport/http";
import { defaultPolicy } from "../api/transport/retry";
import { readCredentials } from "../config/credentials";
import { newFallbackTokens } from "../config/fallbackTokens";
import { readConnection, type Sources } from "../config/settings";
import { compact } from "../model/values/fromApi";
import { textClearer, textsIn } from "../model/values/secrets";
import { failingAlone, valueOrFail } from "../program/lookupFailures";
import { isUnderMocks, refuseUnsafeConfig } from "../program/previewErrors";
import { programError } from "../program/programError";
import { logInfo, logWarning } from "../program/programLog";
import { explain, type HostError } from "../shared/errors";
import { formatLine } from "../shared/printedLine";
import type { SettingsProblem } from "../shared/settingsProblem";
import { makeShowable } from "../shared/shownValues";
import { decodeArgs } from "./decodeArgs";
import { findDependencies, madeBefore, wrongOptions } from "./follow";
import { newRun, type Run } from "./run";

const say = (line: string): void => void logInfo(formatLine({ text: line }));

const sources = (): Sources => ({
  config: pulumi.runtime.getConfig,
  env: process.env,
  credentials: readCredentials,
});

/** What those of one run of a program share. Nothing else is kept: each run sees the platforms as they are. */
const newRuns = () => {
  const shared = {
    policy: defaultPolicy,
    say,
    limiterOf: newBudgets(),
    habitsOf: newHabits(),
    ...newFallbackTokens(sources, (line) => void logInfo(line)),
  };
  const runs = new Map<string | undefined, ReturnType<typeof newRun>>();
  const warned = new Set<string>();
  return {
    over: (name: string | undefined, isStrict: boolean): E.Either<SettingsProblem, Run> => {
      const known = runs.get(name);
      if (known !== undefined) return E.right(known(isStrict));
      return pipe(
        readConnection(sources(), name),
        E.map((connection) => {
          const run = newRun(clientOf(connection, shared));
          runs.set(name, run);
          return run(isStrict);
        }),
      );
    },
    warn: (text: string, resource: pulumi.Resource | undefined): void => {
      if (warned.has(text)) return;
      warned.add(text);
      void logWarning(text, resource);
    },
  };
};

/** An Automation API process runs many programs, each with another monitor and other settings. */
const programs = new WeakMap<object, ReturnType<typeof newRuns>>();

const thisProgram = (): ReturnType<typeof newRuns> => {
  const monitor: object = pulumi.runtime.getMonitor() ?? programs;
  const runs = programs.get(monitor) ?? newRuns();
  programs.set(monitor, runs);
  return runs;
};

/** The client that the program's lookups use. */
export const clientFor = (connection: string | undefined): E.Either<SettingsProblem, Client> =>
  pipe(
    thisProgram().over(connection, false),
    E.map(({ client }) => client),
  );

/** Every lookup takes a connection, which says on which platform it is. */
interface Anywhere {
  readonly connection?: string;
}

/** One function that a program can call. */
export interface Lookup<Args extends Anywhere, Answer> {
  readonly name: "getApp" | "getFile" | "getFiles" | "getProject" | "getTask";
  readonly args: t.Type<Args, unknown>;
  /** What is asked, for messages: `getFiles of ada/lab`. */
  readonly asked: (args: Args) => string;
  readonly ask: (run: Run, args: Args, warn: (text: string) => void) => TE.TaskEither<HostError, Answer>;
  /** The answer that a unit test's mock gives, made whole where it leaves something out. */
  readonly mocked: (answer: Readonly<Record<string, unknown>>) => Answer;
}

const fromMock = async (
  name: string,
  args: object,
  { parent, provider }: pulumi.InvokeOptions,
): Promise<Readonly<Record<string, unknown>>> =>
  (await pulumi.runtime.invoke(`sevenbridges:index:${name}`, { ...args }, compact({ parent, provider }))) ??
  {};

/** How the Output form asks. */
interface Manner {
  /** Nothing will do that was asked before now. */
  readonly isStrict: boolean;
  /** The args hold a secret: no text of theirs is printed. */
  readonly isSecret: boolean;
}

const plainly: Manner = { isStrict: false, isSecret: false };

/** Messages name the parts of a path or an id one by one. */
const secretTextsIn = (given: object): readonly string[] =>
  textsIn(given).flatMap((text) => [text, ...text.split("/")]);

/** Runs a lookup. `args` and `opts` come from a program, which may be in JavaScript. */
export const lookUp = async <Args extends Anywhere, Answer>(
  lookup: Lookup<Args, Answer>,
  given: object,
  opts: pulumi.InvokeOptions = {},
  { isStrict, isSecret }: Manner = plainly,
): Promise<Answer> => {
  if (isUnderMocks()) return lookup.mocked(await fromMock(lookup.name, given, opts));
  refuseUnsafeConfig();
  const wrong = wrongOptions(lookup.name, opts);
  if (wrong !== undefined) throw programError(wrong);
  const clear = textClearer(isSecret ? secretTextsIn(given) : []);
  const cleared = TE.mapLeft(
    (error: HostError): HostError => (isSecret ? { _tag: "Declined", reason: clear(explain(error)) } : error),
  );
  const args = decodeArgs(lookup.name, lookup.args, given);
  if (E.isLeft(args))
    return valueOrFail(lookup.name, lookup.name, cleared(TE.left({ _tag: "Invalid", mistakes: args.left })));
  const asked = clear(lookup.asked(args.right));
  const { over, warn } = thisProgram();
  return valueOrFail(
    lookup.name,
    asked,
    pipe(
      TE.fromEither<HostError, Run>(over(args.right.connection, isStrict)),
      TE.flatMap((run) =>
        lookup.ask(run, args.right, (text) => warn(`${asked}: ${clear(text)}`, opts.parent)),
      ),
      cleared,
      TE.map(makeShowable),
    ),
  );
};

/**
 * The same for args that may be Outputs, once the resources of `dependsOn` are there. What follows a resource, by its args
 * or by `dependsOn`, is asked after it: a run has made files since the program began.
 */
export const lookUpOutput = <Args extends Anywhere, Answer>(
  lookup: Lookup<Args, Answer>,
  given: pulumi.Input<object>,
  { dependsOn, ...opts }: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Answer> => {
  const followed = pulumi.all([pulumi.output(given), madeBefore(lookup.name, dependsOn)]);
  return failingAlone(
    followed.apply(async ([args]) =>
      lookUp<Args, Answer>(lookup, args, opts, {
        isStrict: await findDependencies(followed),
        isSecret: await pulumi.isSecret(followed),
      }),
    ),
  );
};
