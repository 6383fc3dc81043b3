import type { FileItem } from "../api/endpoints/schemas";
import type { Place } from "./folders";

/** Files that are asked for one by one: what became of each. */

export type Path = readonly string[];

/** Not there: the file, or, where `depth` is not its last step, a folder on the way to it. */
export interface Missing {
  readonly _tag: "Missing";
  readonly path: Path;
  readonly depth: number;
  /** Where it should be. */
  readonly place: Place;
  /** What was probably meant in place of that step. */
  readonly meant?: string;
  /** The paths of files of its name in other folders. */
  readonly elsewhere?: readonly string[];
  /** What to write in place of what is no path. */
  readonly advice?: string;
}

export type Finding =
  | { readonly _tag: "Found"; readonly item: FileItem }
  | Missing
  /** A folder where a file is asked for. */
  | { readonly _tag: "IsFolder"; readonly path: Path }
  /** A file where the path has a folder. */
  | { readonly _tag: "IsFile"; readonly path: Path; readonly depth: number }
  | { readonly _tag: "LeftOut"; readonly path: Path; readonly why: string }
  | { readonly _tag: "Ambiguous"; readonly path: Path; readonly all: readonly string[] };
