import fc from "fast-check";
import { marked } from "marked";
import { code, fenced, formatCount, label, line, prose } from "../../../cli/review/text";
import { drawnByMermaid } from "../../support/mermaid";

/** Names that somebody may give a task, a file or an app to break a comment with. */
const nasty = [
  "a|b",
  "`rm -rf`",
  "``` \n# not a heading",
  "<script>alert(1)</script>",
  "<!-- gone",
  "-->",
  "@somebody",
  "#12",
  "**bold** _it_ ~~gone~~",
  "[link](https://example.com)",
  "![image](https://example.com/a.png)",
  "https://example.com/a?b=c",
  "www.example.com",
  "www.example.com|x",
  "somebody@example.com",
  "- item",
  "1. item",
  "+ item",
  "=== ",
  "\\",
  "a\\|b",
  "$x$ and $y$",
  "&lt;b&gt;",
  "two\nlines",
  "\u202egnp.exe",
  "\u001b[31mred\u001b[0m",
  "  ",
  "",
  '"]:::x --> y["',
  "end",
  "a #quot; b",
  "%% comment",
  "é ü 中 🧬",
];
const anything = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom(..."|`<>&*_[]()\\~$@#!-+=:/.w1 \n\ta"), { maxLength: 40 })
    .map((letters) => letters.join("")),
);

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };
const unseen = "\u2060";

/** What a browser shows of a cell: nothing but text may be left when the code around a name is taken away. */
const shown = (html: string): string =>
  html
    .replace(/<\/?code>/g, "")
    .replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) =>
      name === undefined ? String.fromCodePoint(Number(number)) : (entities[name] ?? ""),
    )
    .replaceAll(unseen, "");

test("what cannot be seen is written out, and colors are left out", () => {
  expect(line("a\u202eb\u200b \u001b[31mred\u001b[0m\nc\u2028d")).toBe("a\\u{202e}b\\u{200b} red c d");
  expect(fenced("\u001b[31mone\u001b[0m\r\n\ttwo\u202e", 5)).toBe("```text\none\n\ttwo\\u{202e}\n```");
});

describe("whatever a name or a value is, a comment shows it as text", () => {
  test("in the cells of a table", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const html = marked.parse(`| a | b |\n| --- | --- |\n| ${code(text)} | ${prose(text)} |\n`, {
          gfm: true,
          async: false,
        });
        const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell ?? "");
        expect(html.match(/<table>/g)).toHaveLength(1);
        expect(cells.map((cell) => cell.replace(/<\/?code>/g, "")).join()).not.toMatch(
          new RegExp(`<|@(?!${unseen})`),
        );
        expect(cells.map((cell) => shown(cell).trim())).toStrictEqual([line(text), line(text)]);
      }),
      { numRuns: 1000, examples: nasty.map((text) => [text]) },
    );
  });

  test("in an item of a list", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const html = marked.parse(`- ${code(text)}: x\n- y ${prose(text)}\n`, { gfm: true, async: false });
        const items = [...html.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item]) => item ?? "");
        expect(items.map((item) => shown(item).trim())).toStrictEqual([
          `${line(text)}: x`.trim(),
          `y ${line(text)}`.trim(),
        ]);
      }),
      { numRuns: 500, examples: nasty.map((text) => [text]) },
    );
  });

  test("at the start of a line: it opens nothing", () => {
    fc.assert(
      fc.property(anything, (text) => {
        fc.pre(line(text) !== "");
        const html = marked.parse(prose(text), { gfm: true, async: false });
        expect(html).toMatch(/^<p>[^<]*<\/p>\n$/);
      }),
      { numRuns: 500, examples: nasty.map((text) => [text]) },
    );
  });

  test("as a block of several lines, which ends where it is meant to", () => {
    fc.assert(
      fc.property(anything, anything, (one, two) => {
        const tokens = marked.lexer(`${fenced(`${one}\n${two}`, 50)}\n\nafter\n`);
        expect(tokens.map(({ type }) => type).filter((type) => type !== "space")).toStrictEqual([
          "code",
          "paragraph",
        ]);
      }),
      { numRuns: 500, examples: nasty.map((text) => [text, "```"]) },
    );
  });
});

test("Mermaid's own parser reads every label as the text that it is", () => {
  const texts = [...nasty, ...fc.sample(anything, 200)];
  const graphs = texts.map(
    (text) =>
      `flowchart LR\n  n0["${label(text)}<br/>x"]:::kept\n  n1(["y"])\n  n0 -->|"${label(`p ${text}`)}"| n1\n  classDef kept fill:#fff`,
  );
  const drawn = drawnByMermaid(graphs);
  expect(drawn.filter(({ complaint }) => complaint !== undefined)).toStrictEqual([]);
  drawn.forEach(({ nodes, edges }, at) => {
    const text = texts[at] ?? "";
    expect([nodes[0]?.text, nodes[0]?.look]).toStrictEqual([`${line(text, 40)}<br/>x`, "kept"]);
    expect([nodes.length, edges.length]).toStrictEqual([2, 1]);
    expect(edges[0]?.text).toBe(line(`p ${text}`, 40));
  });
});

test.each([
  ["plain", "`plain`"],
  ["align-S001", "`align-S001`"],
  ["a|b", "<code>a&#124;b</code>"],
  ["", "<code> </code>"],
  ["x".repeat(101), `\`${"x".repeat(99)}…\``],
])("code of %j is %s", (text, markdown) => expect(code(text)).toBe(markdown));

test("a long text of several lines is cut, and says how much is left", () => {
  expect(fenced("1\n2\n3\n4\n", 2)).toBe("```text\n1\n2\n… 2 more lines\n```");
});

test.each([
  [0, "0 batches"],
  [1, "1 batch"],
  [2, "2 batches"],
])("%d counted is %s", (count, text) => expect(formatCount(count, "batch", "batches")).toBe(text));
