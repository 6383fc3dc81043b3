import { inPath } from "../../../provider/api/transport/http";
import { isRecord } from "../../../provider/shared/codec";
import { bodyOf, shortError } from "../answer";
import { Unsuitable } from "../app";
import type { Wire } from "../wire";
import { echoAppName } from "./names";

/** The smallest machine that the platform has will do. */
const echoTool = {
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  label: "Echo of pulumi-sevenbridges doctor",
  doc: "Prints its text. `pulumi-sevenbridges doctor --spend` installs it, and runs it.",
  requirements: { DockerRequirement: { dockerPull: "alpine:3.20" } },
  hints: { ResourceRequirement: { coresMin: 1, ramMin: 100 } },
  baseCommand: ["echo"],
  inputs: [{ id: "text", type: "string", inputBinding: { position: 1 } }],
  outputs: [{ id: "printed", type: "stdout" }],
  stdout: "printed.txt",
};

/** The echo tool in the project, with its revision: the one that is there, or a new one. */
export const installEcho = async (wire: Wire, project: string): Promise<string> => {
  const id = `${project}/${echoAppName}`;
  const there = await wire.get(`/apps/${inPath(id)}`);
  if (there.error === undefined) {
    const { raw, revision } = bodyOf(there);
    const command = isRecord(raw) ? raw.baseCommand : undefined;
    if (Array.isArray(command) && command.join() === "echo") return `${id}/${revision}`;
    throw new Unsuitable(`The app ${id} is not the echo tool of this command. Nothing was started.`);
  }
  const made = await wire.write("POST", `/apps/${inPath(id)}/raw`, echoTool);
  if (made.error !== undefined)
    throw new Unsuitable(
      `The echo tool cannot be installed as ${id} (${shortError(made.error)}). Nothing was started.`,
    );
  return `${id}/0`;
};
