import type { WithInputs } from "./inputs";

/** Where files come from: `uploaded` ones were made by no task (imported and copied ones included), `task` ones by a task. */
export type FileOrigin = "uploaded" | "task" | "any";

interface CommonFilesArgs {
  /** The project, `owner/project`. */
  readonly project: string;
  /** A folder's path inside the project (`reads/batch1`), or its id (24 hexadecimal characters). Default: the project's root. */
  readonly folder?: string;
  /**
   * A glob that the file's name must match: `*.fastq.gz`, `{a,b}_[12].fq`. It is about the name alone, not its folder;
   * upper and lower case differ; names that start with a dot match as others do. Default: every name.
   */
  readonly match?: string;
  /** Default: `any`. */
  readonly origin?: FileOrigin;
  /** On which platform: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  readonly connection?: string;
}

/** Files by their names: answered in this order. */
export interface FilesByNames extends CommonFilesArgs {
  /** Names without folders, each once. */
  readonly names: readonly string[];
  /** Also look in all folders below. Default: false. */
  readonly recursive?: boolean;
  readonly paths?: undefined;
  readonly metadata?: undefined;
}

/** Files by their paths: answered in this order. */
export interface FilesByPaths extends CommonFilesArgs {
  /** Paths inside the project, or inside `folder` if that is given (`batch1/a.fastq`), each once. */
  readonly paths: readonly string[];
  readonly recursive?: undefined;
  readonly names?: undefined;
  readonly metadata?: undefined;
}

/** Files by their metadata: answered by name. */
export interface FilesByMetadata extends CommonFilesArgs {
  /** By field (`sample_id`): the value, or several of which the file has one. With several fields, all must hold. */
  readonly metadata: { readonly [field: string]: string | readonly string[] };
  /** Also look in all folders below. Default: false. */
  readonly recursive?: boolean;
  readonly names?: undefined;
  readonly paths?: undefined;
}

/** All files of a folder: answered by name. */
export interface AllFiles extends CommonFilesArgs {
  /** Also look in all folders below. Default: false. */
  readonly recursive?: boolean;
  readonly names?: undefined;
  readonly paths?: undefined;
  readonly metadata?: undefined;
}

/** Which files: by names, by paths, by metadata, or all of a folder. Only one of these compiles. */
export type GetFilesArgs = FilesByNames | FilesByPaths | FilesByMetadata | AllFiles;

/** The same with Outputs at any depth. */
export type GetFilesOutputArgs =
  | WithInputs<FilesByNames>
  | WithInputs<FilesByPaths>
  | WithInputs<FilesByMetadata>
  | WithInputs<AllFiles>;

/** One file. */
export interface GetFileArgs {
  /** The project, `owner/project`. */
  readonly project: string;
  /** The file's path inside the project: `reads/batch1/a.fastq`, or its name, if it is in no folder. */
  readonly path: string;
  /** On which platform: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  readonly connection?: string;
}

/** The same with Outputs. */
export type GetFileOutputArgs = WithInputs<GetFileArgs>;
