import { inOneLine, resourceIdOf } from "../../../provider/model/tags/resourceId";
import {
  type Bound,
  mayCarry,
  retag,
  tagIn,
  tagText,
  withoutTag,
  withTag,
} from "../../../provider/model/tags/tag";

/* Descriptions of tasks hold these texts for ever: a version that reads or writes them otherwise loses tasks. */

const id = "62cf42905b3260d516b9";
const draft = "0f3c9a12 0a1b2c3d";
const taskId = "00000000-0000-4000-8000-0000000000AB";
const attempts = ["attempt 2", "attempt 12", "again 0eb5b8d6"].map(
  (which) => `${which} of ${taskId.toLowerCase()}`,
);
const [second = "", twelfth = "", again = ""] = attempts;

const written: readonly (readonly [text: string, what: string, bound: Bound])[] = [
  [`[pulumi ${id} ${draft} 664c5f86]`, draft, { proof: "Sent" }],
  [`[pulumi ${id} ${draft} a32438f3]`, draft, { proof: "Held", taskId, isWitness: false }],
  [`[pulumi ${id} ${draft} 983081a4]`, draft, { proof: "Held", taskId, isWitness: true }],
  [`[pulumi ${id} ${draft} 1379794d]`, draft, { proof: "Started", taskId, isWitness: false }],
  [`[pulumi ${id} ${draft} ac51f4e7]`, draft, { proof: "Started", taskId, isWitness: true }],
  [`[pulumi ${id} ${second} 0fde8151]`, second, { proof: "Held", taskId, isWitness: false }],
  [`[pulumi ${id} ${twelfth} 5174a4d6]`, twelfth, { proof: "Held", taskId, isWitness: false }],
  [`[pulumi ${id} ${again} d738f9f7]`, again, { proof: "Held", taskId, isWitness: false }],
];

describe.each(written)("the tag %s", (text, what, bound) => {
  const tag = { id, what, proof: bound.proof, isWitness: bound.proof !== "Sent" && bound.isWitness };

  test("is written to the letter as earlier versions wrote it", () => {
    expect(tagText(id, what, bound)).toBe(text);
  });

  test("is read as earlier versions read it, each time that it is asked for, before any blanks", () => {
    const task = { id: taskId, description: `Aligns reads. ${text} \n` };
    expect([tagIn(task), tagIn(task)]).toStrictEqual([tag, tag]);
  });

  test("proves nothing of another task, unless it was sent and no more", () => {
    const copied = { id, what, proof: "Copied", isWitness: false };
    expect(tagIn({ id: "00000000-0000-4000-8000-0000000000c1", description: text })).toStrictEqual(
      bound.proof === "Sent" ? tag : copied,
    );
  });

  test("is read in upper case, where a platform shows ids and texts so", () => {
    const upper = `[PULUMI ${text.slice("[pulumi ".length).toUpperCase()}`;
    for (const description of [upper, `${upper}\n\nAligns reads.`]) {
      const found = tagIn({ id: taskId.toUpperCase(), description });
      expect({ ...found, what: found?.what.toLowerCase() }).toStrictEqual(tag);
    }
  });

  test("is read before a text, too, after any blanks", () => {
    for (const description of [`${text}\n\nAligns reads.`, `\n  ${text} Aligns reads.`])
      expect([tagIn({ id: taskId, description }), withoutTag(description)]).toStrictEqual([
        tag,
        "Aligns reads.",
      ]);
  });

  test("is no tag in the middle of a text, nor before one without a blank", () => {
    for (const description of [`Aligns ${text} reads.`, `${text}reads`])
      expect([tagIn({ id: taskId, description }), withoutTag(description)]).toStrictEqual([
        undefined,
        description,
      ]);
  });
});

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align";
const old = `[pulumi ${owner} 0f3c9a12]`;
const oldTag = { id, what: "0f3c9a12", proof: "Old", isWitness: false, owner };

test.each(["", "Aligns reads.\n", "Aligns reads.\r", "a\nb\n\n", "a\r\nb ", "see [pulumi docs]\n"])(
  "a tag of version 0.1.0 is read from the last line only, behind %j",
  (before) => {
    const description = before + old;
    expect(tagIn({ id: taskId, description })).toStrictEqual(oldTag);
    expect(withoutTag(description)).toBe(before.trimEnd());
  },
);

test.each(["0F3C9A12", ...attempts])(
  "a tag of version 0.1.0 is read with any hash or attempt: %s",
  (what) => {
    expect(tagIn({ id: taskId, description: `[pulumi ${owner} ${what}]` })).toStrictEqual({
      ...oldTag,
      what,
    });
  },
);

