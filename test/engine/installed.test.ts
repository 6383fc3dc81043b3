import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { repository, Stack } from "../support/stack";

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, npm_config_engine_strict: "false" },
  });

const packages = mkdtempSync(join(tmpdir(), "sb-pack-"));
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  run("npm", ["pack", "--pack-destination", packages], repository);
});
afterAll(async () => {
  await platform.close();
  rmSync(packages, { recursive: true, force: true });
});

/** Both ends of the ranges that package.json promises: Node, and `@pulumi/pulumi`. */
const ends = [
  { node: "22", sdk: "3.216.0" },
  { node: "24", sdk: "latest" },
];

describe.each(ends)(
  "the packed tarball, installed into an empty project, on Node $node with @pulumi/pulumi $sdk",
  ({ node, sdk }) => {
    test("previews, creates, refreshes and destroys", async () => {
      const stack = await Stack.make(platform);
      try {
        rmSync(join(stack.folder, "node_modules"), { recursive: true });
        const [tarball = ""] = readdirSync(packages);
        writeFileSync(
          join(stack.folder, "package.json"),
          JSON.stringify({ name: "lab", private: true, allowScripts: { node: true } }),
        );
        run(
          "npm",
          [
            "install",
            "--no-audit",
            "--no-fund",
            join(packages, tarball),
            `@pulumi/pulumi@${sdk}`,
            `node@${node}`,
          ],
          stack.folder,
        );
        const version = run(join(stack.folder, "node_modules/.bin/node"), ["--version"], stack.folder);
        expect(version).toMatch(new RegExp(`^v${node}\\.`));
        expect(existsSync(join(stack.folder, "node_modules/pulumi-sevenbridges/provider"))).toBe(false);

        stack.program(
          `const one = new sb.DraftTask("one", { project: "${project}", app: "${app}", inputs: { reads: sb.files(${JSON.stringify(reads)}) } });`,
          "exports.id = one.id; exports.node = process.version;",
        );
        expect(await stack.preview()).toStrictEqual(["one: create"]);
        await stack.up();
        expect(await stack.outputs()).toStrictEqual({
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          node: version.trim(),
        });
        await stack.refresh();
        expect(await stack.preview()).toStrictEqual(["one: same"]);
        await stack.destroy();
        expect(await platform.tasks()).toStrictEqual([]);
      } finally {
        stack.remove();
      }
    });
  },
);
