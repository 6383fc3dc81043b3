import { execFileSync } from "node:child_process";
import { repository } from "./stack";

/** A graph as Mermaid's own parser reads it, or what it complains of. */
export interface Drawn {
  readonly nodes: readonly { readonly id: string; readonly text: string; readonly look: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly text: string }[];
  readonly complaint?: string;
}

// Mermaid is an ES module and cleans labels with the help of a browser: only that is left out.
const script = `
import { text } from "node:stream/consumers";
import DOMPurify from "dompurify";
Object.assign(DOMPurify, { sanitize: (text) => text, addHook: () => undefined });
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });
await mermaid.parse("flowchart LR\\n a");
// What Mermaid puts in the place of an entity until it draws.
const decoded = (text = "") =>
  text.replace(/ﬂ°°(\\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
const drawn = async (graph) => {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(graph);
    return {
      nodes: [...db.getVertices().values()].map(({ id, text, classes }) => ({ id, text: decoded(text), look: classes.join(" ") })),
      edges: db.getEdges().map(({ start, end, text }) => ({ from: start, to: end, text: decoded(text) })),
    };
  } catch (error) {
    return { nodes: [], edges: [], complaint: error.message };
  }
};
const all = [];
for (const graph of JSON.parse(await text(process.stdin))) all.push(await drawn(graph));
console.log(JSON.stringify(all));
`;

export const drawnByMermaid = (graphs: readonly string[]): readonly Drawn[] =>
  JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: repository,
      input: JSON.stringify(graphs),
      encoding: "utf8",
    }),
  );
