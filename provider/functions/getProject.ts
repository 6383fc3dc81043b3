import type * as pulumi from "@pulumi/pulumi";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Project } from "../api/endpoints/schemas";
import { projectId } from "../model/codecs/ids";
import { compact } from "../model/values/fromApi";
import { strictObject } from "../shared/codec";
import { connectionName } from "../shared/connectionName";
import type { WithInputs } from "./inputs";
import { type Lookup, lookUp, lookUpOutput } from "./lookUp";

export interface GetProjectArgs {
  /** The project, `owner/project`. */
  readonly id: string;
  /** On which platform: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  readonly connection?: string;
}

/** The same with Outputs. */
export type GetProjectOutputArgs = WithInputs<GetProjectArgs>;

/** A project. See https://docs.cancergenomicscloud.org/reference/get-project-details. */
export interface ProjectInfo {
  /** `owner/project`: stays the same when the project is renamed. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Empty where there is none. */
  readonly description: string;
  readonly tags: readonly string[];
  /** The id of the billing group that pays; missing where the platform does not show it. */
  readonly billingGroup?: string;
  /** Whether its tasks use spot instances, unless a task says otherwise. */
  readonly useInterruptibleInstances?: boolean;
  /** Whether its tasks reuse the results of identical earlier jobs, unless a task says otherwise. */
  readonly useMemoization?: boolean;
  /** The id of its root folder. */
  readonly rootFolder?: string;
  /** The user who made it. */
  readonly createdBy?: string;
  /** ISO 8601, UTC. */
  readonly createdTime?: string;
}

const infoOf = (wire: Project): ProjectInfo => ({
  id: wire.id,
  name: wire.name ?? wire.id,
  description: wire.description ?? "",
  tags: wire.tags ?? [],
  ...compact({
    billingGroup: wire.billing_group,
    useInterruptibleInstances: wire.settings?.use_interruptible_instances,
    useMemoization: wire.settings?.use_memoization,
    rootFolder: wire.root_folder,
    createdBy: wire.created_by,
    createdTime: wire.created_on,
  }),
});

export const projectLookup: Lookup<GetProjectArgs, ProjectInfo> = {
  name: "getProject",
  args: strictObject("getProject", { id: projectId }, { connection: connectionName }),
  asked: ({ id }) => `getProject of ${id}`,
  ask: ({ project }, { id }) => pipe(project(id), TE.map(infoOf)),
  mocked: (answer) => ({ id: "", name: "", description: "", tags: [], ...answer }),
};

/**
 * A project by its id. Fails where there is none, or where the token's user may not see it.
 *
 * @example
 * ```ts
 * const { useInterruptibleInstances } = await sb.getProject({ id: "rfranklin/rnaseq" });
 * ```
 */
export const getProject = (args: GetProjectArgs, opts?: pulumi.InvokeOptions): Promise<ProjectInfo> =>
  lookUp(projectLookup, args, opts);

/** The same for an id that may be an Output. `dependsOn` asks after these resources are there, and not in a preview that has yet to make one. */
export const getProjectOutput = (
  args: GetProjectOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ProjectInfo> => lookUpOutput(projectLookup, args, opts);
