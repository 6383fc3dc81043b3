import { isSameApp, isSameProject } from "../../../provider/model/codecs/ids";

test.each([
  ["ada/lab/align/0", "ada/lab/align/0", true],
  ["Ada/lab/align/0", "ada/lab/align/0", true],
  ["ada/lab/align/0", "ada/lab/align", true],
  ["ada/lab/align/0", "ada/lab/align/1", false],
  ["ada/lab/align/0", "ada/lab/other", false],
])("an app %s that answers as %s is the same: %p", (ours, live, same) => {
  expect(isSameApp(ours, live)).toBe(same);
});

test("a project is the same in whichever case its owner is written", () => {
  expect(isSameProject("RFranklin/lab", "rfranklin/lab")).toBe(true);
  expect(isSameProject("rfranklin/lab", "rfranklin/other")).toBe(false);
});
