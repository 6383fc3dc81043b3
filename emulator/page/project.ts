import type { FileEntry, Project } from "../store/model";
import { rootFolder } from "../store/roots";
import { type Html, html } from "./html";
import type { Page } from "./layout";
import type { PageContext } from "./look";
import {
  type Column,
  crumbs,
  empty,
  facts,
  fileLink,
  nameLine,
  pageLinks,
  section,
  table,
  taskPath,
} from "./parts";
import { fileCount, listing, tasksOf } from "./state";
import { taskSection } from "./tasks";
import { cutText, formatCount, size, when } from "./words";

export const projectPage = (look: PageContext, id: string): Page | undefined => {
  const { store } = look;
  const project = store.projects.get(id);
  if (project === undefined) return undefined;
  const tasks = tasksOf(store, id);
  return {
    title: project.name || id,
    body: html`${crumbs(html`<span aria-current="page">${nameLine(project.name)}</span>`)}
<h1>${nameLine(project.name)}</h1>
<p class="lead"><bdi>${id}</bdi>: <a href="#tasks">${formatCount(tasks.all.length, "task")}</a>,
<a href="#files">${formatCount(fileCount(store, rootFolder(id)), "file")}</a>.</p>
${facts(factsOf(project))}
${taskSection(look, tasks, { heading: "Tasks" })}
${listingSection(look, rootFolder(id), "Files and folders")}`,
  };
};

const factsOf = ({ description, tags, createdBy, createdAt }: Project) =>
  [
    ["Description", description !== "" && html`<span class="text">${cutText(description)}</span>`],
    ["Tags", tags.length > 0 && tags.join(", ")],
    ["Created", html`${when(createdAt)} by <bdi>${createdBy}</bdi>`],
  ] as const;

/** What is in a folder, one level of it. */
export const listingSection = (look: PageContext, folder: string, heading: string): Html => {
  const entries = listing(look.store, folder);
  if (entries.length === 0) return section("files", heading, empty("There is nothing in it."));
  const { items, pager } = pageLinks(entries, look.query, "files");
  return section(
    "files",
    heading,
    table(heading, columns(look), items, (it) => it.id),
    pager,
  );
};

const columns = ({ store }: PageContext): readonly Column<FileEntry>[] => [
  {
    head: "Name",
    cell: (it) => html`${it.type === "folder" && html`<span class="label">folder</span> `}${fileLink(it)}`,
  },
  {
    head: "Size",
    cell: (it) =>
      html`${it.type === "folder" ? formatCount(listing(store, it.id).length, "entry", "entries") : size(it.size)}`,
    number: true,
  },
  {
    head: "Made by",
    cell: ({ task }) =>
      task === undefined
        ? html`<span class="unset">–</span>`
        : html`<a href="${taskPath(task)}">${nameLine(store.tasks.get(task)?.name ?? task)}</a>`,
  },
  { head: "Changed", cell: (it) => when(it.modifiedAt) },
];
