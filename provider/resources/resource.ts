import * as pulumi from "@pulumi/pulumi";
import { serialize } from "../program/previewErrors";

/**
 * The one thing that Pulumi stores to reach our code: a constant text that requires the installed package from the
 * Pulumi project's folder (the provider process works there). It holds no captured value, is the same for every
 * resource and every version, and so never makes a difference. A serialised provider object would break io-ts
 * codecs and weigh 2 kB in each resource, twice.
 */
export const providerText = (resource: "draftTask" | "taskRun"): string =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-sevenbridges/host").${resource}`;

/** The type under which the engine starts its provider process for dynamic resources. */
export const typeOf = (name: string): string => `pulumi-nodejs:dynamic/sevenbridges:${name}`;

/** Whether a value is a resource of a type, or what a policy has in the place of one. */
export const isOfType = (type: string, value: unknown): boolean =>
  typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === type;

/**
 * The args with an object, which no arg takes, in the place of each resource: the engine would hand on its id. A resource among
 * `triggers` is its id, and `inputs` have been looked through.
 */
export const withoutResources = (args: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      key === "inputs" || key === "triggers" ? value : withoutResource(value),
    ]),
  );

const withoutResource = (value: unknown): unknown => {
  if (pulumi.Output.isInstance(value)) return value.apply(withoutResource);
  return pulumi.Resource.isInstance(value) ? { resource: true } : value;
};

/**
 * The option `import` as our own inputs: the engine's host cannot import for a dynamic provider (pulumi/pulumi#16175),
 * so `check` and `create` adopt the task. Where an arg holds a secret, they show no values.
 */
export const importing = (id: string | undefined, args: pulumi.Inputs = {}): pulumi.Inputs => ({
  __import: id?.toLowerCase(),
  __hideValues:
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
