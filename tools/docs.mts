// `npm run docs`: writes the table of args in docs/resources.md, from provider/model/task/fields.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireTypeScript } from "./typescript.mts";

const require = requireTypeScript(import.meta.url);
const { withFieldTable }: typeof import("../test/docs/fieldTable.ts") = require("../test/docs/fieldTable.ts");

const file = join(fileURLToPath(import.meta.url), "../../docs/resources.md");
writeFileSync(file, withFieldTable(readFileSync(file, "utf8")));
