import {
  editsIn,
  maxRecordAge,
  type PreviewedPin,
  pinFor,
  pinsIn,
  recordFileName,
  recordLine,
  usedLine,
} from "../../provider/model/previewRecord";

const owner = "organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align";
const now = 1_800_000_000_000;
const pin: PreviewedPin = {
  owner,
  written: "ada/lab/echo",
  endpoint: "https://api.example.org/v2",
  pinned: "ada/lab/echo/0",
  time: now - 1000,
};
const text = (...lines: readonly string[]): string => lines.join("");

describe("the records of a preview", () => {
  test("are read as they were written, by owner", () => {
    const other = { ...pin, owner: `${owner}\nof "two" lines\u2028` };
    expect(pinsIn(text(recordLine(pin), recordLine(other)), now)).toStrictEqual(
      new Map([
        [owner, pin],
        [other.owner, other],
      ]),
    );
  });

  test("hold by the last line of an owner", () => {
    const later = { ...pin, pinned: "ada/lab/echo/1" };
    expect(pinsIn(text(recordLine(pin), recordLine(later)), now).get(owner)).toStrictEqual(later);
    expect(pinsIn(text(recordLine(pin), usedLine(owner)), now).size).toBe(0);
    expect(pinsIn(text(recordLine(pin), usedLine(owner), recordLine(later)), now).get(owner)).toStrictEqual(
      later,
    );
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "<html>\n"],
    ["another form", '{"owner":1}\n[]\nnull\n'],
    ["a line that was cut off", recordLine(pin).slice(0, -20)],
  ])("are none where the file holds %s", (_, content) => expect(pinsIn(content, now).size).toBe(0));

  test("outlive a line beside them that cannot be read", () =>
    expect(pinsIn(text(recordLine(pin).slice(0, 30), "\n", recordLine(pin)), now).size).toBe(1));

  test.each([
    [maxRecordAge - 1, 1],
    [maxRecordAge, 0],
    [-maxRecordAge, 0],
  ])("of an age of %p ms are %p", (age, size) =>
    expect(pinsIn(recordLine({ ...pin, time: now - age }), now).size).toBe(size),
  );
});

describe("a pin", () => {
  const { written, endpoint, pinned } = pin;
  test("is for the same text on the same platform", () => {
    expect(pinFor(pin, written, endpoint)).toBe(pinned);
    expect(pinFor(undefined, written, endpoint)).toBeUndefined();
    expect(pinFor(pin, "ada/lab/sort", endpoint)).toBeUndefined();
    expect(pinFor(pin, written, "https://other.example.org/v2")).toBeUndefined();
  });

  test.each(["ada/lab/echo", "ada/lab/sort/0", "ada/lab/echo/x", ""])("that says %p is none", (wrong) =>
    expect(pinFor({ ...pin, pinned: wrong }, written, endpoint)).toBeUndefined(),
  );
});

test("each folder and each stack has its own file, whatever they are called", () => {
  const other = owner.replace("::align", "::sort").replace("DraftTask", "lab:Group$DraftTask");
  expect(recordFileName("/one", other)).toBe(recordFileName("/one", owner));
  const names = [
    recordFileName("/one", owner),
    recordFileName("/two", owner),
    recordFileName("/one", owner.replace("dev", "../../prod")),
    recordFileName("/one", owner.replace("::lab", "::other")),
    recordFileName("/one", owner.replace("organization", "acme")),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.jsonl$/);
});

test("an edit that a preview has shown is matched by its task, and is not a pin", () => {
  const edit = { owner, edits: "00000000-0000-4000-8000-0000000000c1", time: now };
  const lines = `${recordLine(pin)}${recordLine(edit)}`;
  expect([...editsIn(lines, now)]).toStrictEqual([[owner, edit.edits]]);
  expect(pinsIn(lines, now).get(owner)).toStrictEqual(pin);
  expect(editsIn(`${lines}${usedLine(owner)}`, now).size).toBe(0);
  expect(editsIn(recordLine({ ...edit, time: now - 86_400_000 }), now).size).toBe(0);
});
