// What typedoc makes of the docstrings: docs/reference.md, and with the pages of docs/ a site.
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Application, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";

const root = join(import.meta.dirname, "../..");

const write = async (options: Partial<TypeDocOptions & PluginOptions>): Promise<void> => {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [join(root, "tools/reference/entry.ts")],
    tsconfig: join(root, "tsconfig.json"),
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    skipErrorChecking: true,
    logLevel: "Error",
    ...options,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc cannot read tools/reference/entry.ts");
  await app.generateOutputs(project);
};

const inTemporaryFolder = async <A,>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "sb-reference-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The text of docs/reference.md. */
export const reference = (): Promise<string> =>
  inTemporaryFolder(async (out) => {
    await write({
      name: "Reference",
      plugin: ["typedoc-plugin-markdown"],
      readme: "none",
      out,
      outputFileStrategy: "modules",
      hideBreadcrumbs: true,
      hidePageHeader: true,
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      classPropertiesFormat: "table",
      typeDeclarationFormat: "table",
    });
    return readFileSync(join(out, "README.md"), "utf8");
  });

/** The pages of the site. The reference is there in another form. */
const pages: readonly string[] = globSync(["{README,CHANGELOG,CONTRIBUTING,SECURITY}.md", "docs/**/*.md"], {
  cwd: root,
}).filter((path) => path !== "docs/reference.md");

/** Links to other pages of the site stay; the site has no other files of the repository, so of their links the text stays. */
const withLinksAmong = (from: string, text: string): string =>
  text.replace(/(?<!!)\[([^\]]*)\]\((?!\w+:|#)([^)#]*)(?:#[^)]*)?\)/g, (link, label: string, path: string) =>
    pages.includes(join(dirname(from), path)) ? link : label,
  );

/** Writes a site into a folder: README, the pages of docs/, and the reference, with a search. */
export const site = (out: string): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    for (const page of pages) {
      mkdirSync(dirname(join(folder, page)), { recursive: true });
      writeFileSync(join(folder, page), withLinksAmong(page, readFileSync(join(root, page), "utf8")));
    }
    await write({
      name: "pulumi-sevenbridges",
      basePath: folder,
      readme: join(folder, "README.md"),
      projectDocuments: pages.filter((page) => page !== "README.md").map((page) => join(folder, page)),
      includeHierarchySummary: false,
      out,
    });
  });
