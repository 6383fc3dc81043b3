/** What the graph of a review is made of: tasks and runs, and what flows between them. */

export type NodeStyle = "added" | "changed" | "again" | "maybe" | "gone" | "kept";

export interface Node {
  readonly urns: readonly string[];
  readonly lines: readonly string[];
  readonly what: "task" | "run" | "several";
  readonly look: NodeStyle;
  readonly layer: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The port that receives it. */
  readonly text?: string;
}
