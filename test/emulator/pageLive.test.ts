import type { Page } from "playwright-core";
import { startEmulator } from "../../emulator";
import { browsing, testInBrowser } from "../support/browser";
import { Client, emulated } from "./client";
import { originOf } from "./pageText";
import { ada, files, fileValue, seed } from "./seed";

/*
 * An open page follows the state. Nothing here waits for a time to pass: each test waits for a text on the page, and the
 * emulator's clock is moved by tests. A mark on the window shows that the page was not loaded again.
 */

const emulator = emulated({ taskSeconds: 1000 });
const browser = browsing();

const visit = async (path: string, options = {}) => {
  const seen = await browser.visit(`${originOf(emulator.client)}${path}`, options);
  await seen.page.evaluate(() => Object.assign(window, { mark: true }));
  return seen;
};

const isMarked = (page: Page) => page.evaluate(() => Reflect.get(window, "mark") === true);

/** Until an element says this. */
const reads = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor();

const run = async (body: Record<string, unknown>): Promise<string> => {
  const id = await emulator.client.task(body, "?action=run");
  await emulator.client.control("POST", `/tasks/${id}`, { requeue: false });
  return id;
};

testInBrowser(
  "a task's page follows it from QUEUED to RUNNING to COMPLETED, its outputs included",
  async () => {
    const { client } = emulator;
    const id = await run({ name: "moves" });
    const { page, complaints } = await visit(`/tasks/${id}`);
    const state = ".standing .chip";
    await reads(page, state, "QUEUED");
    expect(await page.locator("#outputs td").textContent()).toBe("not set");
    await client.advance(300);
    await reads(page, state, "RUNNING");
    expect(await page.title()).toBe("RUNNING · moves · Seven Bridges emulator");
    await client.advance(800);
    await reads(page, state, "COMPLETED");
    expect(await page.locator("#outputs td").textContent()).not.toBe("not set");
    expect([await isMarked(page), complaints]).toEqual([true, []]);
  },
);

testInBrowser("a new task appears on the overview, at the top, and a deleted one goes", async () => {
  const { client } = emulator;
  await client.task({ name: "old" });
  const { page } = await visit("/");
  const names = page.locator("#tasks tbody th a");
  await reads(page, "#live.on", "Live");
  const id = await client.task({ name: "fresh" });
  await reads(page, "#tasks th", "fresh");
  expect(await names.first().textContent()).toBe("fresh");
  await client.delete(`/tasks/${id}`);
  await page.locator("#tasks th").filter({ hasText: "fresh" }).waitFor({ state: "detached" });
  expect([await names.first().textContent(), await isMarked(page)]).toEqual(["old", true]);
});

testInBrowser(
  "the children of a batch show when they are made, and their states and counts move",
  async () => {
    const { client } = emulator;
    const id = await run({
      name: "batch",
      app: "ada/lab/align",
      inputs: { reads: [files.r1, files.r3].map(fileValue), genome: fileValue(files.genome) },
      batch: true,
      batch_input: "reads",
      batch_by: { type: "ITEM" },
    });
    const { page } = await visit(`/tasks/${id}`);
    await reads(page, "#children .empty", "The children are made when");
    await client.advance(500);
    await reads(page, "#children .tally", "RUNNING 2");
    expect(await page.locator("#children tbody th").allTextContents()).toEqual(["s1_1.fastq", "s2_1.fastq"]);
    await client.advance(1000);
    await reads(page, "#children .tally", "COMPLETED 2");
    expect(await page.locator("#children td .chip").allTextContents()).toEqual(["COMPLETED", "COMPLETED"]);
    await reads(page, ".standing", "2 of 2 children");
    expect(await isMarked(page)).toBe(true);
  },
);

