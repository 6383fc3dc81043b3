import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import { readChecks } from "../config/checking";
import { connectionsKey, readConnections, withTokens } from "../config/connections";
import { readOrphanSearch } from "../config/finding";
import { readReplaceFinished } from "../config/replaceFinished";
import { unknownKeys } from "../config/settingKeys";
import { groupsOfFew, type Kinds, omissionLines } from "../shared/manyAlike";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { isUnknown } from "../shared/unknown";
import { isInline } from "./inline";
import { programError } from "./programError";
import { logError } from "./programLog";

/**
 * What the program's own process says in a preview. The engine stops at the first resource that its provider
 * refuses; here all mistakes of all resources are reported, and the program fails at its end.
 */

/** Whether a configuration value is marked as a secret. The SDK knows, its type declarations leave it out. */
const isSecretConfig = (key: string): boolean => {
  const { runtime } = pulumi;
  return (
    "isConfigSecret" in runtime &&
    typeof runtime.isConfigSecret === "function" &&
    runtime.isConfigSecret(key) === true
  );
};

const tokenKey = "sevenbridges:token";

const openAt = (key: string, set: string): E.Either<SettingsProblem, never> =>
  settingsProblem(
    `${key} is not marked as a secret, and would be stored in plain text in the stack's file: set it again with \`pulumi config set --secret ${set}\``,
  );

/** Of a structured value the SDK knows only whether anything in it is secret. */
const openToken = (): E.Either<SettingsProblem, void> => {
  const { getConfig } = pulumi.runtime;
  if (getConfig(tokenKey) !== undefined && !isSecretConfig(tokenKey)) return openAt(tokenKey, tokenKey);
  const [name] = isSecretConfig(connectionsKey) ? [] : withTokens(getConfig);
  const key = `${connectionsKey}.${name}.token`;
  return name === undefined ? E.right(undefined) : openAt(key, `--path '${key}'`);
};

/** Unit tests run programs under Pulumi's mocks, where there are no settings and nothing is ever asked. */
export const isUnderMocks = (): boolean => pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";

/** Nothing is made: the engine stops at the first resource that `check` refuses, so what is wrong is reported in another way. */
export const isPreview = (): boolean => pulumi.runtime.isDryRun() && !isUnderMocks();

/** What one run of a program has said so far. An Automation API process runs many programs, each with another monitor. */
interface Said {
  isFailing: boolean;
  /** The error that the program fails with at its end. */
  lastWord: pulumi.RunError | undefined;
  /** That of a configuration that is refused: each thing that the program declares or asks would tell it again. */
  unsafe: pulumi.RunError | undefined;
  readonly said: Set<string>;
  /** What was found wrong, by its kind. */
  readonly kinds: Kinds;
  /** How many looks at resources have not come to an end. */
  open: number;
}

const runs = new WeakMap<object, Said>();

const thisRun = (): Said => {
  const monitor: object = pulumi.runtime.getMonitor() ?? runs;
  const said = runs.get(monitor) ?? {
    isFailing: false,
    lastWord: undefined,
    unsafe: undefined,
    said: new Set<string>(),
    kinds: new Map(),
    open: 0,
  };
  runs.set(monitor, said);
  return said;
};

/**
 * Ends the program, in previews and updates, where the stack's file holds a token in plain text, or a key is misspelt that
 * may have been meant to protect something. `refresh` and `destroy` come without the program, and are never kept from working.
 */
export const refuseUnsafeConfig = (): void => {
  if (isUnderMocks()) return;
  const checked = pipe(
    openToken(),
    E.flatMap(() => unknownKeys(pulumi.runtime.allConfig(), pulumi.getProject())),
  );
  if (E.isRight(checked)) return;
  const run = thisRun();
  run.unsafe ??= programError(checked.left.reason);
  throw run.unsafe;
};

/** Whether this run has said it already. From now on it has. */
export const wasReported = (sentence: string): boolean => {
  const { said } = thisRun();
  const before = said.has(sentence);
  said.add(sentence);
  return before;
};

/** What a preview fails with when everything wrong has been named. */
export const summarize = (): pulumi.RunError => {
  const run = thisRun();
  run.lastWord ??= programError("Preview failed. Fix the errors above and run `pulumi preview` again.");
  return run.lastWord;
};

