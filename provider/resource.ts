import * as pulumi from "@pulumi/pulumi";
import { undefinedMark } from "./model/value";

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

/** Marks what the program left `undefined`, at any depth: the engine would drop it without a word. */
export const marked = (value: unknown): unknown => {
  if (value === undefined) return undefinedMark;
  if (pulumi.Output.isInstance(value)) return value.apply(marked);
  if (value instanceof Promise) return value.then(marked);
  if (Array.isArray(value)) return value.map(marked);
  // Class instances (resources, assets) are the engine's to serialise or to refuse.
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
  return value;
};

/** The organization; `organization`, as in backends that know none, where unit tests have not set one. */
const organization = (): string => {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
};

/** Who a resource is: its URN, with the organization. */
export const ownerOf = (
  name: string,
  type: string,
  parent: pulumi.Resource | undefined,
): pulumi.Output<string> => pulumi.interpolate`${organization()}/${pulumi.createUrn(name, type, parent)}`;
