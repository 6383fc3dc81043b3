import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";

// How the repository gets an engine (tools/engine): each way with programs that only claim to be Pulumi, Go or the
// download server, so that no test needs a network or builds for minutes. That the real ones work is what every
// other test of this folder shows.

const command = resolve(__dirname, "../../tools/pulumi.mts");

let folder: string;
const inFolder = (...path: string[]) => join(folder, ...path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-test-"));
  mkdirSync(inFolder("bin"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("an installed pulumi is used, with its arguments and its exit code", async () => {
  installPulumi("3.250.1");
  const { code, stdout, stderr } = await pulumi(["up", "--yes"]);
  expect(stdout).toBe("pulumi up --yes\n");
  expect(stderr).toBe(`engine: using Pulumi 3.250.1, installed: ${inFolder("bin")}\n`);
  expect(code).toBe(7);
});

test.each([
  ["comes without the Node.js language host", () => writeProgram("bin/pulumi", `console.log("v3.250.1")`)],
  ["is too old", () => installPulumi("3.100.0")],
  ["answers no version", () => installPulumi("nonsense")],
  ["fails", () => installPulumi("3.250.1", "process.exit(1)")],
])("an installed pulumi that %s is passed over, and the error says so", async (_, install) => {
  install();
  const { code, stderr } = await pulumi(["version"], { PULUMI_SEVENBRIDGES_ENGINE: "installed" });
  expect(stderr).toContain(inFolder("bin", "pulumi"));
  expect(stderr).toContain("https://www.pulumi.com/docs/install/");
  expect(code).toBe(1);
});

test("where nothing is possible, one error names each way and what to install", async () => {
  const { code, stdout, stderr } = await pulumi(["version"], { FETCH: "fails" });
  const [said, ...error] = stderr.trimEnd().split("\n");
  expect(said).toMatch(/^engine: downloading Pulumi .* \(no `pulumi` on the PATH\)$/);
  expect(error).toEqual([
    "There is no Pulumi engine, and none could be had:",
    "  - no `pulumi` on the PATH",
    "  - no network here",
    "  - no `go` on the PATH (1.25.8 or newer)",
    "Install Pulumi (https://www.pulumi.com/docs/install/, no account needed), or Go 1.25.8 or newer (https://go.dev/dl/), and run this again.",
  ]);
  expect(stdout).toBe("");
  expect(code).toBe(1);
  expect(leftIn("cache")).toEqual([]);
});

test("a wrong choice of way is named with the right ones", async () => {
  const { code, stderr } = await pulumi(["version"], { PULUMI_SEVENBRIDGES_ENGINE: "brew" });
  expect(stderr).toBe(
    'PULUMI_SEVENBRIDGES_ENGINE is "brew"; it can be installed, download, build or unset\n',
  );
  expect(code).toBe(1);
});

describe("the build", () => {
  const build = { PULUMI_SEVENBRIDGES_ENGINE: "build" };

  test("runs once and is reused, without asking the network again", async () => {
    installGo();
    const first = await pulumi(["up"], { FETCH: "fails" });
    expect(first.stderr).toMatch(/building Pulumi 3\.230\.0 with Go.*\(no network here\)/);
    expect(first.stdout).toBe("pulumi up\n");
    const second = await pulumi(["up"], { FETCH: "fails" });
    expect(second.stderr).toMatch(
      /^engine: using Pulumi 3\.230\.0, built earlier: .* \(no `pulumi` on the PATH\)\n$/,
    );
    expect(second.stdout).toBe("pulumi up\n");
    expect(goCalls()).toBe(2);
  });

  test("of two at the same time is made once", async () => {
    installGo();
    const both = await Promise.all([pulumi(["up"], build), pulumi(["preview"], build)]);
    expect(both.map(({ stdout }) => stdout)).toEqual(["pulumi up\n", "pulumi preview\n"]);
    expect(goCalls()).toBe(2);
    expect(leftIn("cache/pulumi-sevenbridges/engine")).toHaveLength(1);
  });

  test("that was killed is swept away and made again", async () => {
    installGo();
    await pulumi(["up"], build);
    const [name] = leftIn("cache/pulumi-sevenbridges/engine");
    const engines = inFolder("cache/pulumi-sevenbridges/engine");
    rmSync(join(engines, `${name}/pulumi`));
    mkdirSync(join(engines, `.making-${name}-abcdef`));
    writeFileSync(join(engines, `${name}.lock`), "999999999");
    const { stdout } = await pulumi(["up"], build);
    expect(stdout).toBe("pulumi up\n");
    expect(readdirSync(engines)).toEqual([name]);
  });

  test("that fails leaves nothing, and the error carries Go's own words", async () => {
    installGo(`if (process.argv[2] === "build") { console.error("go: no module here"); process.exit(1); }`);
    const { code, stderr } = await pulumi(["up"], build);
    expect(stderr).toContain("go build failed: go: no module here");
    expect(code).toBe(1);
    expect(leftIn("cache/pulumi-sevenbridges/engine")).toEqual([]);
  });
});

describe("the download", () => {
  const download = { PULUMI_SEVENBRIDGES_ENGINE: "download", FETCH: "works" };
  const versions = `home/versions/${sdkVersion}`;

  test("with the published checksum goes into Pulumi's version cache and is reused", async () => {
    await publish();
    const first = await pulumi(["up"], download);
    expect(first.stdout).toBe("pulumi up\n");
    expect(first.stderr).toContain("its checksum verified");
    expect(leftIn("home/versions")).toEqual([sdkVersion]);
    expect(leftIn(versions)).toEqual(["bin"]);
    const second = await pulumi(["up"], { ...download, FETCH: "fails" });
    expect(second.stdout).toBe("pulumi up\n");
    expect(second.stderr).toContain("downloaded earlier");
  });

  test("with another checksum is thrown away", async () => {
    await publish({ checksum: "0".repeat(64) });
    const { code, stderr } = await pulumi(["up"], download);
    expect(stderr).toMatch(/has SHA-256 [0-9a-f]{64}, but 0{64} was published/);
    expect(code).toBe(1);
    expect(leftIn("home/versions")).toEqual([]);
  });
});

/** Runs `tools/pulumi.mts` where only `bin` of the test's folder is on the PATH. */
function pulumi(args: string[], env: Record<string, string> = {}) {
  const server = inFolder("server.mjs");
  // Replaces the download server: files of the test's folder, or a network that isn't there.
  writeFileSync(
    server,
    `import { readFileSync } from "node:fs";
     globalThis.fetch = async (url) => {
       if (process.env.FETCH !== "works") throw new TypeError("fetch failed", { cause: new Error("no network here") });
       return new Response(readFileSync(${JSON.stringify(inFolder("server"))} + new URL(url).pathname));
     };`,
  );
  const child = spawn(process.execPath, ["--import", server, command, ...args], {
    env: {
      PATH: inFolder("bin"),
      HOME: inFolder("home"),
      XDG_CACHE_HOME: inFolder("cache"),
      PULUMI_HOME: inFolder("home"),
      ...env,
    },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => (output.stdout += text));
  child.stderr.on("data", (text) => (output.stderr += text));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ code, ...output }));
  });
}

