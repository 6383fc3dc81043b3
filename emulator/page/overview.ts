import type { Project } from "../store/model";
import { rootFolder } from "../store/roots";
import { html } from "./html";
import type { Page } from "./layout";
import type { PageContext } from "./look";
import { type Column, empty, pageLinks, projectLink, section, table, tally } from "./parts";
import { countsOf, fileCount, tasksOf } from "./state";
import { taskSection } from "./tasks";
import { count, formatCount } from "./words";

export const overviewPage = (look: PageContext): Page => {
  const { store, query, origin } = look;
  const projects = [...store.projects.values()];
  const { items, pager } = pageLinks(projects, query, "projects");
  return {
    title: "Overview",
    body: html`<h1>Overview</h1>
<p class="lead">${formatCount(projects.length, "project")}, ${formatCount(tasksOf(store).all.length, "task")}. Clients use
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

const columns = ({ store, now }: PageContext): readonly Column<Project>[] => [
  {
    head: "Project",
    cell: (it) => html`${projectLink(it)}<span class="sub"><bdi>${it.id}</bdi></span>`,
  },
  { head: "Tasks", cell: (it) => tally(countsOf(store, tasksOf(store, it.id), now)) },
  { head: "Files", cell: (it) => html`${count(fileCount(store, rootFolder(it.id)))}`, number: true },
];
