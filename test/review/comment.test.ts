import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browsing, testInBrowser } from "../support/browser";
import { Platform } from "../support/platform";
import { repository, Stack } from "../support/stack";
import { commentOf, picture, source, withoutIds } from "./comment";
import { render } from "./page";
import type { Reviewed } from "./reviewed";

/** Set by tools/comment.mts: the files are written instead of compared. */
const anew = process.env.REVIEW_COMMENT === "write";

const browser = browsing();
let platform: Platform;
let stack: Stack;
let comment: Reviewed;
beforeAll(async () => {
  platform = await Platform.start({ seed: join(repository, "examples/seed/seed.yaml"), taskSeconds: 1 });
  stack = await Stack.make(platform, "index.ts");
  comment = await commentOf(stack);
});
afterAll(async () => {
  stack.remove();
  await platform.close();
});

describe("the comment that docs/review.md shows", () => {
  test("is what the command prints for the pipeline example and a change to it", () => {
    expect(comment).toMatchObject({ code: 1, complaint: "The review fails on cost-again.\n" });
    if (anew) writeFileSync(source, withoutIds(comment.markdown));
    expect(withoutIds(comment.markdown)).toBe(readFileSync(source, "utf8"));
  });

  testInBrowser("is drawn by a browser: every table, and the graph by Mermaid", async () => {
    const { page, complaints } = await browser.visit("about:blank", {
      viewport: { width: 892, height: 800 },
      deviceScaleFactor: 1.25,
    });
    await render(page, comment.markdown);
    if (anew) await page.locator("main").screenshot({ path: picture });
    const texts = (selector: string) => page.locator(selector).allInnerTexts();
    expect((await texts("h4")).map((text) => text.replace(/ \(.*/, ""))).toStrictEqual([
      "Replaced",
      "New",
      "Runs",
      "The pipeline",
    ]);
    expect((await texts("td:first-child")).map((text) => text.trim())).toStrictEqual([
      "genotype",
      "call-exome",
      "called-exome",
      "genotyped",
    ]);
    const nodes = (await texts("svg span.nodeLabel")).map((text) => text.split("\n")[0]?.trim()).sort();
    expect(nodes).toStrictEqual([
      "align",
      "aligned",
      "call",
      "call-exome",
      "called",
      "genotype",
      "▶ called-exome",
      "▶ genotyped",
    ]);
    expect((await texts("svg span.edgeLabel")).filter((text) => text.trim() !== "").sort()).toStrictEqual([
      "gvcfs",
      "in_alignments",
      "in_alignments",
    ]);
    expect(complaints).toStrictEqual([]);
  });
});
