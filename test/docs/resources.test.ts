import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFieldTable } from "./fieldTable";

test("docs/resources.md has the args as their table has them: npm run docs writes it", () => {
  const page = readFileSync(join(__dirname, "../../docs/resources.md"), "utf8");
  expect(page).toBe(withFieldTable(page));
});
