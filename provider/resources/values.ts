import type * as pulumi from "@pulumi/pulumi";
import type { DirectoryValue, FileValue } from "../model/values/value";
import { emptyListMark } from "../shared/marks";
import { requireList } from "./argsGiven";
import type { notAValue } from "./notAValue";

/** A file of the platform, by its id. */
export type File = FileValue;

/** A folder of the platform, by its id. */
export type Directory = DirectoryValue;

/**
 * What a port holds: a File, a Directory, a list, a record, a string, a number, a boolean or null. Enums are strings.
 *
 * It is also the type of a value that another stack has exported, which Pulumi types as `any`:
 *
 * @example
 * ```ts
 * const upstream = new pulumi.StackReference("rfranklin/align/prod");
 * const bam: pulumi.Output<sb.TaskValue> = upstream.requireOutput("bam"); // there: export const bam = run.output("bam")
 * new sb.DraftTask("count", { project, app, inputs: { bam } });
 * ```
 */
export type TaskValue = null | boolean | number | string | File | Directory | TaskValue[] | TaskRecord;

/** A CWL record: an object without `class`; its fields are values again. */
export interface TaskRecord {
  [field: string]: TaskValue;
}

/** A value for a port, with Outputs at any depth. */
export type InputValue = pulumi.Input<
  null | boolean | number | string | File | Directory | InputObject | readonly InputValue[]
>;

/** A record with Outputs inside: values by field, or, as `inputs`, by port id. */
export interface InputObject {
  readonly [field: string]: InputValue;
  /** @hidden Only what is no value has it: see there. */
  readonly [notAValue]?: undefined;
}

/** A file by its id: 24 hexadecimal characters, as in the address of its page. */
export const file = (id: pulumi.Input<string>): { class: "File"; path: pulumi.Input<string> } => ({
  class: "File",
  path: id,
});

/** Several files by their ids, in this order. */
export const files = (
  ids: readonly pulumi.Input<string>[],
): { class: "File"; path: pulumi.Input<string> }[] => requireList("files(ids)", ids).map(file);

/**
 * A list of files that is empty on purpose, for a tool that takes none: a plain `[]` on a required port is refused, for a
 * lookup may have found nothing. It may be at any depth of `inputs`, and in Outputs: `found.length > 0 ? found : sb.emptyList`.
 */
export const emptyList: string = emptyListMark;

/** A folder by its id. */
export const directory = (id: pulumi.Input<string>): { class: "Directory"; path: pulumi.Input<string> } => ({
  class: "Directory",
  path: id,
});
