import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Installs a version of Node into a folder, by npm. Its command. */
export const installNode = (folder: string, version: string): string => {
  const place = join(folder, version);
  mkdirSync(place, { recursive: true });
  const manifest = { name: "a-node", private: true, allowScripts: { node: true } };
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", `node@${version}`], {
    cwd: place,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, npm_config_engine_strict: "false" },
  });
  return join(place, "node_modules/.bin/node");
};
