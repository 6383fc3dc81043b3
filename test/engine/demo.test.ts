import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { engineFolder, repository } from "../support/stack";

/* `npm run demo`, in a copy of the repository, so that it neither meets nor leaves a demo of somebody's. */

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "sb-demo-"));
  for (const path of ["examples", "tools", "package.json", "tsconfig.json", "Pulumi.yaml"])
    cpSync(join(repository, path), join(copy, path), { recursive: true });
  for (const path of ["node_modules", "dist"]) symlinkSync(join(repository, path), join(copy, path));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const demo = async (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> => {
  const path = [join(repository, "node_modules/.bin"), engineFolder(), process.env.PATH].join(delimiter);
  return promisify(execFile)("node", ["tools/demo.mts", ...args], {
    cwd: copy,
    env: { ...process.env, PATH: path, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
};

test("the demo of a batch shows its children in the preview, and each output once", async () => {
  const { stdout, stderr } = await demo("batch");
  expect(stderr.split("\n")[0]).toBe(
    "This is examples/batch, on a local emulator of the tasks API. Nothing leaves this machine.",
  );
  const [preview = "", update = ""] = stdout.split("Updating (demo)");
  expect(preview).toMatch(/expectedChildren *: \{[\s\S]*count *: 3[\s\S]*E18127[\s\S]*E18128[\s\S]*E18131/);
  expect(stdout).not.toContain("Outputs:");
  for (const name of ["samples", "bams", "cost"])
    expect(update.match(new RegExp(`^ *${name}\\b`, "gm"))).toHaveLength(1);
  expect(update).toMatch(/E18127 +COMPLETED/);

  const again = await demo("batch");
  expect(again.stdout).toMatch(/^ +[0-9]+ unchanged/m);
  expect(again.stdout).not.toMatch(/^ +[-+~]+ ?[0-9]+ /m);
});

test("the command says something before it builds", () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const [first = ""] = String(scripts.demo).split(" && ");
  const said = execFileSync("bash", ["-c", `${first} 2>&1`], { cwd: copy, encoding: "utf8" });
  expect(said).toMatch(/^Building /);
});
