import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** docs/decisions/emulator-shares-no-wire-code.md: a wrong field name must not be wrong on both sides. */

const root = join(__dirname, "../..");

/** The files that the sources of a folder import by a path, from the repository's root. */
const importedBy = (folder: string): ReadonlySet<string> =>
  new Set(
    globSync(`${folder}/**/*.ts`, { cwd: root }).flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import\(|require\() ?"(\.[^"]+)"/g)].map(
        ([, path = ""]) => normalize(join(dirname(file), path)),
      ),
    ),
  );

test("the emulator takes nothing from the provider but the reader of an app's ports", () => {
  const imported = [...importedBy("emulator")].filter((it) => !it.startsWith("emulator/"));
  expect(imported).toStrictEqual(["provider/cwl/ports"]);
});

test("the provider takes nothing from the emulator", () => {
  expect([...importedBy("provider")].filter((it) => !it.startsWith("provider/"))).toStrictEqual([]);
});

test("only the emulator's store takes in SQLite, types aside", () => {
  const files = globSync("{cli,emulator,provider}/**/*.ts", { cwd: root });
  const taking = files.filter((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .some((line) => line.includes('"node:sqlite"') && !/^import type |: typeof import/.test(line)),
  );
  expect(taking).toStrictEqual(["emulator/store/database.ts"]);
});
