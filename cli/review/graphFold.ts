import type { Edge, Node } from "./graphParts";
import { formatCount } from "./text";

/** A graph with few enough nodes to be read: first equal neighbors become one, then the middle of a long chain. */

interface Folded {
  readonly shown: readonly Node[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly text?: string }[];
}

const mostEdges = 200;

const joinNodes = (nodes: readonly Node[], text: string): Node => {
  const looks = [...new Set(nodes.map(({ look }) => look))];
  const order = ["again", "maybe", "added", "changed", "gone", "kept"] as const;
  return {
    urns: nodes.flatMap(({ urns }) => urns),
    lines: [text],
    what: "several",
    look: order.find((look) => looks.includes(look)) ?? "kept",
    layer: Math.min(...nodes.map(({ layer }) => layer)),
  };
};

const sizeOf = (nodes: readonly Node[]): number => nodes.reduce((sum, { urns }) => sum + urns.length, 0);

const groupNodes = (
  nodes: readonly Node[],
  key: (node: Node) => string,
  text: (nodes: readonly Node[]) => string,
) => {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) groups.set(key(node), [...(groups.get(key(node)) ?? []), node]);
  return [...groups.values()].map((group) => {
    const [first] = group;
    return first !== undefined && group.length === 1 ? first : joinNodes(group, text(group));
  });
};

const tasksText = (nodes: readonly Node[]): string =>
  formatCount(
    sizeOf(nodes),
    nodes.every(({ what }) => what === "run")
      ? "run"
      : nodes.every(({ what }) => what === "task")
        ? "task"
        : "task or run",
    nodes.some(({ what }) => what === "several") || new Set(nodes.map(({ what }) => what)).size > 1
      ? "tasks and runs"
      : undefined,
  );

/** The first and the last steps stay; what is between them becomes one. */
const shortenLabel = (nodes: readonly Node[], most: number): readonly Node[] => {
  const layers = [...new Set(nodes.map(({ layer }) => layer))].sort((a, b) => a - b);
  const ends = Math.max(1, Math.floor((most - 1) / 2));
  if (layers.length <= most) return nodes;
  const [from, to] = [layers[ends] ?? 0, layers[layers.length - ends] ?? 0];
  const isBetween = ({ layer }: Node): boolean => layer >= from && layer < to;
  const middle = nodes.filter(isBetween);
  return [
    ...nodes.filter(({ layer }) => layer < from),
    joinNodes(middle, `… ${layers.length - 2 * ends} steps, ${tasksText(middle)}`),
    ...nodes.filter(({ layer }) => layer >= to),
  ];
};

export const foldTo = (nodes: readonly Node[], edges: readonly Edge[], most: number): Folded => {
  const wide =
    nodes.length > most
      ? groupNodes(nodes, ({ layer, what, look }) => `${layer} ${what} ${look}`, tasksText)
      : nodes;
  const flat = wide.length > most ? groupNodes(nodes, ({ layer }) => String(layer), tasksText) : wide;
  const shown = flat.length > most ? shortenLabel(flat, most) : flat;
  const at = new Map(shown.flatMap(({ urns }, index) => urns.map((urn) => [urn, index] as const)));
  const kept = new Map<string, Folded["edges"][number]>();
  for (const { from, to, text } of edges) {
    const [a, b] = [at.get(from), at.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    const key = `${a} ${b}`;
    const other = kept.get(key);
    // Several ports between two folded nodes: which, nobody can read any more.
    kept.set(
      key,
      other === undefined
        ? { from: a, to: b, ...(text === undefined ? {} : { text }) }
        : other.text === text
          ? other
          : { from: a, to: b },
    );
  }
  return { shown, edges: [...kept.values()].slice(0, mostEdges) };
};
