import { execFile } from "node:child_process";
import { isRecord } from "../../provider/shared/codec";
import { errorCode, formatCount } from "../../provider/shared/text";
import { isPulumiProject } from "../pulumiProject";

/* What the Pulumi command line says: its version, and configuration and state of the stack that the current folder has chosen. */

/** What it printed, or why it printed nothing: without its words, which may hold values of the stack. */
type Printed = { readonly text: string } | { readonly why: string };

const longest = 60_000;

const pulumi = (...args: readonly string[]): Promise<Printed> =>
  new Promise((done) => {
    execFile(
      "pulumi",
      [...args, "--non-interactive", "--color", "never"],
      { timeout: longest, maxBuffer: 1 << 28, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } },
      (error, text) => {
        if (error === null) return done({ text });
        done({
          why:
            errorCode(error) === "ENOENT"
              ? "there is no pulumi on the PATH"
              : `pulumi ${args.slice(0, 2).join(" ")} failed`,
        });
      },
    );
  });

/** The version of the engine. */
export const engineVersion = async (): Promise<string | undefined> => {
  const printed = await pulumi("version");
  return "text" in printed ? printed.text.trim().replace(/^v/, "") : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export type StackConfig =
  | { readonly values: Readonly<Record<string, string>> }
  /** Why it is not known. */
  | { readonly why: string };

/** The stack's configuration by full key, secrets in clear. */
export const stackConfig = async (): Promise<StackConfig> => {
  if (!isPulumiProject()) return { why: "the current folder is not a Pulumi project" };
  const printed = await pulumi("config", "--json", "--show-secrets");
  if ("why" in printed) return printed;
  const json = parseJson(printed.text);
  const entries = Object.entries(isRecord(json) ? json : {}).flatMap(([key, it]) =>
    isRecord(it) && typeof it.value === "string" ? [[key, it.value] as const] : [],
  );
  return { values: Object.fromEntries(entries) };
};

/** The endpoints and schemas of the tasks and runs in the stack's state, as lines. */
export const stateLines = async (): Promise<readonly string[]> => {
  if (!isPulumiProject()) return ["state: not looked at (the current folder is not a Pulumi project)"];
  const printed = await pulumi("stack", "export");
  if ("why" in printed) return [`state: not looked at (${printed.why})`];
  const json = parseJson(printed.text);
  const deployment = isRecord(json) && isRecord(json.deployment) ? json.deployment : {};
  const resources = Array.isArray(deployment.resources) ? deployment.resources.filter(isRecord) : [];
  const kinds = resources.flatMap(({ urn, outputs }) => {
    const isOurs = typeof urn === "string" && urn.includes("sevenbridges:") && isRecord(outputs);
    if (!isOurs || typeof outputs.__endpoint !== "string") return [];
    return [`${outputs.__endpoint}, schema ${String(outputs.__schema ?? "unknown")}`];
  });
  if (kinds.length === 0) return ["state: no tasks"];
  return [...new Set(kinds)].map(
    (kind) => `state: ${formatCount(kinds.filter((it) => it === kind).length, "resource")} at ${kind}`,
  );
};
