import { base, inputs } from "../support/seed";

/** A task of a program that people work on. */
export interface Item {
  /** The value of its input `threads`, by which its work is known whatever it is called. */
  readonly key: number;
  /** The resource's name. */
  readonly name: string;
  readonly batch: boolean;
  /** Whether it is run: by `run: true`, by a `TaskRun` that waits for it, or by one that does not. */
  readonly run: "none" | "itself" | "waited" | "left";
  /** How often its run was asked for once more. */
  readonly again: number;
  readonly inBox: boolean;
  /** Where the state may have it: under another name, outside of the component, or in it. */
  readonly alias?: { readonly name: string } | "root" | "box";
}

export type Items = readonly Item[];

export const hasTaskRun = ({ run }: Item): boolean => run === "waited" || run === "left";

export const isStarted = ({ run }: Item): boolean => run !== "none";

export const runName = (name: string): string => `run of ${name}`;

const aliasText = ({ alias }: Item, nameOf: (name: string) => string): readonly string[] => {
  if (alias === undefined) return [];
  if (alias === "root") return ["aliases: [{ parent: pulumi.rootStackResource }]"];
  if (alias === "box") return ["aliases: [{ parent: box }]"];
  return [`aliases: [{ name: ${JSON.stringify(nameOf(alias.name))} }]`];
};

const optionsText = (item: Item, nameOf: (name: string) => string): string =>
  `{ ${[...(item.inBox ? ["parent: box"] : []), ...aliasText(item, nameOf)].join(", ")} }`;

const itself = (name: string): string => name;

const itemText = (item: Item): string => {
  const { key, name, batch, run, again } = item;
  const args = [
    `${base}, name: "task ${key}"`,
    `inputs: { ${inputs}, threads: ${key} }`,
    ...(batch ? ['batchInput: "reads"', 'batchBy: sb.byMetadata("sample_id")'] : []),
    ...(run === "itself" ? ["run: true"] : []),
    ...(run === "itself" && again > 0 ? [`triggers: [${again}]`] : []),
  ].join(", ");
  const draft = `new sb.DraftTask(${JSON.stringify(name)}, { ${args} }, ${optionsText(item, itself)})`;
  if (!hasTaskRun(item)) return `${draft};`;
  const more = [
    ...(run === "left" ? ["wait: false"] : []),
    ...(again === 0 ? [] : [`triggers: [${again}]`]),
  ].map((text) => `, ${text}`);
  return `new sb.TaskRun(${JSON.stringify(runName(name))}, { task: ${draft}${more.join("")} }, ${optionsText(item, runName)});`;
};

/** The program's text, for `Stack.program`. */
export const itemsText = (items: Items): readonly string[] => [
  ...(items.some(({ inBox, alias }) => inBox || alias === "box")
    ? ['const box = new pulumi.ComponentResource("lab:Box", "box");']
    : []),
  ...items.map(itemText),
];
