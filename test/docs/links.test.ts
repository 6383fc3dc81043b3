import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { page } from "../support/docs";
import { repository } from "../support/stack";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: repository,
  encoding: "utf8",
})
  .trim()
  .split("\n");
const pages = tracked.filter(
  (path) => path.endsWith(".md") && /^(docs\/|\.github\/|[^/]+$)/.test(path) && page(path) !== "",
);

const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** As GitHub makes them for headings: in lower case, blanks as hyphens, without other punctuation. Other places name their own. */
const anchorsOf = (text: string): readonly string[] => [
  ...[...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  ),
  ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id),
];

/** The links to files and headings of this repository. */
const linksOf = (from: string): readonly { readonly path: string; readonly anchor: string | undefined }[] =>
  [...withoutCode(page(from)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(
    ([, path = "", anchor]) => ({
      path: path === "" ? from : join(dirname(from), path).replace(/\/$/, ""),
      anchor,
    }),
  );

test("each file that a page links to exists", () => {
  const broken = pages.flatMap((from) =>
    linksOf(from)
      .filter(({ path }) => !tracked.some((file) => file === path || file.startsWith(`${path}/`)))
      .map(({ path }) => ({ from, path })),
  );
  expect(broken).toStrictEqual([]);
});

test("each heading that a page links to exists", () => {
  const broken = pages.flatMap((from) =>
    linksOf(from)
      .filter(({ path, anchor }) => anchor !== undefined && !anchorsOf(page(path)).includes(anchor))
      .map(({ path, anchor }) => ({ from, path, anchor })),
  );
  expect(broken).toStrictEqual([]);
});

test("README links to each page of docs/, and has at most 120 lines", () => {
  const linked = linksOf("README.md").map(({ path }) => path);
  expect(pages.filter((path) => /^docs\/[^/]+$/.test(path) && !linked.includes(path))).toStrictEqual([]);
  expect(page("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(120);
});

test("the page on the architecture links to each decision", () => {
  const linked = linksOf("docs/architecture.md").map(({ path }) => path);
  const decisions = pages.filter((path) => path.startsWith("docs/decisions/"));
  expect(decisions.length).toBeGreaterThan(3);
  expect(decisions.filter((path) => !linked.includes(path))).toStrictEqual([]);
});