test("a tag of version 0.1.0 is read in upper case for an owner without a URN, too", () => {
  expect(tagIn({ id: taskId, description: "[pulumi me 0F3C9A12]" })).toStrictEqual({
    ...oldTag,
    id: resourceIdOf("me"),
    owner: "me",
    what: "0F3C9A12",
  });
});

test.each(["a\nb", "a\r\nb", "a\u2028b", "a]\nb", "a [pulumi b\nc", "[pulumi a\nb"])(
  "a tag of version 0.1.0 is read over several lines, for a resource called %j",
  (name) => {
    const broken = owner.replace("align", name);
    for (const what of ["0F3C9A12", ...attempts])
      for (const before of ["", "Aligns reads.\n\n"]) {
        const description = `${before}[pulumi ${broken} ${what}]`;
        expect(tagIn({ id: taskId, description })).toStrictEqual({
          ...oldTag,
          id: resourceIdOf(broken),
          owner: inOneLine(broken),
          what,
        });
        expect(withoutTag(description)).toBe(before.trimEnd());
      }
  },
);

test.each([`${old}\nmore`, `[pulumi ${owner.replace("urn:pulumi", "urn")}\n 0f3c9a12]`, "[pulumi 0f3c9a12]"])(
  "%j carries no tag",
  (description) => {
    expect([tagIn({ id: taskId, description }), withoutTag(description)]).toStrictEqual([
      undefined,
      description,
    ]);
  },
);

test.each([undefined, null, ""])("%j carries no tag, and is no text", (description) => {
  expect([tagIn({ id: taskId, description }), withoutTag(description)]).toStrictEqual([undefined, ""]);
});

test.each([
  [undefined, false],
  [null, false],
  ["", false],
  ["pulumi", false],
  ["[pulumi]", false],
  [written[0]?.[0], true],
  [`Aligns reads.\n\n${old}`, true],
])("%j may carry a tag: %s", (description, expected) => {
  expect(mayCarry(description)).toBe(expected);
});

describe("what is left when a tag is taken off", () => {
  const [text] = written[0] ?? [""];

  test.each([
    [`Aligns reads.\n\n${text}`, "Aligns reads."],
    [`Aligns reads. \n\n${text}`, "Aligns reads. "],
    [`Aligns reads. \n${text}`, "Aligns reads."],
    [`  Aligns reads. ${text} \n`, "  Aligns reads."],
    [`${text}\n\n  Aligns reads. `, "  Aligns reads. "],
    [`${text}\n  Aligns reads.\n\n`, "Aligns reads.\n\n"],
  ])("of %j", (description, expected) => {
    expect(withoutTag(description)).toBe(expected);
  });
});

describe("a description with a tag", () => {
  const [text = ""] = written[0] ?? [];
  /** What is left of the 255 bytes that a platform surely keeps. */
  const room = 255 - text.length - "\n\n".length;
  const behind = (people: string): string => `${people}\n\n${text}`;
  const before = (people: string): string => `${text}\n\n${people}`;

  test.each([undefined, null, ""])("is the tag alone where the text is %j", (people) => {
    expect(withTag(people, text)).toBe(text);
  });

  test.each([
    ["that fits", "a".repeat(room), behind],
    ["one byte too long", "a".repeat(room + 1), before],
    ["that fits as bytes", "ä".repeat(Math.floor(room / 2)), behind],
    ["with more bytes than letters", "ä".repeat(Math.floor(room / 2) + 1), before],
    ["that fits with &lt; for <", "<".repeat(Math.floor(room / "&quot;".length)), behind],
    ["too long with &lt; for <", "<".repeat(Math.floor(room / "&quot;".length) + 1), before],
    ["that fits with &amp; for &", "&".repeat(Math.floor(room / "&amp;".length)), behind],
    ["too long with &amp; for &", "&".repeat(Math.floor(room / "&amp;".length) + 1), before],
    [
      "with &quot; counted twice",
      "&quot;".repeat(Math.floor(room / "&amp;quot;".length)).slice(0, room),
      behind,
    ],
  ])("has it behind a text %s, else before it", (_, people, place) => {
    expect(withTag(people, text)).toBe(place(people));
  });

  test("has it behind a text that ends in a tag itself, however long: that one would be read", () => {
    const people = `${"a".repeat(255)}\n\n${old}`;
    expect(withTag(`${people} \n`, text)).toBe(behind(`${people} \n`));
    expect(tagIn({ id: taskId, description: withTag(people, text) })?.proof).toBe("Sent");
  });

  test("has one tag, in place of the one that it had", () => {
    expect(retag(behind("Aligns reads."), old)).toBe(`Aligns reads.\n\n${old}`);
    expect(retag(before("a".repeat(300)), old)).toBe(`${old}\n\n${"a".repeat(300)}`);
    expect(retag(text, old)).toBe(old);
    expect(retag(undefined, text)).toBe(text);
  });
});
