import type { Task } from "../store/model";
import { type Html, html } from "./html";
import type { Look } from "./look";
import {
  type Column,
  chip,
  empty,
  named,
  paged,
  progressCell,
  projectLink,
  section,
  statusFilter,
  statusQuery,
  table,
  taskLink,
} from "./parts";
import { countsOf, inStatus, progressOf, type Standing, statusNow } from "./state";
import { when } from "./words";

interface Shown {
  readonly heading: string;
  readonly withProject?: true;
}

/** Tasks of the store or of a project, in pages, all of them or those in one status. */
export const taskSection = (look: Look, tasks: Standing, { heading, withProject }: Shown): Html => {
  const columns = [nameColumn, ...(withProject ? [projectColumn(look)] : []), ...stateColumns(look)];
  return taskTable(look, tasks, { id: "tasks", heading, columns, none: "There are no tasks yet." });
};

/** The children of a batch, by their groups. */
export const childSection = (look: Look, children: Standing): Html =>
  taskTable(look, children, {
    id: "children",
    heading: "Children",
    columns: [groupColumn, childColumn, ...stateColumns(look)],
    none: "The children are made when the batch has been started.",
  });

const taskTable = (
  { store, now, query }: Look,
  tasks: Standing,
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
  const { items, pager } = paged(inStatus(store, tasks, chosen, now), query, id);
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

const projectColumn = ({ store }: Look): Column<Task> => ({
  head: "Project",
  cell: ({ project: id }) => projectLink(store.projects.get(id) ?? { id, name: id }),
});

const groupColumn: Column<Task> = {
  head: "Group",
  cell: (it) => html`${named(it.group?.value ?? "", "(no value)")}`,
};

const childColumn: Column<Task> = { head: "Task", cell: taskLink };

const stateColumns = ({ store, now }: Look): readonly Column<Task>[] => [
  { head: "Status", cell: (it) => chip(statusNow(store, it, now)) },
  { head: "Progress", cell: (it) => progressCell(progressOf(store, it, now)) },
  { head: "Created", cell: (it) => when(it.createdAt) },
];
