import { join, resolve } from "node:path";
import type { Emulator } from "../../emulator/index.ts";

/** The repository. */
export const root = resolve(import.meta.dirname, "../..");

/** All that the demo keeps; git ignores it. */
export const demoFolder = join(root, ".demo");

/** The Pulumi stack of the demo. */
export const stack = "demo";

/**
 * What the demo's `pulumi` sees: its own state, home and settings, whatever the person at the keyboard uses Pulumi and
 * the platform for.
 */
export function demoEnv(emulator: Emulator, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = { ...env };
  for (const name of theirs) delete own[name];
  const direct = [env.NO_PROXY ?? env.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return {
    ...own,
    SB_API_ENDPOINT: emulator.url,
    SB_AUTH_TOKEN: emulator.token,
    PULUMI_HOME: join(demoFolder, "home"),
    PULUMI_BACKEND_URL: `file://${join(demoFolder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo", // nothing in this stack is secret
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true", // there is none to get, and maybe no network
    // The emulator is on this machine, where no proxy finds it.
    NO_PROXY: direct,
    no_proxy: direct,
  };
}

/** Settings of a person's own Pulumi that would send the demo elsewhere. */
const theirs = [
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "PULUMI_ORG",
  "PULUMI_STACK",
];
