import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { isFile, makeFolder } from "./files.mts";
import { type Engine, engineAt } from "./installed.mts";
import { pulumiHome, sdkVersion } from "./versions.mts";
import { say } from "./words.mts";

const run = promisify(execFile);

/** Where the official installer gets its archives from. */
const releases = "https://get.pulumi.com/releases/sdk";

/** A network that doesn't answer for so long is taken for none; the archive itself may take any time while it flows. */
const patience = 10_000;

/**
 * Pulumi's own version cache, as the installer (`--install-root`) and the Automation API's `PulumiCommand.install` lay
 * it out: an engine that one of them got is used, and they use ours.
 */
const root = () => join(pulumiHome(), "versions", sdkVersion());

/** The engine in Pulumi's version cache, if there is one that works. */
export async function downloadedBefore(): Promise<Engine | undefined> {
  const command = join(root(), "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
  if (!(await isFile(command))) return undefined;
  return engineAt(command, "downloaded").catch(() => undefined);
}

/**
 * The official installer's download, into its place. Not by `PulumiCommand.install` of the SDK, which runs a shell
 * script fetched at that moment: that script verifies no checksum and waits long for a network that isn't there.
 */
export async function downloadEngine(why: string): Promise<Engine> {
  const platform = platformOf();
  const archive = `pulumi-v${sdkVersion()}-${platform}.tar.gz`;
  say(`downloading Pulumi ${sdkVersion()}, as the SDK in node_modules, from ${releases} (${why})`);
  const expected = await checksumOf(archive);
  await makeFolder(root(), async (temporary, signal) => {
    const file = join(temporary, archive);
    await fetchFile(`${releases}/${archive}`, file, signal);
    const actual = await sha256(file);
    if (actual !== expected)
      throw new Error(`${archive} has SHA-256 ${actual}, but ${expected} was published`);
    await run("tar", ["-xzf", file, "-C", temporary], { signal });
    await mkdir(join(temporary, "bin"));
    await cp(join(temporary, "pulumi"), join(temporary, "bin"), { recursive: true });
    await rm(join(temporary, "pulumi"), { recursive: true });
    await rm(file);
  });
  say(`downloaded, its checksum verified, into ${root()}`);
  return await engineAt(join(root(), "bin", "pulumi"), "downloaded");
}

function platformOf(): string {
  const system = { linux: "linux", darwin: "darwin" }[process.platform as string];
  const machine = { x64: "x64", arm64: "arm64" }[process.arch as string];
  if (system === undefined || machine === undefined) {
    throw new Error(
      `not done for ${process.platform} on ${process.arch}; the official installer may have it`,
    );
  }
  return `${system}-${machine}`;
}

async function checksumOf(archive: string): Promise<string> {
  const url = `${releases}/pulumi-${sdkVersion()}-checksums.txt`;
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const lines = (await response.text()).split("\n").map((line) => line.trim().split(/\s+/));
  const hash = lines.find(([, name]) => name === archive)?.[0]?.toLowerCase();
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash))
    throw new Error(`${url} has no checksum of ${archive}`);
  return hash;
}

/** Gives up when nothing has come for `patience`, however long the whole takes. */
async function fetchFile(url: string, file: string, interrupted: AbortSignal): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Error(`${url}: nothing came for ${patience / 1000} s`)),
    patience,
  );
  try {
    const signal = AbortSignal.any([interrupted, silence.signal]);
    const response = await fetch(url, { signal });
    if (!response.ok || response.body === null) throw new Error(`${url} answers ${response.status}`);
    const watched = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        timer.refresh();
        yield chunk;
      }
    };
    await pipeline(response.body, watched, createWriteStream(file), { signal });
  } finally {
    clearTimeout(timer);
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
