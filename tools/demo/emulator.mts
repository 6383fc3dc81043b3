import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Emulator, EmulatorOptions } from "../../emulator/index.ts";
import { demoFolder, root, stack } from "./environment.mts";

/** Where the last run's emulator listened, and the token it took. */
type Address = Pick<Emulator, "url" | "token">;

export interface DemoEmulator extends Emulator {
  /** Started by the demo, and stopped with it. */
  readonly ours: boolean;
}

const addressFile = join(demoFolder, "emulator.json");
const stateFile = join(demoFolder, "emulator.state");

/**
 * The emulator, in this process, so that it can't outlive the demo. It comes back on the port of the last run: a task's
 * endpoint is part of what it is, and on another one Pulumi would replace every task.
 */
export async function startDemoEmulator(): Promise<DemoEmulator> {
  const last = await lastAddress();
  if (last !== undefined && (await answers(last))) {
    console.error(`The emulator runs already, at ${last.url}: using that one.`);
    return { ...last, ours: false, close: async () => {} };
  }
  const port = last === undefined ? 0 : Number(new URL(last.url).port);
  const emulator = await start(port).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Port ${port} of the last run is taken by another program: starting afresh on a free one.`);
    await forget();
    return await start(0);
  });
  await mkdir(join(demoFolder, "state"), { recursive: true });
  await writeFile(addressFile, JSON.stringify({ url: emulator.url, token: emulator.token }));
  console.error(`The emulator of the tasks API listens at ${emulator.url}.`);
  return { ...emulator, ours: true };
}

async function lastAddress(): Promise<Address | undefined> {
  const text = await readFile(addressFile, "utf8").catch(() => undefined);
  return text === undefined ? undefined : readAddress(text);
}

/** The address in the file; none where a run was cut short while it wrote. */
function readAddress(text: string): Address | undefined {
  try {
    const { url, token }: { url?: unknown; token?: unknown } = JSON.parse(text);
    return typeof url === "string" && typeof token === "string" ? { url, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether somebody runs the emulator there by hand, as the demo's last lines propose. */
function answers({ url, token }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    // A separate agent: a proxy of the environment doesn't find this machine's loopback.
    const request = get(`${url}/user`, { agent: new Agent(), headers: { "X-SBG-Auth-Token": token } });
    request.setTimeout(2_000, () => request.destroy());
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => resolve(false));
    request.on("close", () => resolve(false));
  });
}

async function start(port: number): Promise<Emulator> {
  const { startEmulator } = createRequire(import.meta.url)(join(root, "dist/emulator/index.js")) as {
    startEmulator: (options: EmulatorOptions) => Promise<Emulator>;
  };
  return await startEmulator({ port, state: stateFile });
}

/** The stack and the emulator's tasks belong together: without the one, the other is of no use. */
async function forget(): Promise<void> {
  for (const path of [
    addressFile,
    stateFile,
    join(demoFolder, "state"),
    join(root, `Pulumi.${stack}.yaml`),
  ]) {
    await rm(path, { recursive: true, force: true });
  }
}
