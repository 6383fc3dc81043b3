// `node tools/standIns.mts`: runs the life of some tasks through each stand-in (test/standins), and prints the table of results.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireTypeScript } from "./typescript.mts";

const require = requireTypeScript(import.meta.url);
const rows = require("../test/standins/standIns") as typeof import("../test/standins/standIns.ts");
const { resultsIn, table } = require("../test/standins/table") as typeof import("../test/standins/table.ts");

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs all rows. What Jest says of them goes to stderr. */
export const standIns = async (): Promise<{ readonly table: string; readonly held: boolean }> => {
  const folder = await mkdtemp(join(tmpdir(), "stand-ins-"));
  try {
    const file = join(folder, "results.json");
    const jest = spawn(
      process.execPath,
      [join(root, "node_modules/jest/bin/jest.js"), "--json", `--outputFile=${file}`, "test/standins"],
      { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
    );
    const code = await new Promise<number | null>((ended) => jest.once("close", ended));
    const results = resultsIn(JSON.parse(await readFile(file, "utf8")));
    return { table: table(Object.values(rows).flat(), results), held: code === 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { table: results, held } = await standIns();
  console.log(results);
  if (!held) process.exitCode = 1;
}
