import { resultsIn, table } from "./table";

const rows = ["one", "two", "three"].map((name) => ({ standIn: { name }, meets: "works" }));

test("the table names each stand-in with its result", () => {
  const results = resultsIn({
    testResults: [
      { assertionResults: [{ ancestorTitles: ["one"], status: "passed" }] },
      {
        assertionResults: [
          { ancestorTitles: ["two"], status: "failed" },
          { ancestorTitles: ["three"], status: "pending" },
        ],
      },
    ],
  });
  expect(table(rows, results).split("\n").slice(2)).toStrictEqual([
    "| one | works | passed |",
    "| two | works | **failed** |",
    "| three | works | not run |",
  ]);
});
