import { join } from "node:path";
import type { Page } from "playwright-core";
import { repository } from "../support/stack";

/** A comment in a real browser: Markdown by `marked`, the graph by Mermaid itself, both from node_modules. */

declare const marked: { parse: (text: string, options: object) => string };
declare const mermaid: {
  initialize: (options: object) => void;
  run: (options: object) => Promise<void>;
};

const style = `
  body { margin: 0; padding: 16px; background: #fff; font: 14px/1.5 "DejaVu Sans", "Liberation Sans", sans-serif; color: #1f2328 }
  main { border: 1px solid #d0d7de; border-radius: 6px; padding: 16px; width: 860px; box-sizing: border-box; overflow-wrap: break-word }
  table { border-collapse: collapse; margin-bottom: 16px; display: block; overflow: auto; font-size: 13px }
  th, td { border: 1px solid #d0d7de; padding: 6px 10px; text-align: left; vertical-align: top } th { background: #f6f8fa }
  code { background: #eff1f3; border-radius: 6px; padding: .15em .35em; font: 12px "DejaVu Sans Mono", "Liberation Mono", monospace }
  pre { background: #f6f8fa; border-radius: 6px; padding: 12px; overflow: auto } pre code { background: none; padding: 0 }
  h4 { margin: 20px 0 10px } p { margin: 0 0 12px } sub { color: #59636e; font-size: 11px; vertical-align: baseline }
  blockquote { margin: 0 0 14px; padding: 2px 14px; border-left: 4px solid #d0d7de; color: #59636e }
  .alert { color: inherit } .alert ul { margin: 6px 0; padding-left: 18px } .alert > b { display: block; margin-top: 4px }
  .caution { border-color: #cf222e } .caution > b { color: #cf222e } .warning { border-color: #9a6700 } .warning > b { color: #9a6700 }
  .graph { text-align: center; margin: 8px 0 }
`;

/** Runs in the page. */
const show = async (markdown: string): Promise<void> => {
  const main = document.createElement("main");
  // GitHub reads a comment's line ends as line breaks.
  main.innerHTML = marked.parse(markdown, { gfm: true, breaks: true });
  for (const quote of main.querySelectorAll("blockquote")) {
    const kind = /\[!(CAUTION|WARNING)\]/.exec(quote.textContent ?? "")?.[1];
    if (kind === undefined) continue;
    quote.className = `alert ${kind.toLowerCase()}`;
    quote.innerHTML = quote.innerHTML.replace(/<p>\s*\[!\w+\]\s*(<br>)?/, "<p>").replace(/<p>\s*<\/p>/, "");
    const title = document.createElement("b");
    title.textContent = kind === "CAUTION" ? "Caution" : "Warning";
    quote.prepend(title);
  }
  for (const code of main.querySelectorAll("code.language-mermaid")) {
    const graph = document.createElement("div");
    graph.className = "graph mermaid";
    graph.textContent = code.textContent;
    code.parentElement?.replaceWith(graph);
  }
  document.body.replaceChildren(main);
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "default" });
  await mermaid.run({ nodes: [...document.querySelectorAll(".mermaid")] });
};

/** Fails where Mermaid cannot read a graph. */
export const render = async (page: Page, markdown: string): Promise<void> => {
  await page.addStyleTag({ content: style });
  for (const file of ["marked/lib/marked.umd.js", "mermaid/dist/mermaid.min.js"])
    await page.addScriptTag({ path: join(repository, "node_modules", file) });
  await page.evaluate(show, markdown);
};