/**
 * The program fails at its end: the SDK takes an unhandled rejection for that, and prints each error once. Inline programs it
 * fails for each error that they log, and an unhandled rejection would fail all that run beside this one.
 */
const failAtEnd = (): void => {
  const run = thisRun();
  if (run.isFailing) return;
  run.isFailing = true;
  if (isInline()) return;
  const error = summarize();
  process.once("beforeExit", () => void Promise.reject(error));
};

/** A problem with the settings is said once, whatever number of resources has it. */
const reportProblem = (reason: string): void => {
  if (!wasReported(reason)) void logError([reason]);
  failAtEnd();
};

/**
 * Reports what is wrong with the settings that all resources share. `true` where something is: `check` then asks nothing, for
 * this program is going to fail. Only in previews; an update relies on `check`.
 */
export const reportSettings = (): true | undefined => {
  if (!isPreview()) return undefined;
  const { getConfig } = pulumi.runtime;
  const settings = pipe(
    readConnections(getConfig),
    E.flatMap(() => readOrphanSearch(getConfig)),
    E.flatMap(() => readChecks(getConfig)),
    E.flatMap(() => readReplaceFinished(getConfig)),
  );
  if (E.isRight(settings)) return undefined;
  reportProblem(settings.left.reason);
  return true;
};

/** A resource's args as the engine will get them, when they have come: secrets are wrapped, what is not known is marked. */
export type Serialized = () => Promise<Readonly<Record<string, unknown>>>;

/**
 * The values as the engine will get them. The SDK writes a property's name into the very error that a value fails with, and
 * everything else that waits for that value would report it with ours.
 */
export const serialize = async (
  kind: string,
  values: pulumi.Inputs,
): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await pulumi.runtime.serializeProperties(kind, values);
  } catch (error) {
    if (error instanceof Error)
      error.message = error.message.replace(/^error serializing property "[^"]*": /, "");
    throw error;
  }
};

/** Asked for by several, they are serialized once; by nobody, not at all. */
export const serializing = (kind: string, args: pulumi.Inputs): Serialized => {
  let serialized: Promise<Readonly<Record<string, unknown>>> | undefined;
  return () => {
    serialized ??= serialize(kind, args);
    return serialized;
  };
};

/** Prints what is wrong with a resource, and lets the program fail. */
export const report = (sentences: readonly string[], resource: pulumi.Resource): void => {
  if (sentences.length === 0) return;
  const few = groupsOfFew(thisRun().kinds, sentences);
  if (few.length > 0) void logError(few, resource);
  failAtEnd();
};

/** Looks at a resource. After the last look of all the program prints how many errors it has left out. */
const countErrors = async <A>(look: () => Promise<A>): Promise<A> => {
  const run = thisRun();
  run.open += 1;
  try {
    return await look();
  } finally {
    run.open -= 1;
    if (run.open === 0) for (const sentence of omissionLines(run.kinds)) void logError([sentence]);
  }
};

/**
 * What `check` has found in a preview comes back with the resource's outputs: it alone sees the args that transforms have
 * made, and where it refused one resource the engine would not check the others.
 */
export const checkErrors = { __checkErrors: undefined, __noConnection: undefined };

/** Reports what `check` has found in a preview. */
export const reportFound = (resource: pulumi.Resource): void => {
  if (!isPreview()) return;
  const given = Object.keys(checkErrors).map((key) => [key, Reflect.get(resource, key)] as const);
  const found = async (): Promise<void> => {
    const { __checkErrors: mistakes, __noConnection: reason } = await serialize(
      "",
      Object.fromEntries(given),
    );
    report(Array.isArray(mistakes) ? mistakes.map(String) : [], resource);
    if (typeof reason === "string" && !isUnknown(reason)) reportProblem(reason);
  };
  // A resource that fails has its own error.
  countErrors(found).catch(() => undefined);
};

/** Reports what else turns out to be wrong with a resource in a preview. What is not known there is no mistake. */
export const reportLater = (resource: pulumi.Resource, mistakes: pulumi.Output<readonly string[]>): void => {
  if (!isPreview()) return;
  const found = async (): Promise<void> => {
    const { sentences } = await serialize("", { sentences: mistakes });
    report(Array.isArray(sentences) ? sentences.map(String) : [], resource);
  };
  countErrors(found).catch(() => undefined);
};
