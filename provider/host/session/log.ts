import { safeText } from "../../shared/safeText";

/** What one process prints. Pulumi shows its lines under the stack, in previews too. */
export interface Log {
  /** Prints a line, made safe to show. */
  readonly say: (line: string) => void;
  /** Keys of what was said and must not be said again: it holds for many tasks, or a second look would repeat it. */
  readonly said: Set<string>;
}

export const newLog = (print: (line: string) => void = console.log): Log => ({
  say: (line) => print(safeText(line)),
  said: new Set(),
});
