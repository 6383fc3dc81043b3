import * as fc from "fast-check";
import { didYouMean, howToMatch, looksLike, visible } from "../../provider/shared/alike";
import { nearest } from "../../provider/shared/text";

const nfd = "Bjo\u0308rn.bam";
const nfc = "Bj\u00f6rn.bam";

test.each<[what: string, given: string, other: string, how: string]>([
  ["a table saved by Excel", "a.fastq\r", "a.fastq", "without the carriage return at the end"],
  ["a trailing blank that is there", "a.fastq", "a.fastq ", "with a blank at the end"],
  ["a leading tab", "\ta.fastq", "a.fastq", "without the tab at the beginning"],
  ["a blank copied from a web page", "a\u00a0b", "a b", "without the non-breaking blank"],
  ["two blanks in place of one", "a  b", "a b", "without the second blank in a row"],
  ["a zero-width blank", "a\u200bb", "ab", "without the invisible character"],
  ["a byte order mark", "\ufeffa", "a", "without the invisible character at the beginning"],
  ["a dash that a word processor made", "a–b", "a-b", "without the en dash"],
  ["the other way round", "a-b", "a–b", "with an en dash"],
  ["another Unicode form", nfd, nfc, "in the Unicode form NFC, not NFD"],
  ["the other one", nfc, nfd, "in the Unicode form NFD, not NFC"],
  ["full-width letters", "\uff41b", "ab", "with other characters of the same look"],
  ["upper and lower case", "A.fastq", "a.fastq", "with other upper and lower case"],
  [
    "two at once",
    `${nfd}\r`,
    nfc,
    "without the carriage return at the end and in the Unicode form NFC, not NFD",
  ],
])("what differs is said: %s", (_, given, other, how) => {
  expect(howToMatch(given, other)).toBe(how);
});

test.each([
  ["the same", "a", "a"],
  ["a letter too many", "ab", "a"],
  ["a hyphen more", "a-b", "ab"],
])("nothing is said where the difference is plain to see: %s", (_, given, other) => {
  expect(howToMatch(given, other)).toBeUndefined();
});

test("a suggestion says what differs only where it cannot be seen", () => {
  expect([
    didYouMean("bma", "bam"),
    didYouMean("bam ", "bam"),
    didYouMean("a", "a\r"),
    didYouMean("BAM", "bam"),
  ]).toStrictEqual([
    "did you mean bam?",
    "did you mean bam, without the blank at the end?",
    "did you mean a\\r, with a carriage return at the end?",
    "did you mean bam?",
  ]);
});

test("whatever is put around or into a name that cannot be seen, the name is found, and something is said", () => {
  const unseen = fc.constantFrom("\r", "\n", "\t", " ", "\u00a0", "\u200b", "\ufeff", "\u00ad");
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{3,9}$/),
      fc.array(unseen, { minLength: 1, maxLength: 3 }),
      (name, more) => {
        const given = `${name}${more.join("")}`;
        expect(nearest(given, [`${name.slice(0, -1)}-`, name])).toBe(name);
        expect(looksLike(given, name)).toBe(true);
        expect(howToMatch(given, name)).toMatch(/^without /);
        expect(howToMatch(name, given)).toMatch(/^with /);
      },
    ),
  );
});

test("any two texts that look the same differ in something that is said, and no others", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      if (looksLike(a, b)) expect(howToMatch(a, b)).toBeTruthy();
    }),
  );
});

test("what cannot be seen is written out, and nothing else", () => {
  expect(visible("a b\r\n\t\u00a0\u200b\ufeff.gz")).toBe("a b\\r\\n\\t\\u{a0}\\u{200b}\\u{feff}.gz");
  expect(visible("Björn–7 (x).bam")).toBe("Björn–7 (x).bam");
});

test("names of other scripts stay different", () => {
  expect(nearest("样本一", ["对照", "样本二"])).toBe("样本二");
  expect(nearest("肿瘤样本", ["对照文件"])).toBeUndefined();
});

test("of several near names, the one that looks the same is meant", () => {
  expect(nearest("a_1\r", ["a1", "a-1", "a_1"])).toBe("a_1");
});
