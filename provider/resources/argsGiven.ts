import * as pulumi from "@pulumi/pulumi";
import { objectSlip, textSlip } from "../model/codecs/wireSlips";
import { runArgNames } from "../model/run/taskRun";
import { argNames } from "../model/task/fields";
import { stringifiedText } from "../model/task/slips";
import { programError } from "../program/programError";
import { hasTag } from "../shared/safeText";
import { kindName } from "../shared/text";
import type { GetOptions } from "./draftTaskArgs";

/** What a program in JavaScript may put in the place of names, args, options and ids: each is one sentence, never a TypeError. */

type Kind = "DraftTask" | "TaskRun";

/** The kind of a value, where it may also be something of Pulumi's. */
const givenKind = (value: unknown): string => {
  if (pulumi.Output.isInstance(value)) return "an Output";
  if (pulumi.Resource.isInstance(value)) return "a resource";
  return value instanceof Promise ? "a promise" : kindName(value);
};

const isPlainObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && givenKind(value) === "an object";

/** A string that must be known when the program runs: no Output, and no text of one. */
export const requireText = (what: string, value: unknown, hint = ""): string => {
  if (typeof value !== "string" || value === "")
    throw programError(`${what} must be a string, not ${givenKind(value)}${hint}`);
  const wrong = stringifiedText(value) ?? textSlip(value, false);
  if (wrong !== undefined) throw programError(`${what} ${wrong}`);
  return value;
};

/** A list that must be there when the program runs. */
export const requireList = <A>(what: string, value: readonly A[]): readonly A[] => {
  if (!Array.isArray(value))
    throw programError(
      `${what} takes a list of ids, not ${givenKind(value)}${pulumi.Output.isInstance(value) ? ": write ids.apply((list) => sb.files(list))" : ""}`,
    );
  return value;
};

/** The name of a resource. Pulumi needs it at once, so no Output can be in it. */
export const requireName = (kind: Kind, name: unknown): string => {
  const what = `the first argument of new ${kind}(name, args)`;
  if (typeof name === "string" && stringifiedText(name) !== undefined)
    throw programError(
      `${what} holds an Output or an object that became a text: a resource's name is a plain string${kind === "DraftTask" ? "; the arg name takes pulumi.interpolate" : ", which pulumi.interpolate cannot make"}`,
    );
  const text = requireText(what, name);
  if (hasTag(text))
    throw programError(`${what} holds a color tag of Pulumi's: ${text}: Pulumi cannot show it; take it out`);
  return text;
};

/** The args of a resource: none at all is reported like any that are missing. */
export const requireArgs = <A>(what: string, args: A | null | undefined): A | Record<string, never> => {
  if (args === undefined || args === null) return {};
  if (!isPlainObject(args))
    throw programError(`${what} takes an object of args, not ${givenKind(args)} in their place`);
  const slip = objectSlip(args);
  if (slip !== undefined) throw programError(`${what} ${slip}`);
  return args;
};

/** The options of a resource. Pulumi ignores those that it does not know: an arg among them would be lost. */
export const requireOptions = (what: string, opts: unknown, isGet = false): GetOptions => {
  if (opts === undefined || opts === null) return {};
  if (!isPlainObject(opts))
    throw programError(
      `${what} takes an object of options, not ${givenKind(opts)} in their place${pulumi.Resource.isInstance(opts) ? ": write { parent: component }" : ""}`,
    );
  const args: readonly string[] = [...argNames, ...runArgNames];
  const arg = Object.keys(opts).find((key) => args.includes(key) && !(isGet && key === "connection"));
  if (arg !== undefined)
    throw programError(
      isGet
        ? `${what}: ${arg} is not an option, and a task that is only read takes no args: take it out`
        : `${what}: ${arg} is an arg, not an option: write it into the second argument`,
    );
  return opts;
};

/** The id that a program gives to `get`; without one it would ask for a resource to be made. */
export const idToGet = (
  kind: Kind,
  id: pulumi.Input<pulumi.ID> | null | undefined,
): pulumi.Input<pulumi.ID> => {
  const what = `${kind}.get needs the id of a task (a UUID) as its second argument`;
  if (id === undefined || id === null || id === "") throw programError(what);
  if (pulumi.Output.isInstance(id) || id instanceof Promise) return id;
  if (typeof id !== "string")
    throw programError(
      `${what}, not ${givenKind(id)}${pulumi.Resource.isInstance(id) ? ": give its id (like task.id)" : ""}`,
    );
  const wrong = stringifiedText(id) ?? textSlip(id, false);
  if (wrong !== undefined) throw programError(`${what}: this one ${wrong}`);
  return id;
};

/** The id in the option `import`, which the engine wants to know at once. */
export const idToImport = (what: string, id: unknown): string | undefined =>
  id === undefined || id === null
    ? undefined
    : requireText(`${what}: the option import`, id, ": give the id of a task (a UUID)");
