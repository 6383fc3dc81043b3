// `npm run release -- 0.2.0`: makes the commit and the tag of a release. It pushes and publishes nothing.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formProblems, releaseProblem, withRelease } from "./changelog.mts";

const root = join(import.meta.dirname, "..");
const changelog = join(root, "CHANGELOG.md");

const run = (command: string, ...args: readonly string[]): void => {
  console.log(`$ ${command} ${args.join(" ")}`);
  execFileSync(command, args, { cwd: root, stdio: "inherit" });
};

const fail = (problem: string): never => {
  console.error(problem);
  process.exit(1);
};

const [version = ""] = process.argv.slice(2);
const text = readFileSync(changelog, "utf8");
const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const current = String(Reflect.get(Object(manifest), "version"));

const problem = releaseProblem(text, version, current) ?? formProblems(text)[0];
if (problem !== undefined) fail(problem);
if (execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }) !== "")
  fail("There are changes that are not committed. Commit or stash them first.");

run("npm", "run", "lint");
run("npm", "version", version, "--no-git-tag-version", "--allow-same-version", "--ignore-scripts");
writeFileSync(changelog, withRelease(text, version, new Date().toISOString().slice(0, 10)));
run(
  "git",
  "commit",
  "--quiet",
  "--message",
  `Release ${version}`,
  "CHANGELOG.md",
  "package.json",
  "package-lock.json",
);
run("git", "tag", "--annotate", `v${version}`, "--message", `Release ${version}`);
console.log(`
Version ${version} is committed and tagged here. Wait for CI on this commit, then:
  git push --follow-tags
  npm publish
To take it back before that: git tag --delete v${version} && git reset --hard HEAD~1`);
