// `npm run docs`: writes what pages have from the code: the table of args in docs/resources.md (from provider/model/task/fields.ts),
// and docs/reference.md (from docstrings). `--check` writes nothing, and fails where a page differs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reference } from "./reference/reference.mts";
import { requireTypeScript } from "./typescript.mts";

const require = requireTypeScript(import.meta.url);
const { withFieldTable }: typeof import("../test/docs/fieldTable.ts") = require("../test/docs/fieldTable.ts");

const isCheck = process.argv.includes("--check");
const docs = join(import.meta.dirname, "../docs");
const read = (page: string): string => {
  try {
    return readFileSync(join(docs, page), "utf8");
  } catch {
    return "";
  }
};

const pages: Readonly<Record<string, string>> = {
  "resources.md": withFieldTable(read("resources.md")),
  "reference.md": await reference(),
};

const differing = Object.entries(pages).filter(([page, text]) => read(page) !== text);
for (const [page, text] of differing) {
  if (isCheck) console.error(`docs/${page} is not what the code says: run npm run docs`);
  else writeFileSync(join(docs, page), text);
}
process.exitCode = isCheck && differing.length > 0 ? 1 : 0;
