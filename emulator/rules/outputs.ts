import type { Port, PortType } from "../../provider/cwl/ports";
import { fileId } from "../ids";
import { type JsonObject, own } from "../json";
import type { FileEntry, OptionalOutputsOf, Project, Task } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Files } from "./access";
import type { ReservedNames } from "./arrivals";
import { filesOf } from "./inputs";
import { isMade } from "./optionalOutputs";
import { foldersOf } from "./outputLocation";

/**
 * Made-up outputs: for each output port a value of its type, and the files in it (nothing is executed). Everything
 * follows from the task's id, so that a restart in the middle makes the same again. Names, sizes and what files inherit
 * are our choice: a file has the metadata on which the task's input files agree, as far as they have it.
 */
export interface Made {
  readonly outputs: JsonObject;
  readonly files: readonly FileEntry[];
}

export interface Making {
  readonly task: Task;
  readonly project: Project;
  readonly ports: readonly Port[];
  /** What was ordered for the app of the outputs that may be null. */
  readonly optionalOutputs?: OptionalOutputsOf | undefined;
  readonly at: number;
  readonly file: Files;
  readonly arrivals: ReservedNames;
}

export const makeOutputs = (making: Making): Made => {
  const files: FileEntry[] = [];
  const metadata = shared(
    filesOf(Object.values(making.task.inputs)).flatMap((it) => making.file(String(it.path)) ?? []),
  );
  const add = (key: string, name: string, parent: string, type: FileEntry["type"]): FileEntry => {
    const id = fileId(making.task.id, key);
    const made: FileEntry = {
      id,
      name,
      project: making.project.id,
      parent,
      type,
      size: type === "folder" ? 0 : 1_000_000 + (Number.parseInt(id.slice(0, 6), 16) % 900_000_000),
      createdAt: making.at,
      modifiedAt: making.at,
      metadata: type === "folder" ? {} : metadata,
      tags: [],
      task: making.task.id,
    };
    files.push(made);
    making.arrivals.add(made);
    return made;
  };
  const place = (port: string): string => {
    const names = foldersOf(making.task, port);
    return names.reduce((parent, name, depth) => {
      const { folder, free } = making.arrivals.folder(parent, name);
      const path = names.slice(0, depth + 1).join("/");
      return folder ?? add(`/${path}`, free, parent, "folder").id;
    }, rootFolder(making.project.id));
  };
  const outputs = making.ports.map((port) => [
    port.id,
    isNull(making, port, port.optional, port.id)
      ? null
      : madeValue({ making, add, place }, port, port.type, port.id),
  ]);
  return { outputs: Object.fromEntries(outputs), files };
};

const isNull = ({ task, optionalOutputs }: Making, port: Port, isOptional: boolean, key: string): boolean =>
  isOptional && !isMade(task, optionalOutputs, port.id, key);

interface Workshop {
  readonly making: Making;
  readonly add: (key: string, name: string, parent: string, type: FileEntry["type"]) => FileEntry;
  /** The folder that a port's files are in. */
  readonly place: (port: string) => string;
}

const madeValue = (workshop: Workshop, port: Port, type: PortType, key: string): unknown => {
  const { making, add, place } = workshop;
  const named = `${stem(making.task)}.${key.replace(/\W+/g, "_")}`;
  switch (type._tag) {
    case "File": {
      const folder = place(port.id);
      const beside = (name: string): string[] => companionsOf(name, port.secondaryFiles ?? []);
      const name = making.arrivals.free(folder, `${named}.${extension(port)}`, beside);
      const secondary = beside(name).map((it, n) => reference(add(`${key}/${n}`, it, folder, "file")));
      const file = reference(add(key, name, folder, "file"));
      return secondary.length === 0 ? file : { ...file, secondaryFiles: secondary };
    }
    case "Directory": {
      const parent = place(port.id);
      const name = making.arrivals.free(parent, named);
      const folder = add(key, name, parent, "folder");
      add(`${key}/listing`, "listing.txt", folder.id, "file");
      return { class: "Directory", path: folder.id, name };
    }
    case "array":
      return [1, 2].map((n) => madeValue(workshop, port, type.items, `${key}.${n}`));
    case "record": {
      const fields = type.fields.map((it) => [
        it.name,
        isNull(making, port, it.optional, `${key}.${it.name}`)
          ? null
          : madeValue(workshop, port, it.type, `${key}.${it.name}`),
      ]);
      return Object.fromEntries(fields);
    }
    case "enum":
      return type.symbols[0] ?? null;
    case "scalar":
      return type.scalar === "boolean"
        ? true
        : type.scalar === "string"
          ? `${key} text`
          : numberOf(type.scalar);
    case "union":
      return madeValue(workshop, port, type.choices[0] ?? { _tag: "any" }, key);
    case "any":
      return null;
  }
};

/** The secondary files of a file, each once: two patterns may mean the same, or the file itself. */
const companionsOf = (name: string, patterns: readonly string[]): string[] =>
  [...new Set(patterns.map((it) => withPattern(name, it)))].filter((it) => it !== name);

const numberOf = (scalar: "int" | "long" | "float" | "double"): number =>
  scalar === "int" || scalar === "long" ? 42 : 0.5;

const reference = (file: FileEntry): JsonObject => ({ class: "File", path: file.id, name: file.name });

/** A child's files carry its group, like `sample-1.aligned.bam`. */
const stem = (task: Task): string =>
  (task.group?.value || task.name)
    .replace(/[^\w.-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60) || "output";

const extension = (port: Port): string => (port.fileTypes?.[0] ?? "out").toLowerCase().replace(/^\./, "");

/** The name of a secondary file. CWL's rule: each leading `^` takes an extension off, the rest is added. */
export const withPattern = (name: string, pattern: string): string =>
  pattern.startsWith("^") ? withPattern(name.replace(/\.[^.]*$/, ""), pattern.slice(1)) : `${name}${pattern}`;

/** Fields on which all input files agree that have them: a reference without a sample takes none away from the reads. */
const shared = (files: readonly FileEntry[]): JsonObject => {
  const all = files.filter((it) => it.type === "file").map((it) => it.metadata);
  const fields = [...new Set(all.flatMap(Object.keys))];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const values = all.map((it) => own(it, field)).filter((it) => it !== undefined && it !== null);
      const [first] = values;
      return first !== undefined && new Set(values.map((it) => JSON.stringify(it))).size === 1
        ? [[field, first]]
        : [];
    }),
  );
};
