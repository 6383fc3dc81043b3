import type { Value } from "../model/values/value";
import { isRecord } from "../shared/codec";
import { joinWithAnd } from "../shared/text";
import { isOpen } from "./misfits";
import type { Port } from "./ports";

/** The names of files against the extensions that an app lists (`sbg:fileTypes`). The platform runs others, too. */

/** What is in a file that is compressed counts: an app that takes FASTQ mostly takes FASTQ.GZ. */
const packed = /\.(gz|bgz|bz2|zip|xz|zst)$/;

/** Apps write `FASTQ`, `fastq.gz`, `.bam` or `*.bam`. */
const extensionOf = (fileType: string): string => fileType.toLowerCase().replace(/^\*?\.?/, ".");

/** Whether a file of this name is of one of the types. */
const isNamedLike = (name: string, fileTypes: readonly string[]): boolean => {
  const lower = name.toLowerCase();
  return fileTypes
    .map(extensionOf)
    .some((extension) => lower.endsWith(extension) || lower.replace(packed, "").endsWith(extension));
};

const wrongExtension = (value: Value, fileTypes: readonly string[], path: string): readonly string[] => {
  if (Array.isArray(value))
    return value.flatMap((item, index) => wrongExtension(item, fileTypes, `${path}[${index}]`));
  if (!isRecord(value) || value.class !== "File") return [];
  const { name } = value;
  return typeof name !== "string" || isOpen(name) || isNamedLike(name, fileTypes) ? [] : [path];
};

const maxNamed = 3;

/** One sentence for all files on a port that are of none of its types, as far as their names are known. */
export const otherTypes = ({ fileTypes = [] }: Port, value: Value, path: string): readonly string[] => {
  const paths = fileTypes.length === 0 ? [] : wrongExtension(value, fileTypes, path);
  if (paths.length === 0) return [];
  const named = paths.length > maxNamed ? [...paths.slice(0, 2), `${paths.length - 2} more`] : paths;
  const [has, its] = paths.length === 1 ? ["has", "name ends"] : ["have", "names end"];
  return [
    `${joinWithAnd(named)} ${has} none of the app's file types: the ${its} in none of ${fileTypes.join(", ")}`,
  ];
};
