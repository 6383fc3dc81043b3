import { page } from "../support/docs";
import { draftOperations } from "./draftOperations";
import { faults } from "./faults";
import { lookupOperations } from "./lookupOperations";
import { attemptOperations, leftOverOperations, runOperations } from "./runOperations";
import { type Counts, type Row, table, unpadded } from "./table";

const proof = unpadded(page("docs/proof.md"));

const operations = [
  ...draftOperations,
  ...runOperations,
  ...attemptOperations,
  ...leftOverOperations,
  ...lookupOperations,
];

/** `8+4` as counts; which of an error's two kinds it was, the table does not say. */
const countsOf = (cell = ""): Counts => {
  const [unnoticed = 0, resumed = 0] = cell.split("+").map(Number);
  return { unnoticed, resumed, kept: 0, violation: 0 };
};

const rows = operations.map(({ name }): Row => {
  const cells = proof
    .split("\n")
    .find((line) => line.startsWith(`| ${name} |`))
    ?.split(" | ");
  return {
    operation: name,
    cells: faults.map(({ name }, index) => ({ fault: name, counts: countsOf(cells?.[index + 1]) })),
  };
});

// That each row is what comes of it is tested where its cases are run.
test("the fault matrix of docs/proof.md is all operations and all faults, in their order, and adds up", () => {
  const [head] = table(rows).split("\n\n");
  expect(proof).toContain(unpadded(head ?? ""));
});
