import * as pulumi from "@pulumi/pulumi";
import { CallbackServer } from "@pulumi/pulumi/runtime/callbacks";
import { runArgNames } from "../model/codecs/argPlaces";
import { argNames } from "../model/task/fields";
import { isOfInputs, secretArgsIn } from "../model/task/secretArgs";
import { isUnderMocks, serialize } from "../program/previewErrors";
import { typeOf } from "./resource";

/**
 * Transforms change the args of a resource after its constructor has noted which of them are secrets. They run in the program's
 * process, one after the other, each on what the one before has made: each one is followed by a look at what it made.
 */

const argsOf = (type: string): readonly string[] => {
  if (type === typeOf("DraftTask")) return argNames;
  return type === typeOf("TaskRun") ? runArgNames : [];
};

const withNotes = async (type: string, props: pulumi.Inputs): Promise<pulumi.Inputs> => {
  const args = Object.entries(props).filter(([name]) => argsOf(type).includes(name));
  const found = secretArgsIn(await serialize(type, Object.fromEntries(args)), pulumi.runtime.isRpcSecret);
  const before: unknown = props.__secretArgs;
  const notes = [...new Set([...(Array.isArray(before) ? before.map(String) : []), ...found])];
  return found.every((name) => Array.isArray(before) && before.includes(name))
    ? props
    : { ...props, __secretArgs: notes, ...(notes.some(isOfInputs) ? { __secret: true } : {}) };
};

/** The transform, with the notes for what it has made of one of our resources. */
const noteSecrets =
  (transform: pulumi.ResourceTransform): pulumi.ResourceTransform =>
  async (args) => {
    const result = await transform(args);
    return result === undefined || argsOf(args.type).length === 0
      ? result
      : { ...result, props: await withNotes(args.type, result.props) };
  };

/**
 * All transforms of a program are registered here, those of resources, components and the stack. The SDK has no other place
 * where a package sees them: a transform of the stack that is registered last would do, but not every language host passes
 * that call on.
 */
const registerTransform = CallbackServer?.prototype.registerTransform;
if (typeof registerTransform === "function")
  CallbackServer.prototype.registerTransform = function (transform) {
    return registerTransform.call(this, noteSecrets(transform));
  };

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Transformations, the older kind, come down from the parents, and are carried out before the engine is asked. */
const hasTransformations = ({ transformations, parent }: pulumi.CustomResourceOptions): boolean =>
  lengthOf(transformations) > 0 ||
  lengthOf(Reflect.get(parent ?? pulumi.runtime.getStackResource() ?? {}, "__transformations")) > 0;

/**
 * A look at what they have made, which changes nothing but the notes. The options are not handed back: the SDK fills in those that nobody
 * has set, and `deleteBeforeReplace: false` would then keep a running task going beside the one that replaces it.
 */
const warnOfTransformations: pulumi.ResourceTransform = async ({ type, props }) => {
  const noted = await withNotes(type, props);
  // Without options in the answer the SDK keeps all that it has sent; its type does not say so.
  return noted === props ? undefined : ({ props: noted } as pulumi.ResourceTransformResult);
};

/** Has the secrets noted that transformations of the older kind add: by a transform that sees what they have made. */
export const withSecretsNoted = <O extends pulumi.CustomResourceOptions>(opts: O): O =>
  hasTransformations(opts) && !isUnderMocks()
    ? { ...opts, transforms: [...(opts.transforms ?? []), warnOfTransformations] }
    : opts;
