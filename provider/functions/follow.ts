import * as pulumi from "@pulumi/pulumi";
import { programError } from "../program/programError";
import { isRecord } from "../shared/codec";
import { kindName } from "../shared/text";

/** Lookups that follow resources: the option `dependsOn`, which the SDK carries out for functions of plugins only. */

type DependsOn = pulumi.InvokeOutputOptions["dependsOn"];

/** A component's children, which the SDK's type declarations leave out; its constructor may be asynchronous. */
const childrenOf = async (component: pulumi.ComponentResource): Promise<readonly pulumi.Resource[]> => {
  await Reflect.get(component, "__data");
  const children: unknown = Reflect.get(component, "__childResources");
  return children instanceof Set ? [...children].filter((child) => pulumi.Resource.isInstance(child)) : [];
};

/** What there is to wait for: of a component all that it consists of, as the SDK does for resources. */
const madeOf = async (
  resource: pulumi.Resource,
  seen = new Set<pulumi.Resource>(),
): Promise<readonly pulumi.Output<string>[]> => {
  if (seen.has(resource)) return [];
  seen.add(resource);
  if (pulumi.CustomResource.isInstance(resource)) return [resource.id];
  if (!pulumi.ComponentResource.isInstance(resource) || Reflect.get(resource, "__remote") === true)
    return [resource.urn];
  const made = await Promise.all((await childrenOf(resource)).map((child) => madeOf(child, seen)));
  return made.flat();
};

/**
 * Resolves when all of these resources are there. Unknown in a preview where one of them is yet to be made, and so is
 * whatever is built on it.
 */
export const madeBefore = (name: string, dependsOn: DependsOn): pulumi.Output<readonly string[]> =>
  pulumi
    .output(dependsOn ?? [])
    .apply(async (given): Promise<pulumi.Output<string>[]> => {
      const all: readonly unknown[] = [given].flat();
      const resources = all.filter((one) => pulumi.Resource.isInstance(one));
      const other = all.find((one) => !pulumi.Resource.isInstance(one));
      if (other !== undefined)
        throw programError(
          `${name}Output: dependsOn must be a resource or a list of them, not ${kindName(other)}`,
        );
      const made = await Promise.all(resources.map((one) => madeOf(one)));
      return made.flat();
    })
    .apply((made) => pulumi.all(made));

/** Whether a value comes from a resource. Where the SDK does not tell, it may. */
export const findDependencies = async (value: pulumi.Output<unknown>): Promise<boolean> => {
  const allResources: unknown = Reflect.get(value, "allResources");
  if (typeof allResources !== "function") return true;
  const resources: unknown = await allResources.call(value);
  return !(resources instanceof Set) || resources.size > 0;
};

/** What is wrong with the options of a lookup that answers with a promise: nobody can see what a program in JavaScript gives. */
export const wrongOptions = (name: string, opts: unknown): string | undefined => {
  if (!isRecord(opts))
    return `${name}: the options must be an object (like { parent }), not ${kindName(opts)}`;
  if (opts.dependsOn !== undefined) return `${name} does not support dependsOn: use ${name}Output`;
  return opts.parent === undefined || pulumi.Resource.isInstance(opts.parent)
    ? undefined
    : `${name}: the option parent must be a resource, not ${kindName(opts.parent)}`;
};
