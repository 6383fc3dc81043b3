import { attribute } from "./attribution";

const rows = ["row1", "row11"].map((name, index) => ({ name, address: `127.0.0.1:400${index}` }));

const dynamic = "pulumi-nodejs:dynamic/sevenbridges";
const text = [
  " +  pulumi:pulumi:Stack lab-dev created",
  "Diagnostics:",
  `  ${dynamic}:TaskRun (row1-ran):`,
  "    error: ended FAILED;",
  "      run pulumi up again",
  "",
  "  pulumi:pulumi:Stack (lab-dev):",
  "    sb:row11-late: warning: keeps its name",
  "    sb: warning: http://127.0.0.1:4001/v2 is slow",
  "    sb: warning: connection row1 is slow",
  "    sb: warning: all is slow",
  "    error: update failed",
].join("\n");

const { text: textOf, hasFailed, warnings, strays } = attribute(text, rows);

test("a line is of the row that its names, its address or its heading say", () => {
  expect(rows.map(({ name }) => textOf(name).split("\n"))).toStrictEqual([
    [
      `  ${dynamic}:TaskRun (row1-ran):`,
      "    error: ended FAILED;",
      "      run pulumi up again",
      "    sb: warning: connection row1 is slow",
    ],
    ["    sb:row11-late: warning: keeps its name", "    sb: warning: http://127.0.0.1:4001/v2 is slow"],
  ]);
});

test("a row has failed if an error is among its lines", () => {
  expect(rows.map(({ name }) => hasFailed(name))).toStrictEqual([true, false]);
});

test("the warnings of a row begin with the word", () => {
  expect(rows.map(({ name }) => warnings(name))).toStrictEqual([
    ["warning: connection row1 is slow"],
    ["warning: keeps its name", "warning: http://127.0.0.1:4001/v2 is slow"],
  ]);
});

test("a warning that could be of any row is a stray, and what the engine says of a command is none", () => {
  expect(strays).toStrictEqual(["sb: warning: all is slow"]);
});

test("all is of a row that is alone", () => {
  const { text: whole, strays: none } = attribute(text, rows.slice(0, 1));
  expect([whole("row1"), none]).toStrictEqual([text, []]);
});
