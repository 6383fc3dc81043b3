import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksOf, page } from "../support/docs";
import { repository } from "../support/stack";

const text = page("docs/functions.md");

test("every program of docs/functions.md compiles in a project of a user's", () => {
  const blocks = blocksOf("docs/functions.md", "ts");
  expect(blocks).toHaveLength(2);
  const folder = mkdtempSync(join(tmpdir(), "sb-docs-"));
  try {
    mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(repository, join(folder, "node_modules/pulumi-sevenbridges"));
    symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
    const names = blocks.map((text, index) => {
      writeFileSync(join(folder, `block${index}.ts`), text);
      return `block${index}.ts`;
    });
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
    execFileSync(join(repository, "node_modules/.bin/tsc"), [...options, ...names], {
      cwd: folder,
      stdio: "inherit",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the numbers of docs/functions.md are those of the test that counts them", () => {
  const counted = readFileSync(join(repository, "test/functions/gathered.test.ts"), "utf8");
  const named = (start: string): string => new RegExp(`"${start}: (\\d+) calls"`).exec(counted)?.[1] ?? "";
  const row = (start: string): string => new RegExp(`\\| ${start}.*\\| (\\d+)\\b.*\\|`).exec(text)?.[1] ?? "";
  expect([
    row("1,000 `getFileOutput` of files in the project's root"),
    row("1,000 `getFileOutput` of files in four folders"),
  ]).toStrictEqual([named("in its root"), named("in four folders, of which two lie in a third")]);
});
