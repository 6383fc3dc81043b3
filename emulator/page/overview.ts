import type { Project } from "../store/model";
import { rootFolder } from "../store/roots";
import { html } from "./html";
import type { Page } from "./layout";
import type { Look } from "./look";
import { type Column, empty, paged, projectLink, section, table, tally } from "./parts";
import { countsOf, fileCount, tasksOf } from "./state";
import { taskSection } from "./tasks";
import { count, counted } from "./words";

export const overviewPage = (look: Look): Page => {
  const { store, query, origin } = look;
  const projects = [...store.projects.values()];
  const { items, pager } = paged(projects, query, "projects");
  return {
    title: "Overview",
    body: html`<h1>Overview</h1>
<p class="lead">${counted(projects.length, "project")}, ${counted(tasksOf(store).all.length, "task")}. Clients use
<code>${origin}/v2</code>, with the token that the emulator printed when it started.</p>
${section(
  "projects",
  "Projects",
  projects.length === 0
    ? empty("There are no projects. A seed names some, or POST /v2/projects makes one.")
    : table("Projects", columns(look), items, (it) => it.id),
  pager,
)}
${taskSection(look, tasksOf(store), { heading: "Newest tasks", withProject: true })}`,
  };
};

const columns = ({ store, now }: Look): readonly Column<Project>[] => [
  {
    head: "Project",
    cell: (it) => html`${projectLink(it)}<span class="sub"><bdi>${it.id}</bdi></span>`,
  },
  { head: "Tasks", cell: (it) => tally(countsOf(store, tasksOf(store, it.id), now)) },
  { head: "Files", cell: (it) => html`${count(fileCount(store, rootFolder(it.id)))}`, number: true },
];
