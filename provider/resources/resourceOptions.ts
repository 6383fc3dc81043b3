import type * as pulumi from "@pulumi/pulumi";
import { isPreview } from "../program/previewErrors";
import { programError } from "../program/programError";
import { logWarning } from "../program/programLog";
import { joinWithAnd } from "../shared/text";

/** The type of the provider that the engine starts for dynamic resources. */
const ownProvider = "pulumi:providers:pulumi-nodejs";

/** What a program that is not type-checked may give, too. */
type Given = Pick<pulumi.CustomResourceOptions, "provider"> & { readonly providers?: unknown };

/**
 * Refuses a provider that is none of ours: the engine would send the resource to it, and a preview may pass without a word.
 * On a component both options are fine, for they reach our resources only where they are of our package.
 */
export const refuseProvider = (what: string, { provider, providers }: Given): void => {
  if (providers !== undefined)
    throw programError(
      `${what} takes no option providers: set it on a component; settings come from pulumi config set sevenbridges:…`,
    );
  if (provider === undefined) return;
  const type: unknown = Reflect.get(Object(provider), "__pulumiType");
  if (type !== ownProvider)
    throw programError(
      `${what} takes no provider${typeof type === "string" ? ` of ${type.split(":").at(-1)}` : ""}: remove the option; settings come from pulumi config set sevenbridges:…, and the arg connection names another platform`,
    );
};

/** A failed creation is the engine's own knowledge: this key works for every resource. */
const afterFailure = "#initerror";

/** The engine compares no keys itself where a provider does, and says nothing of it. */
export const warnOfReplaceOnChanges = (
  resource: pulumi.Resource,
  { replaceOnChanges = [] }: pulumi.CustomResourceOptions,
): void => {
  const keys = replaceOnChanges.filter((key) => key !== afterFailure);
  if (keys.length === 0 || !isPreview()) return;
  void logWarning(
    `replaceOnChanges of ${joinWithAnd(keys)} has no effect: the resource decides itself which changes need a replacement. Put the values into triggers: a change of those replaces it, and what has run is paid for again.`,
    resource,
  );
};
