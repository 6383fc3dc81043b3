import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../provider/model/codec";

const nameIn = (text: string): string | undefined => {
  const project: unknown = parse(text);
  return isRecord(project) && typeof project.name === "string" ? project.name : undefined;
};

/** The name of the Pulumi project in the working directory, if there is one. */
export const readProjectName = (): string | undefined => {
  try {
    return nameIn(readFileSync("Pulumi.yaml", "utf8"));
  } catch {
    // It only completes the name of a stack: a file that cannot be read completes none.
    return undefined;
  }
};
