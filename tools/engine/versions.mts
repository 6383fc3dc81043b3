import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Nothing older has been tried with this package. The peer range of package.json says the same of the SDK. */
export const oldestEngine = "3.216.0";

/** What `tools/engine/cli/go.mod` builds: the newest whose every module the Go proxy and its checksum database hold. */
export const builtVersion = "3.230.0";

/** What `tools/engine/language/go.mod` builds: the last release of the Node.js language host as a module that builds by itself. */
export const languageVersion = "3.66.0";

/** What the `go` line of `tools/engine/cli/go.mod` asks for. */
export const goVersion = "1.25.8";

/** Engine and SDK are released together under one number, so this is the engine that fits the SDK in node_modules. */
export function sdkVersion(): string {
  const { version } = createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version: string };
  return version;
}

/** Where Pulumi keeps what it downloads for itself. */
export function pulumiHome(): string {
  return process.env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** True where `version` (`3.230.0`) is not older than `other`. */
export function atLeast(version: string, other: string): boolean {
  const numbers = (text: string) => text.split("-")[0]?.split(".").map(Number) ?? [];
  const [have, want] = [numbers(version), numbers(other)];
  for (const [i, number] of want.entries()) {
    const mine = have[i] ?? 0;
    if (mine !== number) return mine > number;
  }
  return true;
}
