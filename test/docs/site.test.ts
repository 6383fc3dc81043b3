import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "../support/stack";

const folder = mkdtempSync(join(tmpdir(), "sb-site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tool = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

test("docs/reference.md is what the docstrings say: npm run docs writes it", () => {
  expect(tool("tools/docs.mts", "--check")).toBe("");
});

test("the site has each page, and no dead link", () => {
  tool("tools/site.mts", folder);
  const pages = globSync("**/*.html", { cwd: folder });
  const documents = globSync("docs/**/*.md", { cwd: repository }).filter(
    (path) => path !== "docs/reference.md",
  );
  expect(pages.filter((path) => path.startsWith("documents/docs_"))).toHaveLength(documents.length);
  const texts = new Map(pages.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  const broken = pages.flatMap((from) =>
    [...(texts.get(from) ?? "").matchAll(/<a [^>]*?href="(?!\w+:|#")([^"#]*)(?:#([^"]*))?"/g)].flatMap(
      ([link, path = "", anchor]) => {
        const target =
          path === ""
            ? from
            : join(dirname(from), decodeURI(path)).replace(/^\.?\/?$|(?<=\/)$/, "index.html");
        const isThere = existsSync(join(folder, target)) && statSync(join(folder, target)).isFile();
        const hasAnchor =
          anchor === undefined || (texts.get(target) ?? "").includes(`id="${decodeURI(anchor)}"`);
        return isThere && hasAnchor ? [] : [{ from, link }];
      },
    ),
  );
  expect(broken).toStrictEqual([]);
});
