import * as pulumi from "@pulumi/pulumi";
import { argNames } from "../model/task/fields";
import { secretArgsIn } from "../model/task/secretArgs";
import type { Serialized } from "../program/previewErrors";
import type { DraftTask } from "./draftTask";
import { withSecretsOf } from "./secretInputs";

/**
 * Which args hold a secret, noted for the provider: the engine hands it all values in clear, for Pulumi's host of dynamic
 * providers takes no secrets.
 */

/** The names of the args of one resource that hold a secret. An arg that fails has an error that the SDK reports. */
export const secretNotes = async (serialized: Serialized): Promise<readonly string[]> => {
  try {
    return secretArgsIn(await serialized(), pulumi.runtime.isRpcSecret);
  } catch {
    return [];
  }
};

/** Those of a DraftTask, for its run: its outputs know what transforms have made secret. */
export const draftNotes = async (
  task: DraftTask,
  notes: Promise<readonly string[]> | undefined,
): Promise<readonly string[]> => withSecretsOf((await notes) ?? [], argNames, task);

/** What a run's own args do not have, and what the platform shows of its task in other places than in its inputs. */
const handedOn: readonly string[] = ["name", "app", "project", "batchInput", "batchBy", "connection"];

/** The secret args of a DraftTask that its run cannot know, as secrets. */
export const secretArgsFor = async (
  task: DraftTask,
  notes: Promise<readonly string[]>,
): Promise<pulumi.Inputs | undefined> => {
  const names = (await notes).filter((name) => handedOn.includes(name));
  return names.length === 0
    ? undefined
    : Object.fromEntries(names.map((name) => [name, pulumi.secret(Reflect.get(task, name))]));
};
