import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type * as t from "io-ts";
import { getApp } from "../api/apps";
import { type Client, clientOf, newBudgets } from "../api/http";
import { once } from "../api/once";
import { getProject } from "../api/projects";
import { defaultPolicy } from "../api/retry";
import type { App, Project } from "../api/wire";
import { readCredentials } from "../credentials";
import type { SettingsProblem } from "../endpoint";
import type { ApiError, HostError } from "../errors";
import { orFail } from "../lookupFailures";
import { mistakesOf } from "../model/report";
import { refuseOpenToken, underMocks } from "../preview";
import { connectionFrom, type Sources } from "../settings";
import { newStandIns } from "../standIns";

type Once<A> = (client: Client, id: string) => TE.TaskEither<ApiError, A>;

/** What the lookups over one connection share. */
export interface Run {
  readonly client: Client;
  readonly app: Once<App>;
  readonly project: Once<Project>;
}

const say = (line: string): void => void pulumi.log.info(`sb: ${line}`);

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
    budgetOf: newBudgets(),
    ...newStandIns(sources, (line) => void pulumi.log.info(line)),
  };
  const runs = new Map<string | undefined, Run>();
  const [app, project] = [once(getApp), once(getProject)];
  return (name: string | undefined): E.Either<SettingsProblem, Run> => {
    const known = runs.get(name);
    if (known !== undefined) return E.right(known);
    return pipe(
      connectionFrom(sources(), name),
      E.map((connection) => {
        const run = { client: clientOf(connection, shared), app, project };
        runs.set(name, run);
        return run;
      }),
    );
  };
};

/** An Automation API process runs many programs, each with a monitor and settings of its own. */
const programs = new WeakMap<object, ReturnType<typeof newRuns>>();

const thisRun = (name: string | undefined): E.Either<SettingsProblem, Run> => {
  const monitor: object = pulumi.runtime.getMonitor() ?? programs;
  const runs = programs.get(monitor) ?? newRuns();
  programs.set(monitor, runs);
  return runs(name);
};

/** Every lookup can be told on which platform it is. */
interface Anywhere {
  readonly connection?: string;
}

/** One function that a program can call. */
export interface Lookup<Args extends Anywhere, Answer> {
  readonly name: "getApp" | "getFile" | "getFiles" | "getProject" | "getTask";
  readonly args: t.Type<Args, unknown>;
  /** What is asked, for messages: `getFiles of ada/lab`. */
  readonly asked: (args: Args) => string;
  readonly ask: (run: Run, args: Args) => TE.TaskEither<HostError, Answer>;
  /** The answer that a unit test's mock gives, made whole where it leaves something out. */
  readonly mocked: (answer: Readonly<Record<string, unknown>>) => Answer;
}

const fromMock = async (name: string, args: object): Promise<Readonly<Record<string, unknown>>> =>
  (await pulumi.runtime.invoke(`sevenbridges:index:${name}`, { ...args })) ?? {};

/** Runs a lookup. `args` come from a program, which may be in JavaScript. */
export const lookUp = async <Args extends Anywhere, Answer>(
  lookup: Lookup<Args, Answer>,
  given: object,
): Promise<Answer> => {
  if (underMocks()) return lookup.mocked(await fromMock(lookup.name, given));
  refuseOpenToken();
  const args = lookup.args.decode(given);
  if (E.isLeft(args))
    return orFail(lookup.name, lookup.name, TE.left({ _tag: "Invalid", mistakes: mistakesOf(args.left) }));
  return orFail(
    lookup.name,
    lookup.asked(args.right),
    pipe(
      TE.fromEither<HostError, Run>(thisRun(args.right.connection)),
      TE.flatMap((run) => lookup.ask(run, args.right)),
    ),
  );
};