testInBrowser(
  "what was unfolded, selected, focused and scrolled to stays when the page changes",
  async () => {
    const { client } = emulator;
    const reads8 = Array(8).fill(fileValue(files.r1));
    const id = await run({
      name: "kept",
      app: "ada/lab/align",
      inputs: { reads: reads8, genome: fileValue(files.genome) },
    });
    const { page } = await visit(`/tasks/${id}`, { viewport: { width: 360, height: 740 } });
    await page.locator("#inputs summary").click();
    const last = page.locator("#inputs details a").last();
    await last.scrollIntoViewIfNeeded();
    const kept = () =>
      page.evaluate(() => ({
        open: document.querySelector("details")?.open,
        focused: document.activeElement?.tagName,
        selected: getSelection()?.toString(),
        top: Math.round(document.querySelector("details li:last-child")?.getBoundingClientRect().top ?? -1),
        scrolled: scrollY > 0,
      }));
    await page.locator("#inputs summary").focus({ timeout: 1000 });
    await page.evaluate(() => {
      const link = document.querySelector("details li:last-child a");
      if (link !== null) getSelection()?.selectAllChildren(link);
    });
    const before = await kept();
    expect(before).toMatchObject({ open: true, focused: "SUMMARY", selected: "s1_1.fastq", scrolled: true });
    await client.advance(300);
    await reads(page, ".standing .chip", "RUNNING");
    expect(await kept()).toEqual(before);
    await client.advance(800);
    await reads(page, ".standing .chip", "COMPLETED");
    const { top: _, ...after } = await kept();
    expect(before).toMatchObject(after);
  },
);

testInBrowser(
  "rows that come in above do not move what is being read, and keep the focus where it is",
  async () => {
    const { client } = emulator;
    for (let n = 0; n < 20; n += 1) await client.task({ name: `row ${n}` });
    const { page } = await visit("/");
    const row = page.locator("#tasks tbody th a", { hasText: /^row 0$/ });
    await row.focus();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const top = async () => Math.round((await row.boundingBox())?.y ?? -1);
    const before = await top();
    await client.task({ name: "above" });
    await reads(page, "#tasks th", "above");
    expect(await top()).toBe(before);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("row 0");
  },
);

testInBrowser("an emulator that is gone is said to be, and the page goes on when it is back", async () => {
  const first = await startEmulator({ seed });
  const port = Number(new URL(first.url).port);
  const origin = originOf(new Client(first.url, ada));
  const { page } = await browser.visit(origin);
  await reads(page, "#live", "Live");
  await first.close();
  await reads(page, "#live", "The emulator can not be reached");
  expect(await page.locator("h1").textContent()).toBe("Overview");
  const second = await startEmulator({ seed, port });
  try {
    await new Client(second.url, ada).task({ name: "afterwards" });
    await reads(page, "#live", "Live");
    await reads(page, "#tasks th", "afterwards");
  } finally {
    await page.close();
    await second.close();
  }
});

testInBrowser("an answer that is no page is said to be one, and what was there stays", async () => {
  const { page } = await visit("/");
  await page.route("**/*", (route) => route.fulfill({ status: 500, json: { status: 500 } }));
  await reads(page, "#live", "The emulator answers with 500: this is what it said last.");
  expect(await page.locator("h1").textContent()).toBe("Overview");
  await page.unroute("**/*");
  await reads(page, "#live", "Live");
});

testInBrowser("a task that was deleted meanwhile is said not to be there", async () => {
  const { client } = emulator;
  const id = await client.task({ name: "short-lived" });
  const { page } = await visit(`/tasks/${id}`);
  await client.delete(`/tasks/${id}`);
  await reads(page, "h1", "There is nothing here");
  expect(await isMarked(page)).toBe(true);
});

testInBrowser(
  "a page that nobody sees asks for nothing, and is up to date when it is seen again",
  async () => {
    const { client } = emulator;
    const { page, asked } = await browser.visit("about:blank");
    // The page's own timers pass when the test says so.
    await page.clock.install();
    await page.goto(originOf(client));
    await reads(page, "#live", "Live");
    const see = (hidden: boolean) =>
      page.evaluate((it) => {
        Object.defineProperty(document, "hidden", { value: it, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    const minute = () => page.clock.runFor(60_000);
    await see(true);
    const count = asked.length;
    await client.task({ name: "unseen" });
    await minute();
    expect(asked.length).toBe(count);
    await see(false);
    await reads(page, "#tasks th", "unseen");
    await client.task({ name: "visible" });
    await minute();
    await reads(page, "#tasks th", "visible");
  },
);
