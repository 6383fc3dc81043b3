// `npm run site [folder]`: a site of all pages and the reference, for any web server. Default: site/.
import { resolve } from "node:path";
import { site } from "./reference/reference.mts";

const folder = resolve(process.argv[2] ?? "site");
await site(folder);
console.error(`The site is in ${folder}`);
