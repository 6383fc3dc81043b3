import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../provider/shared/codec";

const nameIn = (text: string): string | undefined => {
  const project: unknown = parse(text);
  return isRecord(project) && typeof project.name === "string" ? project.name : undefined;
};

const projectFiles: readonly string[] = ["Pulumi.yaml", "Pulumi.yml"];

/** Whether the working directory is a Pulumi project. */
export const isPulumiProject = (): boolean => projectFiles.some((file) => existsSync(file));

/** The name of the Pulumi project in the working directory, if there is one. */
export const readProjectName = (): string | undefined => {
  const file = projectFiles.find((name) => existsSync(name));
  try {
    return file === undefined ? undefined : nameIn(readFileSync(file, "utf8"));
  } catch {
    // It only completes the name of a stack: a file that cannot be read completes none.
    return undefined;
  }
};
