import { isKeptFrom } from "../../../provider/model/tags/keptText";
import { ownerTagText } from "../../../provider/model/tags/ownerTag";
import { tagIn, withoutTag, withTag } from "../../../provider/model/tags/tag";

const tag = ownerTagText({ id: "1f0c93ab5d2e7f60a1b2", hash: "9a3b1c2d" }, { proof: "Sent" });
const short = "Align <a> & b";
const long = `${"Reads & more, ".repeat(40)}end`;
const encoded = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

describe("the place of a tag", () => {
  test.each([
    ["behind a text that is surely kept", short, `${short}\n\n${tag}`],
    ["before a text that may be cut", long, `${tag}\n\n${long}`],
    ["before one that is too long in bytes, or encoded", "ü&".repeat(40), `${tag}\n\n${"ü&".repeat(40)}`],
  ])("is %s", (_, text, whole) => {
    expect(withTag(text, tag)).toBe(whole);
    expect(withoutTag(whole)).toBe(text);
  });

  test.each([255, 300, 120])("a long text that is cut at %d still shows it", (length) => {
    const cut = withTag(long, tag).slice(0, length);
    expect(tagIn({ id: "x", description: cut })?.id).toBe("1f0c93ab5d2e7f60a1b2");
  });
});

describe("a description is what the platform has kept of the text", () => {
  test.each([
    ["as it is", short, withTag(short, tag)],
    ["trimmed", `  ${short}\n`, short],
    ["with other line breaks", "a\nb", "a\r\nb"],
    ["encoded", short, encoded(withTag(short, tag))],
    ["cut", long, withTag(long, tag).slice(0, 255)],
    ["encoded, and cut within a sign", long, encoded(withTag(long, tag)).slice(0, 77)],
    ["encoded, and cut", long, encoded(withTag(long, tag)).slice(0, 255)],
    ["cut within the tag", long, `${long}\n\n${tag}`.slice(0, -10)],
  ])("%s", (_, text, description) => {
    expect(isKeptFrom(text, description)).toBe(description.length >= 100 || text !== long);
  });

  test.each([
    ["another text", short, withTag("mine", tag)],
    ["a text that a person has shortened", short, withTag("Align", tag)],
    ["a long one of which the tag is still at the end", long, `${long.slice(0, 300)}\n\n${tag}`],
    ["nothing", long, null],
    ["a few words of a long one", long, "Reads"],
  ])("not %s", (_, text, description) => {
    expect(isKeptFrom(text, description)).toBe(false);
  });
});
