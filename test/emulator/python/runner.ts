import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../../emulator";
import { bob, seed } from "../seed";

/** This one release: what is new in another is looked at when somebody raises this. */
const client = "sevenbridges-python==2.11.2";

export interface Found {
  readonly folder: string;
  readonly python: string;
}

/** A Python with the client, in a separate folder; or why there is none. */
export const environment = (): Found | { readonly missing: string } => {
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

const scriptOf = (file: string): string => join(__dirname, `${file}.py`);

/** The names of a file's checks, in order. */
export const checksOf = (file: string): readonly string[] =>
  [...readFileSync(scriptOf(file), "utf8").matchAll(/^@check\ndef (\w+)/gm)].map(([, name = ""]) =>
    name.replaceAll("_", " "),
  );

export interface Outcome {
  readonly ok: boolean;
  readonly error?: string;
}

export interface Report {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Class.member of the client, each that a check has used. */
  readonly used: readonly string[];
  /** What a file that ended too soon has said. */
  readonly said: string;
}

/** Runs a file of checks against a separate emulator. A task takes 10 s of a clock that only the checks move. */
export const runChecks = async ({ python }: Found, file: string): Promise<Report> => {
  const emulator = await startEmulator({ seed, taskSeconds: 10, rateLimit: 1_000_000 });
  try {
    const { url, token } = emulator;
    const { lines, said } = await output(python, [
      scriptOf(file),
      url,
      token,
      bob,
      url.replace(/v2$/, "_emulator"),
    ]);
    const outcomes = new Map<string, Outcome>();
    let used: readonly string[] = [];
    for (const { name, exercised, ...outcome } of lines) {
      if (exercised !== undefined) used = exercised;
      else outcomes.set(name, outcome);
    }
    return { outcomes, used, said };
  } finally {
    await emulator.close();
  }
};

/** What README's program prints, with the address and the token of an emulator of the examples' seed. */
export const runProgram = async ({ python, folder }: Found, program: string): Promise<readonly string[]> => {
  const emulator = await startEmulator({ taskSeconds: 0.5 });
  try {
    const script = join(folder, "readme.py");
    writeFileSync(script, program.replace(/http:\/\/127\.0\.0\.1:\d+\/v2/, emulator.url));
    const { text, said } = await output(python, [script]);
    return [...text.split("\n"), ...said.split("\n")].filter((it) => it !== "");
  } finally {
    await emulator.close();
  }
};

export interface Surface {
  readonly surface: readonly string[];
  /** Member → why no check uses it. */
  readonly named: Readonly<Record<string, string>>;
}

export const readSurface = async ({ python }: Found): Promise<Surface> => {
  const { lines, said } = await output(python, [scriptOf("surface")]);
  if (lines[0] === undefined) throw new Error(said);
  return lines[0];
};

/** -B: no compiled files beside the scripts. Proxies of the machine are for PyPI, not for an emulator on loopback. */
const output = (python: string, args: readonly string[]) =>
  new Promise<{ text: string; lines: ReturnType<typeof JSON.parse>[]; said: string }>((resolve, reject) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/_proxy$/i.test(key)));
    const child = spawn(python, ["-B", ...args], { stdio: ["ignore", "pipe", "pipe"], env });
    let [text, said] = ["", ""];
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", () => {
      const lines = text.split("\n").filter((it) => it.startsWith("{"));
      resolve({ text, lines: lines.map((it) => JSON.parse(it)), said });
    });
  });
