import * as fc from "fast-check";
import { safeLines, safeText } from "../../provider/shared/safeText";

test.each([
  ["a tag that the engine knows", "a <{%reset%}> b", "a <\\{%reset%}> b"],
  ["a tag that the engine does not know", "<{%x%}>", "<\\{%x%}>"],
  ["a tag without an end", "all of this <{% stays", "all of this <\\{% stays"],
  ["a tag inside a tag", "<<{%reset%}>{%x%}>", "<<\\{%reset%}>{%x%}>"],
  ["a tag with an invisible character inside", "<\u200b{%x%}>", "<\\u{200b}{%x%}>"],
  ["a color", "\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
  ["a cleared screen", "\u001b[2J\u001b[H", "\\u{1b}[2J\\u{1b}[H"],
  [
    "a link of a terminal",
    "\u001b]8;;https://example.org\u0007here\u001b]8;;\u001b\\",
    "\\u{1b}]8;;https://example.org\\u{7}here\\u{1b}]8;;\\u{1b}\\",
  ],
  ["a control of eight bits", "\u009b2J", "\\u{9b}2J"],
  ["a backspace and a delete", "a\b\u007f", "a\\u{8}\\u{7f}"],
  ["a line break", "one\nerror: two", "one\\nerror: two"],
  ["a carriage return and a tab", "100%\r\tdone", "100%\\r\\tdone"],
  ["separators of lines and paragraphs", "a\u2028b\u2029c\u0085d", "a\\u{2028}b\\u{2029}c\\u{85}d"],
  ["a direction turned around", "bam.\u202egpj\u202c", "bam.\\u{202e}gpj\\u{202c}"],
  [
    "isolates and marks of direction",
    "\u2066a\u2069\u200e\u200f\u061c",
    "\\u{2066}a\\u{2069}\\u{200e}\\u{200f}\\u{61c}",
  ],
  [
    "characters that nobody sees",
    "\ufeffa\u200bb\u00adc\u2060d\u3164",
    "\\u{feff}a\\u{200b}b\\u{ad}c\\u{2060}d\\u{3164}",
  ],
  ["hidden text of tag characters", "a\u{e0068}\u{e0069}", "a\\u{e0068}\\u{e0069}"],
  ["hidden text of variation selectors", "a\u{e0101}\ufe01", "a\\u{e0101}\\u{fe01}"],
  ["halves of characters", "\ud83da\udc4d", "\\u{d83d}a\\u{dc4d}"],
  ["a joiner between letters", "a\u200db", "a\\u{200d}b"],
])("%s is written out", (_, text, safe) => {
  expect(safeText(text)).toBe(safe);
});

test.each([
  "",
  "Ärztin, naïve, Ångström, e\u0301",
  "日本語の試料、한국어, العربية, עברית, हिन्दी",
  "👍 👩🏽‍💻 👨‍👩‍👧‍👦 ❤️ 🏳️‍🌈 1️⃣ 🇩🇪",
  "5 % of {a} < b; %s %d %v; C:\\temp\\new; {% raw %} %}>",
  "a b\u00a0c — “quoted” … ₂ µ",
])("ordinary text stays: %s", (text) => {
  expect(safeText(text)).toBe(text);
});

test("our own lines stay lines, and no value starts another one", () => {
  expect(safeLines(["one", "two\nthree"])).toBe("one\ntwo\\nthree");
});

/** Texts that are nasty more often than chance makes them. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ..."<{%}>\u001b\u0007\r\n\t\\\u200d\ufe0f\u202e\ud800\udc00aé9",
        "👩",
        "🏽",
        "💻",
        "❤",
        "<{%",
        "%}>",
        "<{%reset%}>",
      ),
    ),
  )
  .map((parts) => parts.join(""));

test("whatever the text: it is one line, nothing in it is invisible, and it holds no tag", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const safe = safeText(text);
      expect(safe).not.toMatch(
        /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\u200b\u2060\ufeff\u{e0000}-\u{e0fff}]/u,
      );
      expect(safe).not.toContain("<{%");
      expect(Buffer.from(safe).toString()).toBe(safe);
    }),
    { numRuns: 2_000 },
  );
});

test("whatever the text: made safe twice it is the same", () => {
  fc.assert(
    fc.property(nasty, (text) => expect(safeText(safeText(text))).toBe(safeText(text))),
    { numRuns: 2_000 },
  );
});

test("whatever the text: all that is visible in it stays", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!/[\p{Cc}\p{Default_Ignorable_Code_Point}]|<\{%/u.test(text));
      expect(safeText(text)).toBe(text);
    }),
  );
});
