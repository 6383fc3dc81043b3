// `node tools/matrix.mts`: runs the fault matrix (test/matrix) and prints its table as docs/proof.md has it.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Row } from "../test/matrix/table.ts";
import { requireTypeScript } from "./typescript.mts";

export const { table } = requireTypeScript(import.meta.url)(
  "../test/matrix/table",
) as typeof import("../test/matrix/table.ts");

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The files of the table's rows, in its order. */
const files = ["drafts", "runs", "attempts", "leftOvers", "lookups"];

export interface Matrix {
  readonly rows: readonly Row[];
  /** Whether every test of it passed. */
  readonly held: boolean;
}

/** Runs all cases. What Jest says of them goes to stderr. */
export const matrix = async (): Promise<Matrix> => {
  const folder = await mkdtemp(join(tmpdir(), "fault-matrix-"));
  try {
    const paths = files.map((file) => `test/matrix/${file}.test.ts`);
    const jest = spawn(
      process.execPath,
      [join(root, "node_modules/jest/bin/jest.js"), "--silent", ...paths],
      {
        cwd: root,
        env: { ...process.env, FAULT_MATRIX: folder },
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const code = await new Promise<number | null>((ended) => jest.once("close", ended));
    const rows = await Promise.all(
      files.map(
        async (file): Promise<Row[]> => JSON.parse(await readFile(join(folder, `${file}.json`), "utf8")),
      ),
    );
    return { rows: rows.flat(), held: code === 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, held } = await matrix();
  console.log(table(rows));
  if (!held) process.exitCode = 1;
}
