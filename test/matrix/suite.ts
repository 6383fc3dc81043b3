import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { page } from "../support/docs";
import { faults } from "./faults";
import { type Cell, Matrix } from "./matrix";
import type { Operation } from "./operation";
import { type Row, rowText, unpadded } from "./table";
import { isThroughStandIn } from "./world";

const proof = unpadded(page("docs/proof.md")).split("\n");

/** Where the command that prints the table collects the rows; tests alone need none. */
const folder = process.env.FAULT_MATRIX;

/** A test for each operation × fault. All cases are on their way from the start; a test awaits its own. */
export const describeMatrix = (file: string, operations: readonly Operation[]): void => {
  const matrix = new Matrix();
  const cells = new Map<string, Promise<Cell>>();
  const cellFor = (operation: Operation, fault: string): Promise<Cell> => {
    const cell = cells.get(`${operation.name} × ${fault}`);
    if (cell === undefined) throw new Error(`no cell for ${operation.name} × ${fault}`);
    return cell;
  };
  beforeAll(async () => {
    const measured = [];
    // One after the other, in peace: what an operation does by itself is what its cases are aimed at.
    for (const operation of operations) measured.push({ operation, alone: await matrix.alone(operation) });
    for (const { operation, alone } of measured)
      for (const fault of faults) {
        const cell = matrix.cell(operation, fault, alone);
        // Its test reports it.
        cell.catch(() => undefined);
        cells.set(`${operation.name} × ${fault.name}`, cell);
      }
  });
  afterAll(() => matrix.close());

  const rows: Row[] = [];
  describe.each(operations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
    test.each(faults.map(({ name }) => name))(
      "× %s: no duplicate, no orphan, state equals the platform, or a clear error and nothing lost",
      async (fault) => expect((await cellFor(operation, fault)).violations).toStrictEqual([]),
    );

    test("is in the table of docs/proof.md with its counts", async () => {
      const cells = await Promise.all(
        faults.map(async ({ name: fault }) => ({ fault, counts: (await cellFor(operation, fault)).counts })),
      );
      const row = { operation: operation.name, cells };
      rows.push(row);
      const shown = proof.find((line) => line.startsWith(`| ${operation.name} |`));
      // Through a stand-in the calls are others.
      if (folder === undefined && !isThroughStandIn) expect(shown).toBe(rowText(row));
    });
  });

  afterAll(() => {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${file}.json`), JSON.stringify(rows));
  });
};
