import type * as pulumi from "@pulumi/pulumi";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { HostError } from "../shared/errors";
import type { GetFileArgs, GetFileOutputArgs } from "./filesArgs";
import { type FilesQuery, fileQuery } from "./filesQuery";
import { findFiles } from "./findFiles";
import { type FoundFile, mockedFile } from "./foundFile";
import { type Lookup, lookUp, lookUpOutput } from "./lookUp";

export const fileLookup: Lookup<FilesQuery, FoundFile> = {
  name: "getFile",
  args: fileQuery,
  asked: ({ project }) => `getFile of ${project}`,
  ask: ({ lists }, query, warn) =>
    pipe(
      findFiles(lists, query, warn),
      TE.flatMap(([file]) =>
        file === undefined
          ? TE.left<HostError>({ _tag: "Declined", reason: "no path was asked for" })
          : TE.right(file),
      ),
    ),
  mocked: mockedFile,
};

/**
 * A file of a project by its path. It goes into `inputs` as it is. Fails where there is none, and names the nearest.
 * For a bare id there is `file(id)`, which asks nothing.
 *
 * @example
 * ```ts
 * const genome = await sb.getFile({ project: "rfranklin/rnaseq", path: "references/GRCh38.fa" });
 * ```
 */
export const getFile = (args: GetFileArgs, opts?: pulumi.InvokeOptions): Promise<FoundFile> =>
  lookUp(fileLookup, args, opts);

/** The same for args that may be Outputs. `dependsOn` asks after these resources are there, and not in a preview that has yet to make one. */
export const getFileOutput = (
  args: GetFileOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundFile> => lookUpOutput(fileLookup, args, opts);
