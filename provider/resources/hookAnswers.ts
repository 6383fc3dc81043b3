import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../shared/codec";
import { resourceNameIn } from "../shared/resourceName";

/**
 * What the engine has answered for the resources of this program that it could not make. With `--continue-on-error` the
 * answer says whether one failed or was held back, and brings what the state keeps of it. The SDK does not pass that on:
 * 3.216 does in part, 3.270 fails the program, 3.276 makes it unknown. So the answers are read on their way to the SDK, unchanged.
 */
export interface Answer {
  readonly urn: string;
  /** SKIP in the engine's words: it was not tried, because something that it depends on failed. */
  readonly isSkipped: boolean;
  readonly id: string | undefined;
  /** What the state keeps: empty where nothing was made. Secrets are wrapped. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The URNs of what it depends on. */
  readonly dependencies: readonly string[];
}

/** SUCCESS, FAIL, SKIP of the engine's protocol: resource.proto. */
const success = 0;
const skipped = 2;

/** The result of a getter of a message, where there is such a getter. */
const answerOf = (message: unknown, getter: string): unknown => {
  const call: unknown = typeof message === "object" && message !== null ? Reflect.get(message, getter) : null;
  return typeof call === "function" ? Reflect.apply(call, message, []) : undefined;
};

const answerIn = (request: unknown, response: unknown): Answer | undefined => {
  const result = answerOf(response, "getResult");
  const urn = answerOf(response, "getUrn");
  if (typeof result !== "number" || result === success || typeof urn !== "string" || urn === "")
    return undefined;
  const object = answerOf(response, "getObject");
  const properties: unknown = isStruct(object)
    ? pulumi.runtime.deserializeProperties(object, true)
    : undefined;
  const id = answerOf(response, "getId");
  const dependencies = answerOf(request, "getDependenciesList");
  return {
    urn,
    isSkipped: result === skipped,
    id: typeof id === "string" && id !== "" ? id : undefined,
    properties: isRecord(properties) ? properties : {},
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
  };
};

type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0];

const isStruct = (value: unknown): value is Struct =>
  typeof value === "object" && value !== null && "toJavaScript" in value;

/** By URN. An Automation API process runs many programs, each with another monitor. */
const notedHooks = new WeakMap<object, Map<string, Answer>>();

const method = "registerResource";

/** From now on the answers of this program's engine are noted. */
const noteAnswer = (monitor: object): Map<string, Answer> => {
  const answers = new Map<string, Answer>();
  notedHooks.set(monitor, answers);
  const register: unknown = Reflect.get(monitor, method);
  if (typeof register !== "function") return answers;
  Reflect.set(monitor, method, function (this: unknown, ...args: readonly unknown[]): unknown {
    const callback = args.at(-1);
    if (typeof callback !== "function") return Reflect.apply(register, this, args);
    const answered = (...results: readonly unknown[]): unknown => {
      const answer = answerIn(args[0], results[1]);
      if (answer !== undefined) answers.set(answer.urn, answer);
      return Reflect.apply(callback, undefined, results);
    };
    return Reflect.apply(register, this, [...args.slice(0, -1), answered]);
  });
  return answers;
};

/** The answers for what failed or was held back in this program so far, by URN. To be called before the first registration. */
export const answers = (): ReadonlyMap<string, Answer> => {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor === undefined ? new Map() : (notedHooks.get(monitor) ?? noteAnswer(monitor));
};

/** The names of what failed, and so holds a resource back: what it depends on may be held back itself. */
export const failedBefore = (
  all: ReadonlyMap<string, Answer>,
  { dependencies }: Answer,
): readonly string[] => {
  const found = dependencies.flatMap((urn) => {
    const answer = all.get(urn);
    if (answer === undefined) return [];
    return answer.isSkipped ? failedBefore(all, answer) : [resourceNameIn(urn)];
  });
  return [...new Set(found)];
};
