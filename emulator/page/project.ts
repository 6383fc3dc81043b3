import type { FileEntry, Project } from "../store/model";
import { rootFolder } from "../store/roots";
import { type Html, html } from "./html";
import type { Page } from "./layout";
import type { Look } from "./look";
import { type Column, crumbs, empty, facts, fileLink, named, paged, section, table, taskPath } from "./parts";
import { fileCount, listing, tasksOf } from "./state";
import { taskSection } from "./tasks";
import { counted, cutText, size, when } from "./words";

export const projectPage = (look: Look, id: string): Page | undefined => {
  const { store } = look;
  const project = store.projects.get(id);
  if (project === undefined) return undefined;
  const tasks = tasksOf(store, id);
  return {
    title: project.name || id,
    body: html`${crumbs(html`<span aria-current="page">${named(project.name)}</span>`)}
<h1>${named(project.name)}</h1>
<p class="lead"><bdi>${id}</bdi>: <a href="#tasks">${counted(tasks.all.length, "task")}</a>,
<a href="#files">${counted(fileCount(store, rootFolder(id)), "file")}</a>.</p>
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
export const listingSection = (look: Look, folder: string, heading: string): Html => {
  const entries = listing(look.store, folder);
  if (entries.length === 0) return section("files", heading, empty("There is nothing in it."));
  const { items, pager } = paged(entries, look.query, "files");
  return section(
    "files",
    heading,
    table(heading, columns(look), items, (it) => it.id),
    pager,
  );
};

const columns = ({ store }: Look): readonly Column<FileEntry>[] => [
  {
    head: "Name",
    cell: (it) => html`${it.type === "folder" && html`<span class="label">folder</span> `}${fileLink(it)}`,
  },
  {
    head: "Size",
    cell: (it) =>
      html`${it.type === "folder" ? counted(listing(store, it.id).length, "entry", "entries") : size(it.size)}`,
    number: true,
  },
  {
    head: "Made by",
    cell: ({ task }) =>
      task === undefined
        ? html`<span class="unset">–</span>`
        : html`<a href="${taskPath(task)}">${named(store.tasks.get(task)?.name ?? task)}</a>`,
  },
  { head: "Changed", cell: (it) => when(it.modifiedAt) },
];
