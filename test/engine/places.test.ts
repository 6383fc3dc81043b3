import { execFile } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { engineFolder, repository, Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
afterEach(async () => {
  stack.remove();
  await platform.close();
});

const declared = `new sb.DraftTask("one", { project: "${project}", app: "${app}/0", inputs: { reads: sb.files(${JSON.stringify(reads)}) } })`;

describe("the constant __provider text finds the package", () => {
  test("with main: in a subfolder", async () => {
    platform = await Platform.start();
    stack = await Stack.make(platform, "programs/first/index.js");
    stack.program(declared);
    await stack.up();
    await stack.refresh();
    await stack.destroy();
    expect((await platform.log()).map((line) => line.split(" ")[0])).toStrictEqual([
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "POST",
      "PATCH",
      "GET",
      "GET",
      "DELETE",
    ]);
  });

  test("from an Automation API program, whose mistakes fail its preview", async () => {
    platform = await Platform.start();
    stack = await Stack.make(platform);
    writeFileSync(
      join(stack.folder, "automation.js"),
      `const { LocalWorkspace } = require("@pulumi/pulumi/automation");
       const sb = require("pulumi-sevenbridges");
       const run = async () => {
         const program = async () => ({ id: ${declared}.id });
         const stack = await LocalWorkspace.createOrSelectStack({ stackName: "inline", projectName: "inline", program });
         await stack.setConfig("sevenbridges:endpoint", { value: process.env.ENDPOINT });
         await stack.setConfig("sevenbridges:token", { value: process.env.TOKEN, secret: true });
         const { outputs } = await stack.up();
         const again = await stack.up();
         const wrong = async () => { new sb.DraftTask("wrong", { project: "x", app: "y", name: "" }); };
         const other = await LocalWorkspace.createOrSelectStack({ stackName: "wrong", projectName: "inline", program: wrong });
         await other.setConfig("sevenbridges:endpoint", { value: process.env.ENDPOINT });
         await other.setConfig("sevenbridges:token", { value: process.env.TOKEN, secret: true });
         const failure = await other.preview().then(() => "no failure", (error) => error.message);
         const second = await other.preview().then(() => "no failure", (error) => error.message);
         await stack.destroy();
         console.log(JSON.stringify({ id: outputs.id.value, again: again.summary.resourceChanges, failure, second }));
       };
       run().catch((error) => { console.error(error); process.exit(1); });`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, ["automation.js"], {
      cwd: stack.folder,
      env: { ...stack.env(), ENDPOINT: platform.url, TOKEN: platform.token },
    });
    const { id, again, failure, second } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toStrictEqual({ same: 2 });
    expect(failure).toContain(
      "project must be owner/project (like rfranklin/rnaseq), not a string of another form",
    );
    // The same process, another run: what was said before must not be taken for said now.
    expect(second).toContain(
      "project must be owner/project (like rfranklin/rnaseq), not a string of another form",
    );
    expect(failure).toContain("name must not be blank");
    expect((await platform.log()).map((line) => line.split(" ")[0])).toStrictEqual([
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "POST",
      "PATCH",
      "GET",
      "DELETE",
    ]);
  });

  test("from this repository, whose example is a program of a separate project", async () => {
    platform = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml") });
    stack = await Stack.make(platform);
    const config = join(stack.folder, "Pulumi.here.yaml");
    const here = (...args: readonly string[]) =>
      promisify(execFile)(
        join(engineFolder(), "pulumi"),
        [...args, "--non-interactive", "--stack", "here", "--config-file", config],
        {
          cwd: repository,
          env: { ...stack.env(), SB_API_ENDPOINT: platform.url, SB_AUTH_TOKEN: platform.token },
        },
      );
    await promisify(execFile)(
      join(engineFolder(), "pulumi"),
      ["stack", "init", "here", "--non-interactive"],
      { cwd: repository, env: { ...stack.env() } },
    );
    // `stack init` knows no --config-file.
    renameSync(join(repository, "Pulumi.here.yaml"), config);
    await here("up", "--yes", "--skip-preview");
    await here("refresh", "--yes", "--skip-preview");
    await here("destroy", "--yes", "--skip-preview");
    // Of the app, two revisions are named, of which one is the newest: one call or two, as the engine checks them.
    const calls = (await platform.log()).filter((line) => !line.startsWith("GET /apps/"));
    expect(calls.map((line) => line.split(" ")[0]).sort()).toStrictEqual([
      "DELETE",
      "DELETE",
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "GET",
      "PATCH",
      "PATCH",
      "POST",
      "POST",
      "POST",
    ]);
  });
});
