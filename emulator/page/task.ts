import { object } from "../json";
import { fileEntry } from "../rules/access";
import { isVisible, type Status } from "../rules/lifecycle";
import type { Task } from "../store/model";
import { taskView } from "../views/task";
import { taskFindings } from "./findings";
import { type Html, html } from "./html";
import type { Page } from "./layout";
import type { PageContext } from "./look";
import {
  type Column,
  chip,
  crumbs,
  cut,
  empty,
  facts,
  nameLine,
  progressCell,
  projectLink,
  section,
  table,
  taskLink,
} from "./parts";
import { progressOf, statusNow, visibleChildren } from "./state";
import { childSection } from "./tasks";
import { valueView } from "./values";
import { cutText, dollars, duration, when } from "./words";

/** The page of a task; none where it is not of the project that the address names. */
export const taskPage = (look: PageContext, id: string, project?: string): Page | undefined => {
  const { store, now } = look;
  const task = store.tasks.get(id.toLowerCase());
  if (task === undefined || !isVisible(task, now)) return undefined;
  if (project !== undefined && project !== task.project) return undefined;
  const status = statusNow(store, task, now);
  const wanted = new Set(["inputs", "outputs", "errors", "warnings"]);
  // As the API says it: files with their names, unset ports as null.
  const view = taskView(store, task, {
    base: `${look.origin}/v2`,
    now,
    file: (id) => fileEntry(store, id),
    asks: (field) => wanted.has(field),
  });
  return {
    title: `${status} · ${task.name}`,
    body: html`${path(look, task)}
<h1>${nameLine(task.name)}</h1>
${standing(look, task, status)}
${taskFindings("Errors", view.errors)}
${taskFindings("Warnings", view.warnings)}
${facts(factsOf(look, task))}
${task.batching && childSection(look, visibleChildren(store, task, now))}
${ports(look, "Inputs", object(view.inputs))}
${task.batching === undefined && ports(look, "Outputs", object(view.outputs))}`,
  };
};

const path = ({ store }: PageContext, task: Task): Html => {
  const parent = task.parent === undefined ? undefined : store.tasks.get(task.parent);
  return crumbs(
    projectLink(store.projects.get(task.project) ?? { id: task.project, name: task.project }),
    ...(parent === undefined ? [] : [taskLink(parent)]),
    html`<span aria-current="page">${nameLine(task.name)}</span>`,
  );
};

const standing = ({ store, now }: PageContext, task: Task, status: Status): Html => {
  const progress = progressOf(store, task, now);
  return html`<p class="standing">${chip(status)}${task.batching && html` <span class="label">batch</span>`}${
    progress && html` ${progressCell(progress)}`
  }</p>`;
};

const factsOf = ({ store, now }: PageContext, task: Task) => {
  const { run, end, batching, group, executionSettings, outputLocation, description } = task;
  return [
    ["Description", !!description && html`<span class="text">${cutText(description)}</span>`],
    ["Group", group && groupView(group.value, group.fields)],
    ["App", html`<bdi>${task.app}</bdi>`],
    ["Created", html`${when(task.createdAt)} by <bdi>${task.createdBy}</bdi>`],
    ["Started", run && html`${when(run.at)} by <bdi>${run.by}</bdi>`],
    ["Ended", end && when(end.at)],
    [end === undefined ? "So far" : "Took", run && duration((end?.at ?? now) - run.at)],
    ["Price (made up)", end?.price && dollars(end.price.computation + end.price.storage)],
    ["Batch input", batching && html`<bdi>${batching.batchInput}</bdi>`],
    ["Batch by", batching && batchBy(batching.batchBy)],
    ["Interruptible instances", task.spot ? "yes" : "no"],
    ["Execution settings", executionSettings && valueView(store, executionSettings)],
    ["Output location", outputLocation && valueView(store, outputLocation)],
    ["Id", html`<code>${task.id}</code>`],
  ] as const;
};

const groupView = (value: string, fields: Readonly<Record<string, string>>): Html => {
  const names = Object.keys(fields).map((it) => it.replace(/^metadata\./, ""));
  return html`${nameLine(value, "(no value)")}${names.length > 0 && html` <span class="unset">by <bdi>${names.join(", ")}</bdi></span>`}`;
};

const batchBy = (by: NonNullable<Task["batching"]>["batchBy"]): string =>
  by.type === "ITEM" ? "item" : by.criteria.join(", ");

type PortEntry = readonly [port: string, value: unknown];

const ports = ({ store }: PageContext, heading: string, values: Readonly<Record<string, unknown>>): Html => {
  const { items, more } = cut<PortEntry>(Object.entries(values));
  const columns: readonly Column<PortEntry>[] = [
    { head: "Port", cell: ([port]) => nameLine(port) },
    { head: "Value", cell: ([, value]) => valueView(store, value) },
  ];
  return section(
    heading.toLowerCase(),
    heading,
    items.length === 0
      ? empty(`The app has no ${heading.toLowerCase()}.`)
      : table(heading, columns, items, ([port]) => port),
    more,
  );
};
