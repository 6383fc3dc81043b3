import type { FileEntry, Project } from "../store/model";
import { rootFolder } from "../store/roots";
import type { Store } from "../store/store";
import { type Html, html } from "./html";
import type { Page } from "./layout";
import type { PageContext } from "./look";
import {
  crumbs,
  cut,
  empty,
  facts,
  fileLink,
  nameLine,
  projectLink,
  section,
  table,
  taskLink,
} from "./parts";
import { listingSection } from "./project";
import { valueView } from "./values";
import { count, size, when } from "./words";

export const filePage = (look: PageContext, id: string): Page | undefined => {
  const { store } = look;
  const file = store.files.get(id);
  if (file === undefined) return rootPage(look, id);
  const { name, type } = file;
  const folder = type === "folder";
  return {
    title: name,
    body: html`${path(store, file)}
<h1>${nameLine(name)}</h1>
${folder ? undefined : html`<p class="lead">${size(file.size)}, made up: the emulator keeps no content.</p>`}
${facts(factsOf(look, file))}
${folder ? listingSection(look, id, "In this folder") : metadata(look, file)}`,
  };
};

/** A project's root folder has no entry among the files. */
const rootPage = (look: PageContext, id: string): Page | undefined => {
  const project = [...look.store.projects.values()].find((it) => rootFolder(it.id) === id);
  return (
    project && {
      title: project.name,
      body: html`${crumbs(projectLink(project), html`<span aria-current="page">Root folder</span>`)}
<h1>Root folder of ${nameLine(project.name)}</h1>
${listingSection(look, id, "In this folder")}`,
    }
  );
};

const path = (store: Store, file: FileEntry): Html => {
  const project: Pick<Project, "id" | "name"> = store.projects.get(file.project) ?? {
    id: file.project,
    name: file.project,
  };
  return crumbs(
    projectLink(project),
    ...foldersAbove(store, file).map(fileLink),
    html`<span aria-current="page">${nameLine(file.name)}</span>`,
  );
};

const foldersAbove = (
  store: Store,
  { parent }: FileEntry,
  below: ReadonlySet<string> = new Set(),
): FileEntry[] => {
  const folder = below.has(parent) ? undefined : store.files.get(parent);
  return folder === undefined ? [] : [...foldersAbove(store, folder, new Set([...below, parent])), folder];
};

const factsOf = ({ store }: PageContext, file: FileEntry) => {
  const task = file.task === undefined ? undefined : store.tasks.get(file.task);
  return [
    ["Size", file.type === "file" && `${count(file.size)} bytes`],
    ["Made by", task === undefined ? file.task && html`<code>${file.task}</code>` : taskLink(task)],
    ["Created", when(file.createdAt)],
    ["Changed", file.modifiedAt !== file.createdAt && when(file.modifiedAt)],
    ["Tags", file.tags.length > 0 && file.tags.join(", ")],
    ["Id", html`<code>${file.id}</code>`],
  ] as const;
};

const metadata = ({ store }: PageContext, file: FileEntry): Html => {
  const { items, more } = cut(Object.entries(file.metadata));
  if (items.length === 0) return section("metadata", "Metadata", empty("It has no metadata."));
  return section(
    "metadata",
    "Metadata",
    table(
      "Metadata",
      [
        { head: "Field", cell: ([field]) => nameLine(field, "(empty)") },
        { head: "Value", cell: ([, value]) => valueView(store, value) },
      ],
      items,
      ([field]) => field,
    ),
    more,
  );
};