function writeProgram(path: string, body: string): void {
  writeFileSync(inFolder(path), `#!${process.execPath}\n${body}\n`);
  chmodSync(inFolder(path), 0o755);
}

const pulumiLike = (version: string) =>
  `if (process.argv[2] === "version") console.log("v${version}");
   else { console.log("pulumi " + process.argv.slice(2).join(" ")); process.exitCode = 7; }`;

function installPulumi(version: string, body = pulumiLike(version), into = "bin"): void {
  writeProgram(`${into}/pulumi`, body);
  writeProgram(`${into}/pulumi-language-nodejs`, "");
  writeProgram(`${into}/pulumi-resource-pulumi-nodejs`, "");
}

/** A `go` whose build writes a program that claims to be Pulumi, after the time that two builds need to meet. */
function installGo(first = ""): void {
  writeProgram(
    "bin/go",
    `const fs = require("node:fs");
     ${first}
     if (process.argv[2] === "build") {
       fs.appendFileSync(${JSON.stringify(inFolder("calls"))}, "build\\n");
       const output = process.argv[process.argv.indexOf("-o") + 1];
       const body = ${JSON.stringify(`#!${process.execPath}\n${pulumiLike("3.230.0")}\n`)};
       setTimeout(() => fs.writeFileSync(output, body, { mode: 0o755 }), 300);
     }`,
  );
}

const goCalls = () => readFileSync(inFolder("calls"), "utf8").trimEnd().split("\n").length;

const leftIn = (path: string) => (existsSync(inFolder(path)) ? readdirSync(inFolder(path)) : []);

/** Lays out what the download server has: the archive of this machine's platform, and the checksums. */
async function publish({ checksum }: { checksum?: string } = {}): Promise<void> {
  const tar = ["/usr/bin/tar", "/bin/tar"].find(existsSync) ?? "tar";
  symlinkSync(tar, inFolder("bin/tar"));
  if (existsSync("/bin/gzip")) symlinkSync("/bin/gzip", inFolder("bin/gzip"));
  const releases = "server/releases/sdk";
  mkdirSync(inFolder(releases), { recursive: true });
  mkdirSync(inFolder("pulumi"));
  installPulumi(sdkVersion, pulumiLike(sdkVersion), "pulumi");
  const archive = `pulumi-v${sdkVersion}-${process.platform}-${process.arch}.tar.gz`;
  await new Promise((done) =>
    spawn(tar, ["-czf", inFolder(releases, archive), "-C", folder, "pulumi"]).on("close", done),
  );
  const sha256 = createHash("sha256")
    .update(readFileSync(inFolder(releases, archive)))
    .digest("hex");
  writeFileSync(
    inFolder(releases, `pulumi-${sdkVersion}-checksums.txt`),
    `${"1".repeat(64)}  pulumi-v${sdkVersion}-plan9-x64.tar.gz\n${checksum ?? sha256}  ${archive}\n`,
  );
}
