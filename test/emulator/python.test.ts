import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pageBlock } from "./docsPage";
import {
  checksOf,
  environment,
  type Report,
  readSurface,
  runChecks,
  runProgram,
  type Surface,
} from "./python/runner";

/*
 * The referee: the official Python client, sevenbridges-python from PyPI, in a throw-away environment. Each file of
 * python/ is about one of its models and runs against a separate emulator. Where it disagrees with the emulator, the
 * emulator is wrong.
 */

/** What the files of checks share, and the list of what there is to check. */
const shared = ["support", "usage", "surface"];

const files = readdirSync(join(__dirname, "python"))
  .flatMap((it) => (it.endsWith(".py") ? [it.slice(0, -".py".length)] : []))
  .filter((it) => !shared.includes(it));

const found = environment();
if ("missing" in found) console.warn(`The Python client's checks are skipped: ${found.missing}`);
// Skipped only where there is no python3 or PyPI is out of reach; the line above says which.
const testWithPython = "missing" in found ? test.skip : test;

const reports = new Map<string, Report>();
let surface: Surface = { surface: [], named: {} };

beforeAll(async () => {
  if ("missing" in found) return;
  // That a route is not emulated is what some of the checks are about.
  jest.spyOn(console, "error").mockImplementation((...said) => {
    if (!String(said[0]).startsWith("not emulated: ")) process.stderr.write(`${said.join(" ")}\n`);
  });
  surface = await readSurface(found);
  const left = [...files];
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift())
      reports.set(file, await runChecks(found, file));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}, 120_000);

afterAll(() => {
  jest.restoreAllMocks();
  if (!("missing" in found)) rmSync(found.folder, { recursive: true, force: true });
});

describe.each(files)("the official Python client: %s:", (file) => {
  testWithPython.each(checksOf(file))("%s", (name) => {
    const report = reports.get(file);
    expect(report?.outcomes.get(name) ?? { ok: false, error: report?.said }).toEqual({ ok: true });
  });
});

describe("of everything public in the official Python client", () => {
  testWithPython("each method, property and field is used by a check, or named with the reason", () => {
    const used = new Set([...reports.values()].flatMap((it) => it.used));
    expect(surface.surface.filter((it) => !used.has(it))).toEqual(Object.keys(surface.named).sort());
  });
});

testWithPython("README's program for the official Python client runs unchanged", async () => {
  if ("missing" in found) return;
  const printed = await runProgram(found, pageBlock("python"));
  expect(printed).toEqual(
    ["E18131", "E18128", "E18127"].map((sample) => `${sample} COMPLETED ${sample}.bam.bam`),
  );
});
