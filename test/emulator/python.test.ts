import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import { seed } from "./seed";

/*
 * The referee: the official Python client, sevenbridges-python from PyPI, in a throw-away environment, does the smoke
 * list of the API digest, 10.4. Where it disagrees with the emulator, the emulator is wrong.
 */

/** This one release: what is new in another is looked at when somebody raises this. */
const client = "sevenbridges-python==2.11.2";

const script = join(__dirname, "python/smoke.py");
const checks = [...readFileSync(script, "utf8").matchAll(/^@check\ndef (\w+)/gm)].map(([, name = ""]) =>
  name.replaceAll("_", " "),
);

/** A Python with the client, in a folder of its own; or why there is none. */
const environment = (): { folder: string; python: string } | { missing: string } => {
  const folder = mkdtempSync(join(tmpdir(), "sevenbridges-python-"));
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"];
    execFileSync(python, [...pip, client], { stdio: "pipe", timeout: 120_000 });
    return { folder, python };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { missing: `no python3, or PyPI is out of reach: ${line}` };
  }
};

const found = environment();
if ("missing" in found) console.warn(`The Python client's checks are skipped: ${found.missing}`);
// Skipped only where there is no python3 or PyPI is out of reach; the line above says which.
const testWithPython = "missing" in found ? test.skip : test;

const results = new Map<string, { ok: boolean; error?: string }>();
let emulator: Emulator | undefined;

beforeAll(async () => {
  if ("missing" in found) return;
  emulator = await startEmulator({ seed, taskSeconds: 10 });
  const { url, token } = emulator;
  const lines = await output(found.python, [script, url, token, url.replace(/v2$/, "_emulator")]);
  for (const line of lines) {
    const { name, ...result } = JSON.parse(line);
    results.set(name, result);
  }
}, 120_000);

afterAll(async () => {
  await emulator?.close();
  if (!("missing" in found)) rmSync(found.folder, { recursive: true, force: true });
});

const output = (command: string, args: readonly string[]): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve(text.split("\n").filter((it) => it.startsWith("{"))));
  });

describe("the official Python client can", () => {
  testWithPython.each(checks)("%s", (name) => {
    expect(results.get(name)).toEqual({ ok: true });
  });
});
