import type { Port, PortType } from "../../provider/apps/ports";
import { fileId } from "../ids";
import { type JsonObject, own } from "../json";
import type { FileEntry, Project, Task } from "../store/model";
import { rootFolder } from "../store/roots";
import { filesOf } from "./inputs";

/**
 * Made-up outputs: for each output port a value of its type, and the files in it (nothing is executed). Everything
 * follows from the task's id, so that a restart in the middle makes the same again. Names, sizes and what files inherit
 * are our choice: a file has the metadata on which the task's input files agree, as far as they have it. What
 * may be null is null: a pipeline that relies on it is to learn that it may.
 */
export interface Made {
  readonly outputs: JsonObject;
  readonly files: readonly FileEntry[];
}

export interface Making {
  readonly task: Task;
  readonly project: Project;
  readonly ports: readonly Port[];
  readonly at: number;
  readonly file: (id: string) => FileEntry | undefined;
  /** Makes a name unique in its project. */
  readonly freeName: (name: string) => string;
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
    return made;
  };
  const outputs = making.ports.map((port) => [
    port.id,
    port.optional ? null : madeValue(making, add, port, port.type, port.id),
  ]);
  return { outputs: Object.fromEntries(outputs), files };
};

type Add = (key: string, name: string, parent: string, type: FileEntry["type"]) => FileEntry;

const madeValue = (making: Making, add: Add, port: Port, type: PortType, key: string): unknown => {
  switch (type._tag) {
    case "File": {
      const name = making.freeName(`${stem(making.task)}.${key.replace(/\W+/g, "_")}.${extension(port)}`);
      const root = rootFolder(making.project.id);
      const secondary = (port.secondaryFiles ?? []).map((pattern) =>
        reference(add(`${key}${pattern}`, withPattern(name, pattern), root, "file")),
      );
      const file = reference(add(key, name, root, "file"));
      return secondary.length === 0 ? file : { ...file, secondaryFiles: secondary };
    }
    case "Directory": {
      const name = making.freeName(`${stem(making.task)}.${key.replace(/\W+/g, "_")}`);
      const folder = add(key, name, rootFolder(making.project.id), "folder");
      add(`${key}/listing`, "listing.txt", folder.id, "file");
      return { class: "Directory", path: folder.id, name };
    }
    case "array":
      return [1, 2].map((n) => madeValue(making, add, port, type.items, `${key}.${n}`));
    case "record": {
      const fields = type.fields.map((it) => [
        it.name,
        it.optional ? null : madeValue(making, add, port, it.type, `${key}.${it.name}`),
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
    case "any":
      return null;
  }
};

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
