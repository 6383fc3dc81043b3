import type { Page } from "playwright-core";
import { browsing, testInBrowser } from "../support/browser";
import { emulated } from "./client";
import { hostile, hostileFile, hostilePath, hostileSeed, hostileTasks } from "./pageSeed";
import { originOf } from "./pageText";
import { files, fileValue } from "./seed";

const emulator = emulated({ seed: hostileSeed, taskSeconds: 1000 });
const browser = browsing();

let paths: readonly string[] = [];

/** Tasks in every state but ABORTING, which passes, and all kinds of pages. */
beforeAll(async () => {
  const { client } = emulator;
  const { draft, batch } = await hostileTasks(client);
  const align = {
    app: "ada/lab/align",
    inputs: { reads: Array(8).fill(fileValue(files.r1)), genome: fileValue(files.genome) },
  };
  const ids: string[] = [];
  for (const outcome of ["COMPLETED", "FAILED", "ABORTED"]) {
    const id = await client.task({ ...align, name: outcome }, "?action=run");
    await client.control("POST", `/tasks/${id}`, { outcome });
    ids.push(id);
  }
  await client.advance(1000);
  const batching = { batch: true, batch_input: "reads", batch_by: { type: "ITEM" } };
  const running = await client.task({ ...align, ...batching, name: "many" }, "?action=run");
  await client.advance(500);
  await client.task({ name: "waits" }, "?action=run");
  await client.task({ ...align, ...batching, name: "is being made" }, "?action=run");
  for (let n = 0; n < 60; n += 1) await client.task({ name: `task ${n}` });
  paths = [
    "/",
    "/?status=DRAFT&tasks=2",
    "/projects/ada/lab",
    hostilePath,
    ...[draft, batch, running, ...ids].map((it) => `/tasks/${it}`),
    `/files/${files.genome}`,
    `/files/${hostileFile}`,
    "/nothing",
  ];
});

/** Of each text that is seen: its size, and its contrast with the ground that is behind it. */
const measured = (page: Page) =>
  page.evaluate(() => {
    const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = numbers(color).map((it) => {
        const part = it / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element: Element | null): string => {
      if (element === null) return "rgb(255, 255, 255)";
      const color = getComputedStyle(element).backgroundColor;
      return numbers(color)[3] === 0 ? ground(element.parentElement) : color;
    };
    const found: { text: string; size: number; contrast: number }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? "";
      if (element === null || text === "" || element.closest("script, style, .hidden, .skip") !== null)
        continue;
      const style = getComputedStyle(element);
      const [light = 0, dark = 0] = [luminance(style.color), luminance(ground(element))].sort(
        (a, b) => b - a,
      );
      found.push({ text, size: Number.parseFloat(style.fontSize), contrast: (light + 0.05) / (dark + 0.05) });
    }
    return found;
  });

/** A browser says of a page that is not there that it is not there. */
const isOther = (complaint: string) => !/status of 404/.test(complaint);

describe.each([
  ["a phone", { width: 360, height: 740 }],
  ["a desktop", { width: 1280, height: 900 }],
])("on %s", (_, viewport) => {
  testInBrowser.each(["light", "dark"] as const)(
    "every page fits, is readable in %s colours, and asks for nothing but itself",
    async (colorScheme) => {
      const urls = paths.map((path) => `${originOf(emulator.client)}${path}`);
      const { page, asked, complaints } = await browser.visit("about:blank", { viewport, colorScheme });
      for (const url of urls) {
        await page.goto(url);
        await page.locator("#live.on").waitFor();
        // Folded lists have to fit as well.
        await page.evaluate(() => {
          for (const it of document.querySelectorAll("details")) it.open = true;
        });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([url, width]).toEqual([url, viewport.width]);
        const texts = await measured(page);
        expect(texts.length).toBeGreaterThan(5);
        expect(texts.filter((it) => it.size < 14 || it.contrast < 4.5)).toEqual([]);
      }
      expect(new Set(asked)).toEqual(new Set(urls));
      expect(complaints.filter(isOther)).toEqual([]);
    },
  );

  testInBrowser("a table is one of rows and columns for a screen reader, and has a caption", async () => {
    const { page } = await browser.visit(originOf(emulator.client), { viewport });
    const tree = await page.locator("#projects").ariaSnapshot();
    expect(tree).toMatch('- table "Projects":');
    expect(tree).toMatch(/- row "Lab ada\/lab [^"]*"/);
    expect(tree).toMatch('- rowheader "Lab ada/lab"');
    expect(tree).toMatch(/- cell "(Files )?11"/);
    expect(tree).toMatch('- columnheader "Files"');
  });
});

testInBrowser("without JavaScript it reads the same, and is loaded again by a link", async () => {
  const { client } = emulator;
  const plain = await browser.visit("about:blank", { javaScriptEnabled: false });
  const live = await browser.visit("about:blank");
  for (const path of paths) {
    for (const { page } of [plain, live]) await page.goto(`${originOf(client)}${path}`);
    await live.page.locator("#live.on").waitFor();
    const texts = [plain, live].map(({ page }) => page.locator("main").textContent());
    // Tasks move, if only by seconds.
    const [one, other] = (await Promise.all(texts)).map((it) => it?.replace(/So far[\d hmins]+/, "So far"));
    expect(one).toBe(other);
  }
  const id = await client.task({ name: "by hand" });
  const { page } = plain;
  await page.goto(`${originOf(client)}/tasks/${id}`);
  await client.patch(`/tasks/${id}`, { name: "loaded again" });
  expect(await page.locator("h1").textContent()).toBe("by hand");
  await page.getByRole("link", { name: "Reload" }).click();
  await page.getByRole("heading", { name: "loaded again" }).waitFor();
});

testInBrowser("the keyboard goes to the content first", async () => {
  const { page } = await browser.visit(originOf(emulator.client));
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
});

testInBrowser("markup in names is text, also in what comes in while the page is open", async () => {
  const { client } = emulator;
  const id = await client.task({ name: "harmless" });
  const { page, asked, complaints } = await browser.visit(`${originOf(client)}/tasks/${id}`);
  for (const name of Object.values(hostile)) {
    await client.patch(`/tasks/${id}`, { name, description: name, inputs: { message: name } });
    await page.waitForFunction((it) => document.querySelector("h1")?.textContent === it, name);
    expect(await page.title()).toBe(`DRAFT · ${name} · Seven Bridges emulator`);
    expect(await page.locator("main :is(script, img, b)").count()).toBe(0);
  }
  for (const path of paths) {
    await page.goto(`${originOf(client)}${path}`);
    await page.locator("main").hover();
    expect(await page.locator("main :is(script, img, b, i, style)").count()).toBe(0);
    expect(await page.evaluate(() => Reflect.has(window, "broken"))).toBe(false);
  }
  expect(asked.filter((it) => !it.startsWith(`${originOf(client)}/`))).toEqual([]);
  expect(complaints.filter(isOther)).toEqual([]);
});
