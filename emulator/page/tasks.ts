import type { Task } from "../store/model";
import { type Html, html } from "./html";
import type { PageContext } from "./look";
import {
  type Column,
  chip,
  empty,
  nameLine,
  pageLinks,
  progressCell,
  projectLink,
  section,
  statusFilter,
  statusQuery,
  table,
  taskLink,
} from "./parts";
import { countsOf, inStatus, progressOf, statusNow, type TaskStanding } from "./state";
import { when } from "./words";

interface Shown {
  readonly heading: string;
  readonly withProject?: true;
}

/** Tasks of the store or of a project, in pages, all of them or those in one status. */
export const taskSection = (
  look: PageContext,
  tasks: TaskStanding,
  { heading, withProject }: Shown,
): Html => {
  const columns = [nameColumn, ...(withProject ? [projectColumn(look)] : []), ...stateColumns(look)];
  return taskTable(look, tasks, { id: "tasks", heading, columns, none: "There are no tasks yet." });
};

/** The children of a batch, by their groups. */
export const childSection = (look: PageContext, children: TaskStanding): Html =>
  taskTable(look, children, {
    id: "children",
    heading: "Children",
    columns: [groupColumn, childColumn, ...stateColumns(look)],
    none: "The children are made when the batch has been started.",
  });

const taskTable = (
  { store, now, query }: PageContext,
  tasks: TaskStanding,
  shown: {
    readonly id: string;
    readonly heading: string;
    readonly columns: readonly Column<Task>[];
    readonly none: string;
  },
): Html => {
  const { id, heading, columns, none } = shown;
  const chosen = statusQuery(query);
  if (tasks.all.length === 0) return section(id, heading, empty(none));
  const { items, pager } = pageLinks(inStatus(store, tasks, chosen, now), query, id);
  return section(
    id,
    heading,
    statusFilter(query, countsOf(store, tasks, now), tasks.all.length, id),
    items.length === 0 ? empty(`None is ${chosen} now.`) : table(heading, columns, items, (it) => it.id),
    pager,
  );
};

const nameColumn: Column<Task> = {
  head: "Task",
  cell: (it) =>
    html`${taskLink(it)}<span class="sub">${it.batching && html`<span class="label">batch</span> `}<bdi>${appOf(it)}</bdi></span>`,
};

/** `star-align/1`: without the project, which the page shows beside it or above. */
const appOf = ({ app }: Task): string => app.split("/").slice(2).join("/");

const projectColumn = ({ store }: PageContext): Column<Task> => ({
  head: "Project",
  cell: ({ project: id }) => projectLink(store.projects.get(id) ?? { id, name: id }),
});

const groupColumn: Column<Task> = {
  head: "Group",
  cell: (it) => html`${nameLine(it.group?.value ?? "", "(no value)")}`,
};

const childColumn: Column<Task> = { head: "Task", cell: taskLink };

const stateColumns = ({ store, now }: PageContext): readonly Column<Task>[] => [
  { head: "Status", cell: (it) => chip(statusNow(store, it, now)) },
  { head: "Progress", cell: (it) => progressCell(progressOf(store, it, now)) },
  { head: "Created", cell: (it) => when(it.createdAt) },
];
