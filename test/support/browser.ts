import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** A Chromium that starts: what CHROMIUM names, else one that is on the PATH; or why there is none. */
const find = (): { path: string } | { missing: string } => {
  const given = process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = given ? [given] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = paths.filter(isExecutable).find(starts);
  if (path !== undefined) return { path };
  return {
    missing: given ? `CHROMIUM is ${given}, which does not start` : `no ${names.join(", ")} on the PATH`,
  };
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Some distributions have a script in its place that says where to get it. */
const starts = (path: string): boolean => {
  try {
    return /Chrom/.test(
      execFileSync(path, ["--version"], { stdio: ["ignore", "pipe", "ignore"] }).toString(),
    );
  } catch {
    return false;
  }
};

const found = find();
if ("missing" in found) console.warn(`The tests in a browser are skipped: ${found.missing}`);

/** Skipped only where there is no Chromium; the line above says so. */
export const testInBrowser = "missing" in found ? test.skip : test;

export interface Visit {
  readonly page: Page;
  /** Every URL that was asked for. */
  readonly asked: readonly string[];
  /** Whatever the browser complains about: errors of scripts, what the policy has blocked. */
  readonly complaints: readonly string[];
}

/** A browser for the tests of a file; each visit has a separate profile. Ended, it leaves nothing behind. */
export const browsing = (): {
  readonly visit: (url: string, options?: BrowserContextOptions) => Promise<Visit>;
} => {
  let browser: Browser | undefined;
  let home: string | undefined;
  beforeAll(async () => {
    if ("missing" in found) return;
    // Beside the profile, it writes to the home folder.
    home = mkdtempSync(join(tmpdir(), "sevenbridges-browser-"));
    browser = await chromium.launch({
      executablePath: found.path,
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
      // Root has no sandbox.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    if (home !== undefined) rmSync(home, { recursive: true, force: true });
  });
  return {
    visit: async (url, options = {}) => {
      if (browser === undefined) throw new Error("the browser has not started");
      const page = await (await browser.newContext(options)).newPage();
      const [asked, complaints]: [string[], string[]] = [[], []];
      page.on("request", (it) => asked.push(it.url()));
      page.on("pageerror", (it) => complaints.push(it.message));
      page.on("console", (it) => complaints.push(it.text()));
      await page.goto(url);
      return { page, asked, complaints };
    },
  };
};
