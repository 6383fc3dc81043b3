import type { ArgName } from "../../provider/model/task/fields";
import { isUnknown } from "../../provider/shared/unknown";
import { type AlikeGroup, groupKey } from "./alike";
import { isBatch, machineOf, startsAtOnce, type TaskArgs } from "./args";
import { type RunStep, sumOf, type TaskStep } from "./model";
import { money } from "./money";
import { code, formatCount } from "./text";
import { changeText, firstOf, valueText } from "./valueText";

/** The contents of the tables' cells. */

/** `align`; of several that are alike `align × 200`. */
export const nameCell = ({ all }: AlikeGroup<TaskStep | RunStep>): string => {
  const names = all.map(({ name }) => name);
  const [first = ""] = names;
  return names.length === 1
    ? code(first)
    : `${code(groupKey(names))} × ${names.length}<br>${code(first)} … ${code(names.at(-1) ?? first)}`;
};

/** The app without its project, where that is the task's own. */
export const appText = ({ app, project }: TaskArgs): string => {
  if (app === undefined || isUnknown(app)) return "";
  return project !== undefined && app.startsWith(`${project}/`) ? app.slice(project.length + 1) : app;
};

export const appCell = ({ first: { args } }: AlikeGroup<TaskStep>): string => {
  const app = appText(args);
  return app === "" ? "*not known yet*" : code(app);
};

/** How many child tasks a batch will have, and of which groups. */
export const childrenCell = ({ first, all }: AlikeGroup<TaskStep>, limit: number): string => {
  if (!isBatch(first.args)) return "";
  const expected = all.map(({ args }) => args.expectedChildren);
  const known = expected.reduce((sum, it) => sum + (it?.count ?? 0), 0);
  if (expected.every((it) => it === undefined)) return "*not known yet*";
  const groups = all.length === 1 ? (first.args.expectedChildren?.groups ?? []) : [];
  return groups.length === 0
    ? String(known)
    : `${known}: ${firstOf(
        groups.map((group) => code(group)),
        limit,
      )}`;
};

/** The machine, how many of it at once, and whether they are spot instances. */
export const machineCell = ({ first: { args } }: AlikeGroup<TaskStep>): string => {
  const machine = machineOf(args);
  const many = startsAtOnce(args) > 1 ? `, up to ${startsAtOnce(args)} at once` : "";
  const { useInterruptibleInstances: spot } = args;
  const kind = spot === true ? ", spot" : spot === false ? ", on demand" : "";
  return `${machine === undefined ? "the app’s default" : code(machine)}${many}${kind}`;
};

/** The values of args that have no cell of another form. */
export const valuesText = (args: TaskArgs, names: readonly ArgName[], limit: number): string =>
  names.flatMap((name) => (args[name] === undefined ? [] : [valueText(args[name], limit)])).join(", ");

/** `COMPLETED, 0.12 USD`. */
export const pastCell = ({ all }: AlikeGroup<TaskStep | RunStep>): string => {
  const pasts = all.flatMap(({ past }) => past ?? []);
  const [first] = pasts;
  if (first === undefined) return "never started";
  const cost = money(sumOf(pasts.map(({ price }) => price)));
  const most = pasts.length < all.length ? `${formatCount(pasts.length, "task")} ` : "";
  return `${most}${code(first.status)}${cost === "" ? ", price not known" : `, **${cost}**`}`;
};

/** What differs; what differs from one to the other of several is named only. */
export const changesCell = ({ first, all }: AlikeGroup<TaskStep | RunStep>, limit: number): string =>
  first.changes
    .map((change) => {
      const texts = new Set(
        all.map(({ changes }) =>
          changeText(changes.find(({ path }) => path === change.path) ?? change, limit),
        ),
      );
      return texts.size === 1 ? changeText(change, limit) : `${code(change.path)}: another value for each`;
    })
    .join("<br>");
