import * as pulumi from "@pulumi/pulumi";
import { Platform } from "../support/platform";
import { project, seed } from "../support/seed";

/** The process of a program, without an engine: a separate monitor for each run, and the stack's configuration. */
class Monitor {}

export const inAProgram = (config: Readonly<Record<string, string>>): void => {
  pulumi.runtime.setMockOptions(new Monitor());
  pulumi.runtime.setAllConfig(config, ["sevenbridges:token"]);
};

/** The same, configured for an emulator. */
export const runOn = ({ url, token }: Pick<Platform, "url" | "token">): void =>
  inAProgram({ "sevenbridges:endpoint": url, "sevenbridges:token": token });

const id = (n: number): string => n.toString(16).padStart(24, "0");
export const fileIds = {
  c1: id(1),
  c2: id(2),
  otherC1: id(3),
  d1: id(4),
  bed: id(5),
};

/** The lab's files, and some in folders; `c_1.fastq` is in two of them. */
const files = [
  {
    project,
    id: fileIds.c1,
    name: "reads/batch1/c_1.fastq",
    size: 7,
    metadata: { sample_id: "c", lane: "1" },
  },
  {
    project,
    id: fileIds.c2,
    name: "reads/batch1/c_2.fastq",
    size: 8,
    metadata: { sample_id: "c", lane: "2" },
  },
  { project, id: fileIds.otherC1, name: "reads/batch2/c_1.fastq", metadata: { sample_id: "c", lane: "1" } },
  { project, id: fileIds.d1, name: "reads/d_1.fastq", metadata: { sample_id: "d", lane: "1" } },
  { project, id: fileIds.bed, name: "panel.bed", metadata: {} },
];

export const labWithFolders = (): Promise<Platform> =>
  Platform.start({ seed: { ...seed, files: [...(seed.files ?? []), ...files] } });

/** What a lookup failed with. */
export const reasonOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("nothing failed");
};
