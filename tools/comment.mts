// `node tools/comment.mts`: writes the comment that docs/review.md shows, its source and its picture (test/review). Needs a
// Chromium.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const jest = spawn(
  process.execPath,
  [join(root, "node_modules/jest/bin/jest.js"), "test/review/comment.test.ts"],
  { cwd: root, env: { ...process.env, REVIEW_COMMENT: "write" }, stdio: "inherit" },
);
jest.once("close", (code) => {
  process.exitCode = code ?? 1;
});
