import type * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../shared/codec";
import type { GetFilesArgs, GetFilesOutputArgs } from "./filesArgs";
import { type FilesQuery, filesQuery } from "./filesQuery";
import { findFiles } from "./findFiles";
import { type FoundFile, mockedFile } from "./foundFile";
import { type Lookup, lookUp, lookUpOutput } from "./lookUp";

export const filesLookup: Lookup<FilesQuery, FoundFile[]> = {
  name: "getFiles",
  args: filesQuery,
  asked: ({ project }) => `getFiles of ${project}`,
  ask: ({ lists }, query, warn) => findFiles(lists, query, warn),
  // A call answers with an object, so a mock gives the list as `result`.
  mocked: ({ result }) => (Array.isArray(result) ? result.filter(isRecord).map(mockedFile) : []),
};

/**
 * Files of a project: by `names`, by `paths`, by `metadata`, or all of a folder. They go into `inputs` as they are.
 *
 * By names or paths they are answered in the order asked, and the call fails once, naming every one that is missing
 * (with the nearest name) or ambiguous (with its folders). Otherwise they are sorted by name and then id, and none may
 * be found: an empty list. Folders are never among them. What is found later changes the task that takes it; `match`
 * and `origin` keep what tasks make out of the list.
 *
 * @example
 * ```ts
 * const project = "rfranklin/rnaseq";
 * const reads = await sb.getFiles({ project, metadata: { experiment: "E18" }, match: "*.fastq.gz", origin: "uploaded" });
 * const mates = await sb.getFiles({ project, folder: "reads", names: ["E18127_1.fastq.gz", "E18127_2.fastq.gz"] });
 * ```
 */
export const getFiles = (args: GetFilesArgs, opts?: pulumi.InvokeOptions): Promise<FoundFile[]> =>
  lookUp(filesLookup, args, opts);

/** The same for args that may be Outputs, at any depth. `dependsOn` asks after these resources are there, and not in a preview that has yet to make one. */
export const getFilesOutput = (
  args: GetFilesOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundFile[]> => lookUpOutput(filesLookup, args, opts);
