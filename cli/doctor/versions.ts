import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isRecord } from "../../provider/shared/codec";
import { engineVersion } from "./pulumi";

export interface Versions {
  readonly node: string;
  readonly package: string;
  readonly sdk: string;
  readonly engine: string;
}

const versionIn = (file: string): string | undefined => {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(json) && typeof json.version === "string" ? json.version : undefined;
  } catch {
    return undefined;
  }
};

/** This file runs from `dist/cli/doctor`, and in tests from its source. */
const packageVersion = (): string | undefined =>
  versionIn(join(__dirname, "../../../package.json")) ?? versionIn(join(__dirname, "../../package.json"));

/** That of the current folder's program, else the one beside this package. */
const sdkVersion = (): string | undefined => {
  for (const from of [join(process.cwd(), "package.json"), __filename]) {
    try {
      return versionIn(createRequire(from).resolve("@pulumi/pulumi/package.json"));
    } catch {
      // There is none.
    }
  }
  return undefined;
};

export const readVersions = async (): Promise<Versions> => ({
  node: process.versions.node,
  package: packageVersion() ?? "unknown",
  sdk: sdkVersion() ?? "not found",
  engine: (await engineVersion()) ?? "not found",
});
