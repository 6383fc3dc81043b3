import { hasUnknown } from "../../provider/shared/unknown";
import { filesIn } from "../files";
import { groupBy, groupKey } from "./alike";
import { isBatch } from "./args";
import { appText } from "./cells";
import { foldTo } from "./graphFold";
import type { Edge, Node, NodeStyle } from "./graphParts";
import type { Review, RunStep, TaskStep } from "./model";
import { likenessOf, startersOf } from "./tables";
import { formatCount, label } from "./text";

/** The tasks and runs of the pipeline, and what flows between them, in Mermaid. */

const lookOf = ({ kind, certainty }: TaskStep | RunStep): NodeStyle => {
  switch (kind) {
    case "create":
    case "adopt":
      return "added";
    case "update":
      return "changed";
    case "replace":
      return certainty === "sure" ? "again" : "maybe";
    case "delete":
      return "gone";
    default:
      return "kept";
  }
};

/** How far each is from what depends on nothing. */
const layersOf = (steps: readonly (TaskStep | RunStep)[]): ReadonlyMap<string, number> => {
  const from = new Map(steps.map((step) => [step.urn, step.from]));
  const layers = new Map<string, number>();
  const layerOf = (urn: string): number => {
    const known = layers.get(urn);
    if (known !== undefined) return known;
    layers.set(urn, 0); // a path that comes back here is a circle
    const sources = (from.get(urn) ?? []).filter((source) => from.has(source));
    const layer = Math.max(-1, ...sources.map(layerOf)) + 1;
    layers.set(urn, layer);
    return layer;
  };
  for (const { urn } of steps) layerOf(urn);
  return layers;
};

/** Of a batch: how many child tasks it will have, or has. */
const childrenText = ({ args, kind }: TaskStep, run: RunStep | undefined): readonly string[] => {
  if (!isBatch(args)) return [];
  const ran = kind === "create" || kind === "replace" ? 0 : (run?.groups.length ?? 0);
  const count = args.expectedChildren?.count ?? ran;
  return [count === 0 ? "a batch" : formatCount(count, "child task")];
};

const starts = ({ does: { _tag } }: RunStep): boolean => _tag === "Starts" || _tag === "Retries";

const linesOf = (all: readonly (TaskStep | RunStep)[], run: RunStep | undefined): readonly string[] => {
  const [first] = all;
  const name = `${groupKey(all.map((step) => step.name))}${all.length > 1 ? ` × ${all.length}` : ""}`;
  if (first === undefined || first.what === "run") return [`${first && starts(first) ? "▶ " : ""}${name}`];
  return [name, appText(first.args), ...(all.length === 1 ? childrenText(first, run) : [])].filter(
    (text) => text !== "",
  );
};

const nodesOf = (review: Review): readonly Node[] => {
  const { tasks, runs } = review;
  const steps = [...tasks, ...runs].filter(({ kind }) => kind !== "read");
  const layers = layersOf(steps);
  const starter = startersOf(review);
  const app = new Map(tasks.map((task) => [task.urn, task.args.app]));
  return groupBy(steps, (step) => [
    step.what,
    layers.get(step.urn),
    step.what === "task"
      ? likenessOf(step, starter.get(step.urn))
      : [step.kind, step.certainty, step.does._tag, app.get(step.task ?? "")],
  ]).map(({ first, all }) => ({
    urns: all.map(({ urn }) => urn),
    what: first.what,
    look: lookOf(first),
    layer: layers.get(first.urn) ?? 0,
    lines: linesOf(all, starter.get(first.urn)),
  }));
};

/** The ports that what comes from a run goes to: those that hold its files, and those that wait for a value. */
const portsText = ({ args, was, from }: TaskStep, run: RunStep | undefined): string | undefined => {
  const holds = (given: unknown): boolean => filesIn(given).some((path) => run?.made.has(path) === true);
  const ports = Object.entries({ ...was?.inputs, ...args.inputs }).flatMap(([port, given]) =>
    (from.length === 1 && hasUnknown(given)) || holds(given) || holds(was?.inputs?.[port]) ? [port] : [],
  );
  return ports.length > 0 && ports.length <= 3 ? ports.join(", ") : undefined;
};

const edgesOf = ({ tasks, runs }: Review): readonly Edge[] => {
  const byUrn = new Map(runs.map((run) => [run.urn, run]));
  return [...tasks, ...runs].flatMap((step) =>
    step.from.map((from): Edge => {
      const text = step.what === "task" ? portsText(step, byUrn.get(from)) : undefined;
      return { from, to: step.urn, ...(text === undefined ? {} : { text }) };
    }),
  );
};

const classes: Readonly<Record<NodeStyle, string>> = {
  added: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  changed: "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
  again: "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-width:2px",
  maybe: "fill:#fff8c5,stroke:#9a6700,color:#1f2328,stroke-dasharray:5 4",
  gone: "fill:#eaeef2,stroke:#6e7781,color:#6e7781,stroke-dasharray:2 3",
  kept: "fill:#ffffff,stroke:#d0d7de,color:#59636e",
};

const shape = { task: ["[", "]"], run: ["([", "])"], several: ["[[", "]]"] } as const;

/** The block, with at most so many nodes; nothing where there is nothing to draw. */
export const graphText = (review: Review, most: number): string | undefined => {
  const nodes = nodesOf(review);
  if (nodes.length < 2 || most < 2) return undefined;
  const { shown, edges } = foldTo(nodes, edgesOf(review), most);
  const looks = [...new Set(shown.map(({ look }) => look))];
  return [
    "```mermaid",
    "flowchart LR",
    ...shown.map(({ lines, what, look }, at) => {
      const [open, close] = shape[what];
      return `  n${at}${open}"${lines.map((text) => label(text)).join("<br/>")}"${close}:::${look}`;
    }),
    ...edges.map(
      ({ from, to, text }) => `  n${from} -->${text === undefined ? "" : `|"${label(text)}"|`} n${to}`,
    ),
    ...looks.map((look) => `  classDef ${look} ${classes[look]}`),
    "```",
  ].join("\n");
};
