import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allQuestions } from "../../cli/doctor/questions";
import { platforms } from "../../provider/shared/platforms";

/* docs/platforms.md has a row for each question of doctor, and a column for each platform. */

const page = readFileSync(join(__dirname, "../../docs/platforms.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );

test("the table has each question as doctor asks it, and each platform", () => {
  const [head = [], , ...body] = rows;
  expect(head.slice(3)).toStrictEqual(Object.keys(platforms));
  expect(
    body.map(([key, assumes, handling]) => [key?.replace(/`| \(.*\)/g, ""), assumes, handling]),
  ).toStrictEqual(
    allQuestions.map(({ key, assumes, handling: { isHandled, text } }) => [
      key,
      assumes,
      `${isHandled ? "handles it" : "**does not handle it**"}: ${text}`,
    ]),
  );
});

test("a cell says not yet, or what was found on which day", () => {
  const cells = rows.slice(2).flatMap((cells) => cells.slice(3));
  expect(
    cells.filter((cell) => !/^(not yet|(confirmed|differs\b.*) on \d{4}-\d\d-\d\d)$/.test(cell)),
  ).toStrictEqual([]);
});
