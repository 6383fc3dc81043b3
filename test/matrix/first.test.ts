import { writeFileSync } from "node:fs";
import { faults } from "./faults";
import { rowOf } from "./matrix";
import { operations } from "./operations";
import { Platforms } from "./world";

const platforms = new Platforms();
afterAll(() => platforms.close());
const only = process.env.ONLY;
const chosen = operations.filter(({ name }) => only === undefined || new RegExp(only).test(name));
const onlyF = process.env.FAULT;
test("all", async () => {
  const lines: string[] = [];
  const table: string[] = [];
  let cases = 0;
  await Promise.all(
    chosen.map(async (operation) => {
      const cell = rowOf(platforms, operation);
      const t = Date.now();
      await Promise.all(
        faults
          .filter(({ name }) => onlyF === undefined || new RegExp(onlyF).test(name))
          .map(async (fault) => {
            try {
              const { counts, violations } = await cell(fault);
              cases += Object.values(counts).reduce((a, b) => a + b, 0);
              table.push(`${operation.name} × ${fault.name} ${JSON.stringify(counts)}`);
              for (const v of violations)
                lines.push(
                  `${v.operation} × ${v.fault}: ${v.call} / ${v.variant}: ${v.what.join("\n     ")}`,
                );
            } catch (error) {
              lines.push(`${operation.name} × ${fault.name} THROWS ${error}`);
            }
          }),
      );
      process.stderr.write(`${operation.name} ${Date.now() - t}\n`);
    }),
  );
  writeFileSync(
    process.env.OUT ?? "/tmp/matrix-out.txt",
    `${lines.sort().join("\n")}\n\n${table.sort().join("\n")}\ncases ${cases}\n`,
  );
}, 600_000);
