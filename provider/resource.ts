import * as pulumi from "@pulumi/pulumi";
import { foreignMark, resourceMark, undefinedMark } from "./model/value";
import { serialize } from "./preview";
import { programError } from "./programError";

/**
 * The one thing that Pulumi stores to reach our code: a constant text that requires the installed package from the
 * Pulumi project's folder (the provider process works there). It holds no captured value, is the same for every
 * resource and every version, and so never makes a difference. A serialised provider object would break io-ts
 * codecs and weigh 2 kB in each resource, twice.
 */
export const providerText = (resource: "draftTask" | "taskRun"): string =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-sevenbridges/host").${resource}`;

/** The id that a program gives to `get`; without one it would ask for a resource to be made. */
export const idToGet = (what: string, id: pulumi.Input<pulumi.ID> | undefined): pulumi.Input<pulumi.ID> => {
  if (id === undefined || id === "")
    throw programError(`${what}.get needs the id of a task (a UUID) as its second argument`);
  return id;
};

/** The args of a resource: none at all is told like any that are missing; a resource in their place is a slip. */
export const argsGiven = <A>(what: string, args: A | undefined): A | Record<string, never> => {
  if (pulumi.Resource.isInstance(args))
    throw programError(`${what} takes an object of args, not a resource in their place`);
  return args ?? {};
};

/** The type under which the engine starts its provider process for dynamic resources. */
export const typeOf = (name: string): string => `pulumi-nodejs:dynamic/sevenbridges:${name}`;

export const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** What is data to nobody: the engine would make `{}` of it. Other instances are records of their properties to it. */
const isForeign = (value: unknown): boolean =>
  ["function", "symbol", "bigint"].includes(typeof value) ||
  [Date, RegExp, Map, Set].some((kind) => value instanceof kind) ||
  pulumi.asset.Asset.isInstance(value) ||
  pulumi.asset.Archive.isInstance(value);

/**
 * Marks what the engine would drop (`undefined`) or turn into something else without a word, at any depth: see
 * `model/value.ts`.
 */
export const marked = (value: unknown): unknown => {
  if (value === undefined) return undefinedMark;
  if (pulumi.Output.isInstance(value)) return value.apply(marked);
  if (value instanceof Promise) return value.then(marked);
  if (Array.isArray(value)) return value.map(marked);
  if (pulumi.Resource.isInstance(value)) return resourceMark;
  if (isForeign(value)) return foreignMark;
  if (typeof value === "object" && value !== null && isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
  return value;
};

/**
 * The option `import` as inputs of our own: the engine's host cannot import for a dynamic provider (pulumi/pulumi#16175),
 * so `check` and `create` take the task over. Where an arg holds a secret, they show no values.
 */
export const importing = (id: pulumi.ID | undefined, args: pulumi.Inputs = {}): pulumi.Inputs => ({
  __import: id?.toLowerCase(),
  __veiled:
    id === undefined ? undefined : pulumi.isSecret(pulumi.output(args)).then((secret) => secret || undefined),
});

/** The organization; `organization`, as in backends that know none, where unit tests have not set one. */
const organization = (): string => {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
};

/** The URN that a resource will have. */
export const urnOf = async (
  name: string,
  type: string,
  parent: pulumi.Resource | undefined,
): Promise<unknown> => (await serialize(name, { urn: pulumi.createUrn(name, type, parent) })).urn;

/**
 * Who a resource is: its URN, with the organization. A promise, because an Output would bring the parent as a dependency:
 * the SDK then waits for all children of a component, and they for each other.
 */
export const ownerOf = async (
  name: string,
  type: string,
  parent: pulumi.Resource | undefined,
): Promise<unknown> => {
  const owner = pulumi.interpolate`${organization()}/${pulumi.createUrn(name, type, parent)}`;
  return (await serialize(name, { owner })).owner;
};
